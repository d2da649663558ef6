"""Comments that suppress findings, as edits of the files."""

from __future__ import annotations

import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from monai_tslint.config import selectors
from monai_tslint.files import may_be
from monai_tslint.findings import Edit, Finding
from monai_tslint.suppress.comments import NONE, NOQA, WITHOUT_COMMENTS, Comments, read, tokens, tokens_of_yaml
from monai_tslint.suppress.matching import UNUSED

_BLANK = " \t\f"
_NEVER = frozenset((selectors.UNREADABLE, UNUSED.code))
"""A comment does not mend a file that cannot be read, and one more comment not a comment that is of no use."""


def commented(
    findings: Iterable[Finding], path: str, text: str, reason: str = ""
) -> tuple[tuple[Edit, ...], tuple[Finding, ...]]:
    """Edits of a file that add a comment for each of its findings, and the findings that they suppress.

    Without a reason codes are added to `noqa` comments, with a reason comments to this tool. `text` has lines that end
    in `\\\\n`; in JSON there are no comments.
    """
    if path.endswith(WITHOUT_COMMENTS):
        return (), ()
    places = _of_yaml(text) if may_be(path) else _of_python(text)
    lines = text.split("\n")
    codes: dict[int, set[str]] = {}
    done = []
    for finding in findings:
        line = places.of(finding)
        if line is not None:
            codes.setdefault(line, set()).add(finding.rule)
            done.append(finding)
    edits = (
        _edit(path, line, lines[line - 1], places.comments.get(line), sorted(codes[line]), reason)
        for line in sorted(codes)
    )
    return tuple(edits), tuple(done)


class _Places(Struct, frozen=True):
    """Where in a file a comment can stand: not at the end of the lines `taken`. `comments` are there already, by line."""

    said: Comments
    comments: Mapping[int, tokenize.TokenInfo]
    taken: frozenset[int]

    def of(self, finding: Finding) -> int | None:
        """The line for a comment about a finding: its own if possible, else the next that belongs to it."""
        here = finding.location
        if finding.rule in _NEVER:
            return None
        belonging = sorted(line for line in self.said.lines(here.line, here.end_line) if line >= here.line)
        return next((line for line in belonging if line in self.comments or line not in self.taken), None)


def _of_python(text: str) -> _Places:
    """No comment can end a line that ends within a string, or in a backslash that joins it to the next."""
    comments: dict[int, tokenize.TokenInfo] = {}
    taken = {number for number, line in enumerate(text.split("\n"), 1) if line.endswith("\\")}
    opened: list[int] = []
    for token in tokens(text):
        name = tokenize.tok_name[token.type]
        if name == "COMMENT":
            comments[token.start[0]] = token
        elif name.endswith("STRING_START"):
            opened.append(token.start[0])
        elif name.endswith("STRING_END"):
            taken.update(range(opened.pop(), token.end[0]))
        elif name == "STRING":
            taken.update(range(token.start[0], token.end[0]))
    return _Places(read(text), comments, frozenset(taken))


def _of_yaml(text: str) -> _Places:
    """No comment can end a line that ends within a text."""
    from monai_tslint.bundles.yaml_text import scalars

    comments = {token.start[0]: token for token in tokens_of_yaml(text)}
    taken: set[int] = set()
    for scalar in scalars(text):
        span = scalar.span
        taken.update(range(span.line, span.end_line + (scalar.is_block and span.end_column > 1)))
    return _Places(NONE, comments, frozenset(taken))


def _edit(
    path: str, line: int, text: str, comment: tokenize.TokenInfo | None, codes: Sequence[str], reason: str
) -> Edit:
    """The edit of one line; codes go into a `noqa` comment that is there."""
    known = next(_noqa_ends(comment), None) if comment is not None and not reason else None
    if known is not None:
        return Edit(path, line, known + 1, line, known + 1, "".join(f", {code}" for code in codes))
    listed = ", ".join(codes)
    words = f"monai-tslint: ignore[{listed}] {reason}" if reason else f"noqa: {listed}"
    end = len(text.rstrip(_BLANK))
    return Edit(path, line, end + 1, line, len(text) + 1, f"  # {words}")


def _noqa_ends(comment: tokenize.TokenInfo) -> Iterator[int]:
    """Where the codes of `noqa` in a comment end, as offsets in its line."""
    for match in NOQA.finditer(comment.string):
        if match["codes"] is not None:
            yield comment.start[1] + match.end("codes")
