"""Excerpts of the source, with carets under a range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monai_tslint.findings import Location
from monai_tslint.report.painting import Piece, printable

_TAB = 4
_MOST_LINES = 4


def excerpt(location: Location, lines: Sequence[str]) -> Iterator[Piece]:
    """The lines of a location, numbered, each with carets; nothing if the file has no such line."""
    last = min(location.end_line, len(lines))
    shown = range(location.line, min(last, location.line + _MOST_LINES - 1) + 1)
    margin = len(str(shown[-1])) if shown else 0
    for number in shown:
        text = lines[number - 1].rstrip()
        start = location.column - 1 if number == location.line else len(text) - len(text.lstrip())
        end = location.end_column - 1 if number == location.end_line else len(text)
        yield f"  {number:>{margin}} | ", "blue"
        yield f"{_laid_out(text)}\n", ""
        yield f"  {'':>{margin}} | ", "blue"
        yield f"{_carets(text, start, end)}\n", "bold red"
    if shown and shown[-1] < last:
        yield f"  {'':>{margin}} | …\n", "blue"


def width(text: str) -> int:
    """The columns that a text takes on a terminal; wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _laid_out(text: str) -> str:
    """A line as it is shown: tabs as spaces."""
    return printable(text.replace("\t", " " * _TAB))


def _carets(text: str, start: int, end: int) -> str:
    """Carets under the code points `start` to `end` of the line as it is shown."""
    before = width(_laid_out(text[:start])) + max(0, start - len(text))
    return " " * before + "^" * max(1, width(_laid_out(text[start:end])))
