"""Edits of texts: which fit together, and what a text becomes. Whatever no edit names stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from monai_tslint.findings import Edit

_LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")


def overlap(one: Sequence[Edit], other: Sequence[Edit]) -> bool:
    """Whether two lists of edits touch the same text. Insertions at one point do, unless it is the same edit."""
    return any(_touch(a, b) for a in one for b in other)


def _touch(one: Edit, other: Edit) -> bool:
    if one.path != other.path or one == other:
        return False
    first, second = sorted((one, other), key=_start)
    return _end(first) > _start(second) or _start(first) == _start(second)


def _start(edit: Edit) -> tuple[int, int]:
    return (edit.start_line, edit.start_column)


def _end(edit: Edit) -> tuple[int, int]:
    return (edit.end_line, edit.end_column)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits of one file that do not touch each other, applied from its end to its beginning.

    Lines end in `\\n`, `\\r\\n` or `\\r`; what is inserted gets the ending of the line that it is inserted in.
    Raises `ValueError` for edits that touch, or that are outside the text.
    """
    ordered = sorted(edits, key=_start)
    if any(_touch(one, other) for one, other in pairwise(ordered)):
        raise ValueError("edits of one text must not touch each other")
    lines = _lines(text)
    for edit in reversed(ordered):
        start, end = _offset(lines, *_start(edit)), _offset(lines, *_end(edit))
        text = text[:start] + edit.replacement.replace("\n", _ending(lines, edit.start_line)) + text[end:]
    return text


def apply_all(text: str, batches: Iterable[Sequence[Edit]]) -> str:
    """The text after several batches of edits, each in terms of the text that the one before it has left."""
    for batch in batches:
        text = apply(text, batch)
    return text


def _lines(text: str) -> list[re.Match[str]]:
    found = list(_LINE.finditer(text))
    unended = len(found) > 1 and not found[-2][1]
    return found[:-1] if unended else found


def _offset(lines: Sequence[re.Match[str]], line: int, column: int) -> int:
    if not 0 < line <= len(lines) or not 0 < column <= lines[line - 1].start(1) - lines[line - 1].start() + 1:
        raise ValueError(f"there is no line {line}, column {column}")
    return lines[line - 1].start() + column - 1


def _ending(lines: Sequence[re.Match[str]], line: int) -> str:
    """The ending of a line; of one that ends the file, that of the line before."""
    return lines[line - 1][1] or (lines[line - 2][1] if line > 1 else "") or "\n"
