"""Edits of the module that a notebook is, as edits of its file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.findings import Edit
from monai_tslint.notebooks.json_text import characters, end_of, sources
from monai_tslint.notebooks.model import Cell, Notebook
from monai_tslint.notebooks.reading import NEW_LINE, read

_ESCAPED_LETTER = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[01])[0-9a-fA-F]{4}")


def rewritten(text: str, batches: Iterable[Sequence[Edit]]) -> str:
    """The text of a notebook's file after batches of edits, each of the module that the batch before has left.

    Raises `ValueError` as `edited` does.
    """
    for batch in batches:
        notebook = read(text)
        if notebook is None:
            raise ValueError("the code of its cells is not Python")
        text = edited(text, notebook, batch)
    return text


def edited(text: str, notebook: Notebook, edits: Iterable[Edit]) -> str:
    """The text of a notebook's file after edits of its module; whatever they do not name stays as it is.

    Lines that the edits add are strings of their own where the source is a list. Raises `ValueError` for edits that touch
    each other, that go beyond a cell, or that change what is no Python.
    """
    places = sources(text)
    ascii_only = text.isascii() and _ESCAPED_LETTER.search(text) is not None
    splices = sorted(_splice(_Source(text, places, *_target(notebook, edit)), edit, ascii_only) for edit in edits)
    if any(one[1] > other[0] or one[0] == other[0] for one, other in pairwise(splices)):
        raise ValueError("edits of one text must not touch each other")
    for start, end, replacement in reversed(splices):
        text = text[:start] + replacement + text[end:]
    return text


def within(notebook: Notebook, edit: Edit) -> Edit:
    """The edit as one that ends in the cell that it begins in, even if it names whole lines up to the end of the cell.

    Raises `ValueError` for edits that go beyond a cell, or that change what is no Python.
    """
    cell, _ = notebook.place(edit.start_line)
    lines = cell.source.split("\n")
    behind = cell.first + len(lines)
    if (edit.end_line, edit.end_column) == (behind, 1):
        edit = _shortened(edit, cell.first, lines)
    _target(notebook, edit)
    return edit


def _shortened(edit: Edit, first: int, lines: Sequence[str]) -> Edit:
    """An edit up to the line behind a cell without the line break there. The lines of the cell begin with line `first`."""
    start, text = (edit.start_line, edit.start_column), edit.replacement
    if not text.endswith("\n") and (text or start[1] > 1):
        raise ValueError("it would join two cells")
    text = text.removesuffix("\n")
    if start == (edit.end_line, 1):
        text = f"\n{text}"
    if start[0] > first and start[1] == 1 and (start[0] == edit.end_line or not edit.replacement):
        start = (start[0] - 1, len(lines[start[0] - 1 - first]) + 1)
    return replace(
        edit,
        start_line=start[0],
        start_column=start[1],
        end_line=edit.end_line - 1,
        end_column=len(lines[-1]) + 1,
        replacement=text,
    )


def _target(notebook: Notebook, edit: Edit) -> tuple[Cell, int]:
    """The cell of an edit, and the line of the module before its first."""
    cell, _ = notebook.place(edit.start_line)
    lines, code = cell.source.split("\n"), cell.code.split("\n")
    first, last = edit.start_line - cell.first, edit.end_line - cell.first
    if not 0 <= first <= last < len(lines):
        raise ValueError("it would change more than one cell")
    at_end = edit.start_column == len(lines[first]) + 1
    kept = at_end and (edit.replacement.startswith("\n") or (not edit.replacement and last > first))
    touched = range(first + kept, last + (edit.end_column > 1))
    if first + kept < _start(lines, code) or any(lines[line] != code[line] for line in touched):
        raise ValueError(f"cell {cell.index} has a command in the lines to change")
    return cell, cell.first - 1


def _start(lines: Sequence[str], code: Sequence[str]) -> int:
    """The number of the lines up to the magic that a cell begins with; nothing can be before it."""
    magic = next((n for n, line in enumerate(lines) if line.strip()), 0)
    return magic + 1 if lines[magic].lstrip().startswith("%%") and lines[magic] != code[magic] else 0


class _Source(Struct, frozen=True):
    """The source of a cell in the text of its file. `before` is the line of the module before it."""

    text: str
    places: dict[int, tuple[int, ...]]
    cell: Cell
    before: int

    @property
    def strings(self) -> Sequence[int]:
        """Where its strings begin."""
        return self.places[self.cell.index]

    @property
    def decoded(self) -> str:
        """The source itself, with the line ends that it has."""
        return "".join(json.loads(self.text[at : end_of(self.text, at)]) for at in self.strings)

    def offset(self, line: int, column: int) -> int:
        """The number of characters of the source before a place in the module."""
        inside = line - self.before - 1
        if not 0 < column <= len(self.cell.source.split("\n")[inside]) + 1:
            raise ValueError(f"there is no line {line}, column {column}")
        starts = (0, *(match.end() for match in NEW_LINE.finditer(self.decoded)))
        return starts[inside] + column - 1

    def separator(self) -> str | None:
        """What stands between two strings of a list, the quotes included; None if the source is a single string."""
        first = self.strings[0]
        before = self.text[:first].rstrip(" \t\r\n")
        if not before.endswith("["):
            return None
        if len(self.strings) > 1:
            return self.text[end_of(self.text, first) - 1 : self.strings[1] + 1]
        return f'",{self.text[len(before) : first]}"'


def _splice(source: _Source, edit: Edit, ascii_only: bool) -> tuple[int, int, str]:
    """The range of the text to replace, and by what."""
    if not source.strings:
        raise ValueError(f"cell {source.cell.index} is empty")
    places = [place for at in source.strings for place in characters(source.text, at)]
    end = end_of(source.text, source.strings[-1]) - 1
    places.append(end)
    start, stop = (
        places[source.offset(line, column)]
        for line, column in ((edit.start_line, edit.start_column), (edit.end_line, edit.end_column))
    )
    ending = r"\r\n" if "\r\n" in source.decoded else r"\n"
    lines = [json.dumps(line, ensure_ascii=ascii_only)[1:-1] + ending for line in edit.replacement.split("\n")]
    lines[-1] = lines[-1].removesuffix(ending)
    separator = source.separator() or ""
    if stop == end and not lines[-1]:
        return start, stop, separator.join(lines[:-1])
    return start, stop, separator.join(lines)
