"""Finds the comments that suppress findings."""

from __future__ import annotations

import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterator
from io import StringIO

from msgspec import Struct
from msgspec.structs import replace

_CODE = r"[A-Za-z]+[0-9]+"
_CODES = rf"{_CODE}(?:[\s,]+{_CODE})*(?!\w)"
NOQA = re.compile(rf"#\s*noqa(?![\w-])(?P<colon>\s*:\s*(?P<codes>{_CODES})?)?", re.IGNORECASE)
_OWN = re.compile(r"#\s*monai-tslint:\s*(?P<verb>ignore-file|ignore)\s*\[(?P<codes>[^\]]*)\]")
_OWN_START = re.compile(r"#\s*monai-tslint:\s*(?P<rest>.*)")
_WORD = re.compile(r"[^\s,]+")


class Directive(Struct, frozen=True):
    """One selector in a comment, with its place (columns 1-based, the end exclusive).

    `selector` is None for a bare `noqa`, which means every rule. `own` says that it stands in a comment to this tool;
    `garbled`, that this comment is not understood and `selector` is its text. `reason` is what follows in the comment.
    """

    selector: str | None
    line: int
    column: int
    end_column: int
    whole_file: bool = False
    own: bool = False
    garbled: bool = False
    reason: str = ""


class Comments(Struct, frozen=True):
    """What the comments of one file say. `statements` are the physical lines of each logical one, in order."""

    directives: tuple[Directive, ...] = ()
    statements: tuple[tuple[int, int], ...] = ()

    def lines(self, first: int, last: int) -> frozenset[int]:
        """The lines on which a comment belongs to a finding at `first` to `last`: its own, and its statement's ends."""
        place = bisect_right(self.statements, (first, 1 << 62)) - 1
        start, end = self.statements[place] if place >= 0 else (first, last)
        if not start <= first <= end:
            start, end = first, last
        return frozenset((*range(first, min(last, end) + 1), start, end))


NONE = Comments()
WITHOUT_COMMENTS = ".json"
"""The suffix of files whose format has no comments."""

_OF_YAML = re.compile(r"(?:^|(?<=\s))#")


def comments(text: str, *, bare: bool) -> Comments:
    """What the comments in a source say; of one that cannot be split into tokens, those before that place.

    Without `bare`, a bare `noqa` is of no interest. Most files say nothing to this tool and are not split at all.
    """
    return read(text) if _speaks(text, bare=bare) else NONE


def directives(text: str) -> tuple[Directive, ...]:
    """The selectors in the comments of a source, whatever they are about."""
    return read(text).directives


def of_configuration(path: str, text: str, *, bare: bool) -> Comments:
    """The same of a configuration: JSON has no comments."""
    if path.endswith(WITHOUT_COMMENTS) or not _speaks(text, bare=bare):
        return NONE
    return Comments(tuple(directive for token in tokens_of_yaml(text) for directive in _directives(token)))


def read(text: str) -> Comments:
    """The same of a source that may say nothing, but whose statements are of interest."""
    directives: list[Directive] = []
    statements: list[tuple[int, int]] = []
    start: int | None = None
    for token in tokens(text):
        if token.type == tokenize.COMMENT:
            directives += _directives(token)
        elif token.type == tokenize.NEWLINE:
            statements.append((start or token.start[0], token.end[0]))
            start = None
        elif start is None and token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
            start = token.start[0]
    return Comments(tuple(directives), tuple(statements))


def _speaks(text: str, *, bare: bool) -> bool:
    if "monai-tslint:" in text:
        return True
    if "noqa" not in text.lower():
        return False
    matches = NOQA.finditer(text)
    return any("mts" in m["codes"].lower() if m["codes"] else bare and m["colon"] is None for m in matches)


def tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """The tokens of a source, up to the first that is none."""
    try:
        yield from tokenize.generate_tokens(StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError, UnicodeEncodeError):
        return


def tokens_of_yaml(text: str) -> Iterator[tokenize.TokenInfo]:
    """The comments of a YAML text, as Python's tokens."""
    from monai_tslint.bundles.yaml_text import scalars

    inside = [(s.span.line, s.span.column - 1, s.span.end_line, s.span.end_column - 1) for s in scalars(text)]
    for number, line in enumerate(text.split("\n"), 1):
        for match in _OF_YAML.finditer(line):
            here = (number, match.start())
            if not any(span[:2] <= here < span[2:] for span in inside):
                rest = line[match.start() :]
                yield tokenize.TokenInfo(tokenize.COMMENT, rest, here, (number, len(line)), line)
                break


def _directives(token: tokenize.TokenInfo) -> Iterator[Directive]:
    for match in NOQA.finditer(token.string):
        if match["codes"] is not None:
            yield from _selectors(token, match)
        elif match["colon"] is None:
            yield replace(_at(token, match.start(), match.end(), None), reason=_reason(match))
    own = [
        directive
        for match in _OWN.finditer(token.string)
        for directive in _selectors(token, match, whole_file=match["verb"] == "ignore-file", own=True)
    ]
    yield from own or _garbled(token)


def _selectors(
    token: tokenize.TokenInfo, match: re.Match[str], *, whole_file: bool = False, own: bool = False
) -> Iterator[Directive]:
    for word in _WORD.finditer(match["codes"]):
        start = match.start("codes") + word.start()
        place = _at(token, start, start + len(word[0]), word[0])
        yield replace(place, whole_file=whole_file, own=own, reason=_reason(match))


def _reason(match: re.Match[str]) -> str:
    """The words after a directive, up to the next one."""
    return match.string[match.end() :].partition("#")[0].strip(" \t-–—:;,.")


def _at(token: tokenize.TokenInfo, start: int, end: int, selector: str | None) -> Directive:
    line, column = token.start
    return Directive(selector, line, column + start + 1, column + end + 1)


def _garbled(token: tokenize.TokenInfo) -> tuple[Directive, ...]:
    match = _OWN_START.match(token.string)
    return (replace(_at(token, 0, match.end(), match["rest"].strip()), own=True, garbled=True),) if match else ()
