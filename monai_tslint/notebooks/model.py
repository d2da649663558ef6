"""What a notebook is to the analysis: the code of its cells, one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct


class Cell(Struct, frozen=True):
    """One cell of Python code, the `index`-th of all cells of the file.

    `source` is what it says, with lines that end in `\\n`; `code` the same without what is no Python, each line and column
    where it was; `opening` the line before it in the module. `first` is the module's line of its first line, `file_lines`
    are the file's lines that its lines begin in.
    """

    index: int
    first: int
    source: str
    code: str
    opening: str
    file_lines: tuple[int, ...]


class Notebook(Struct, frozen=True):
    """The cells of Python code, in order."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The module that the cells are together: each after a line of its own, which is empty or opens a block."""
        return "".join(f"{cell.opening}\n{cell.code}\n" for cell in self.cells)

    def place(self, line: int) -> tuple[Cell, int]:
        """The cell that a line of the module is in, and its line there. A line between two cells is the end of the first."""
        number = max(0, bisect_right(self.cells, line, key=lambda cell: cell.first) - 1)
        cell = self.cells[number]
        return cell, min(max(1, line - cell.first + 1), len(cell.file_lines))

    def top(self, line: int) -> int:
        """The first line of code in the cell that a line of the module is in, comments included."""
        cell, _ = self.place(line)
        pairs = zip(cell.source.split("\n"), cell.code.split("\n"), strict=True)
        return cell.first + next((n for n, (said, code) in enumerate(pairs) if said == code and said.strip()), 0)

    def file_line(self, line: int) -> int:
        """The line of the file that a line of the module comes from."""
        cell, inside = self.place(line)
        return cell.file_lines[inside - 1]

    def lines(self, index: int) -> Sequence[str]:
        """The lines of the cell with that index in the file; none if it is no cell of code."""
        return next((cell.source.split("\n") for cell in self.cells if cell.index == index), ())
