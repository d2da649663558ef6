"""Comments that suppress findings, as edits of the files."""

from __future__ import annotations

import tokenize
from collections.abc import Iterable, Iterator, Sequence

from monai_tslint.config import selectors
from monai_tslint.findings import Edit, Finding
from monai_tslint.suppress.comments import NOQA, Comments, read, tokens
from monai_tslint.suppress.matching import UNUSED

_BLANK = " \t\f"
_NEVER = frozenset((selectors.UNREADABLE, UNUSED.code))
"""A comment does not mend a file that cannot be read, and one more comment not a comment that is of no use."""


def commented(
    findings: Iterable[Finding], path: str, text: str, reason: str = ""
) -> tuple[tuple[Edit, ...], tuple[Finding, ...]]:
    """Edits of a file that add a comment for each of its findings, and the findings that they suppress.

    Without a reason codes are added to `noqa` comments, with a reason comments to this tool. `text` has lines that end
    in `\\\\n`.
    """
    places = _Places(text)
    lines = text.split("\n")
    codes: dict[int, set[str]] = {}
    done = []
    for finding in findings:
        line = places.of(finding)
        if line is not None:
            codes.setdefault(line, set()).add(finding.rule)
            done.append(finding)
    edits = (
        _edit(path, line, lines[line - 1], places.comment(line), sorted(codes[line]), reason) for line in sorted(codes)
    )
    return tuple(edits), tuple(done)


class _Places:
    """Where in a file a comment can stand."""

    def __init__(self, text: str) -> None:
        self._said: Comments = read(text)
        self._lines = text.split("\n")
        self._comments: dict[int, tokenize.TokenInfo] = {}
        self._inside: set[int] = set()
        opened: list[int] = []
        for token in tokens(text):
            name = tokenize.tok_name[token.type]
            if name == "COMMENT":
                self._comments[token.start[0]] = token
            elif name.endswith("STRING_START"):
                opened.append(token.start[0])
            elif name.endswith("STRING_END"):
                self._inside.update(range(opened.pop(), token.end[0]))
            elif name == "STRING":
                self._inside.update(range(token.start[0], token.end[0]))

    def of(self, finding: Finding) -> int | None:
        """The line for a comment about a finding: its own if possible, else the next that belongs to it."""
        here = finding.location
        if finding.rule in _NEVER:
            return None
        belonging = sorted(line for line in self._said.lines(here.line, here.end_line) if line >= here.line)
        return next((line for line in belonging if self._free(line)), None)

    def comment(self, line: int) -> tokenize.TokenInfo | None:
        """The comment that is on a line already."""
        return self._comments.get(line)

    def _free(self, line: int) -> bool:
        """Whether a comment may end a line: it does not end within a string, nor with a backslash that joins it to the next."""
        if line in self._comments:
            return True
        return line not in self._inside and not self._lines[line - 1].endswith("\\")


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
