"""Reads the code of a notebook."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from monai_tslint.notebooks.json_text import sources
from monai_tslint.notebooks.magics import neutral
from monai_tslint.notebooks.model import Cell, Notebook

_FORMAT = 4
_TOO_DEEP = "is no notebook: its JSON is nested too deeply"
_INDENTED = re.compile(r"(?:[ \t]*\n)*(?:[ \t]+#[^\n]*\n|[ \t]*\n)*[ \t]+[^\s#]")
NEW_LINE = re.compile(r"\r\n|\r|\n")
"""What ends a line of Python."""


class NotUsable(Exception):
    """The text is no notebook that can be read; `line` is the file's, the message says what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read(text: str) -> Notebook | None:
    """The notebook in the text of a file; None if its code is not Python. Raises `NotUsable`."""
    top = _parsed(text)
    if not isinstance(top, dict):
        raise NotUsable(1, "is no notebook: its JSON is no object")
    if top.get("nbformat") != _FORMAT:
        raise NotUsable(1, _other_format(top.get("nbformat")))
    cells = top.get("cells")
    if not isinstance(cells, list):
        raise NotUsable(1, "is no notebook: its `cells` must be a list")
    if not _speaks_python(top.get("metadata")):
        return None
    code = {index: source for index, cell in enumerate(cells) if (source := _source(index, cell)) is not None}
    try:
        return Notebook(tuple(_cells(text, code)))
    except RecursionError:
        raise NotUsable(1, _TOO_DEEP) from None


def _parsed(text: str) -> object:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotUsable(error.lineno, f"is no notebook: it is not valid JSON: {error.msg}") from None
    except RecursionError:
        raise NotUsable(1, _TOO_DEEP) from None
    except MemoryError:
        raise NotUsable(1, "is too large to be read") from None
    except ValueError as error:
        raise NotUsable(1, f"is no notebook: {error}") from None
    return value


def _other_format(number: object) -> str:
    if not isinstance(number, int):
        return "is no notebook: it has no number `nbformat`"
    return (
        f"has the notebook format {number}; convert it with `jupyter nbconvert --to notebook`, which writes {_FORMAT}"
    )


def _speaks_python(metadata: object) -> bool:
    """Whether the kernel runs Python, as far as is said: a notebook that has never run may not say it."""
    if not isinstance(metadata, dict):
        return True
    said = [_text(metadata, "language_info", "name"), _text(metadata, "kernelspec", "language")]
    known = [language.lower() for language in said if language]
    return all(language in ("python", "ipython") for language in known)


def _text(table: object, *keys: str) -> str:
    """The string that keys lead to; empty if there is none."""
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, str) else ""


def _source(index: int, cell: object) -> tuple[str, ...] | None:
    """The strings that the source of a cell of Python code is made of; None for other cells."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        raise NotUsable(1, f"is no notebook: `cells[{index}]` must be an object with a `cell_type`")
    if cell["cell_type"] != "code" or _text(cell, "metadata", "vscode", "languageId") not in ("", "python"):
        return None
    source = cell.get("source")
    if isinstance(source, str):
        return (source,)
    if not isinstance(source, list) or not all(isinstance(part, str) for part in source):
        raise NotUsable(1, f"is no notebook: `cells[{index}].source` must be a string or a list of strings")
    return tuple(source)


def _cells(text: str, code: Mapping[int, tuple[str, ...]]) -> Iterator[Cell]:
    first, line, counted = 2, 1, 0
    for index, places in sources(text).items():
        if index not in code:
            continue
        lines = []
        for place in places:
            line += text.count("\n", counted, place)
            counted = place
            lines.append(line)
        whole = "".join(code[index])
        source = NEW_LINE.sub("\n", whole)
        python = neutral(source)
        opening = "if 1:" if _INDENTED.match(python) else ""
        yield Cell(index, first, source, python, opening, _file_lines(code[index], lines or [line]))
        first += source.count("\n") + 2


def _file_lines(parts: Sequence[str], lines: Sequence[int]) -> tuple[int, ...]:
    """For each line of a source the line of the file; `lines` are those of the strings that the source is made of.

    JSON has no line breaks within strings.
    """
    ends = list(accumulate(map(len, parts)))
    starts = (0, *(match.end() for match in NEW_LINE.finditer("".join(parts))))
    return tuple(lines[min(bisect_right(ends, start), len(lines) - 1)] for start in starts)
