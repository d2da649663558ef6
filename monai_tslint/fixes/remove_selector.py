"""MTS901: a selector that suppresses nothing leaves its comment, and the comment goes with the last of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.proposals import Applicability, RemoveSelector

_BEFORE = re.compile(
    r"(?P<noqa>#\s*noqa\s*:\s*)?(?(noqa)|#\s*monai-tslint:\s*ignore(?:-file)?\s*\[)(?P<others>[^#\[\]]*)\Z",
    re.IGNORECASE,
)
_NOQA_REST = re.compile(r"(?P<others>(?:[\s,]+[A-Za-z]+[0-9]+(?!\w))*)[\s,]*")
_OWN_REST = re.compile(r"(?P<others>[^\]]*)\][^#]*")


def plan(proposal: RemoveSelector, code: Code) -> Plan:
    """The edit of the comment's line. Raises `Refused` if the selector is not where it was."""
    lines, place = code.lines(proposal.path), proposal.span
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    start, end = place.column - 1, place.end_column - 1
    before = _BEFORE.search(line[:start])
    if before is None or line[start:end] != proposal.selector:
        raise Refused("the comment has changed")
    rest = (_NOQA_REST if before["noqa"] else _OWN_REST).match(line, end)
    if rest is None:
        raise Refused("the comment has no end")
    if before["others"].strip(" ,"):
        edit = _cut(proposal, before.start("others") + len(before["others"].rstrip(" ,\t")), end)
    elif rest["others"].strip(" ,"):
        edit = _cut(proposal, start, end + len(rest["others"]) - len(rest["others"].lstrip(" ,\t")))
    else:
        edit = _without_directive(proposal, lines, before.start(), rest.end())
    return Plan(Applicability.SAFE, f"Remove `{proposal.selector}` from the comment.", (edit,))


def _without_directive(proposal: RemoveSelector, lines: Sequence[str], start: int, end: int) -> Edit:
    """Remove a directive from `start` to `end`, and its line if nothing else is on it; what follows stays a comment."""
    number = proposal.span.line
    line = lines[number - 1]
    if end < len(line):
        return _cut(proposal, start, end, "" if line[end] == "#" else "# ")
    if line[:start].strip(" \t") or number == len(lines):
        return _cut(proposal, len(line[:start].rstrip(" \t")), end)
    return Edit(proposal.path, number, 1, number + 1, 1, "")


def _cut(proposal: RemoveSelector, start: int, end: int, instead: str = "") -> Edit:
    line = proposal.span.line
    return Edit(proposal.path, line, start + 1, line, end + 1, instead)
