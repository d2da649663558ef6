"""Whether each cell is Python by itself."""

from __future__ import annotations

from msgspec import Struct

from monai_tslint.notebooks.model import Cell, Notebook
from monai_tslint.texts import parse


class Mistake(Struct, frozen=True):
    """What Python refuses in the cell with that index: `line` is that of the cell."""

    cell: int
    line: int
    message: str


def syntax_error(notebook: Notebook) -> Mistake | None:
    """The first mistake in a cell. Cells run one by one, so that none can end what another one begins."""
    return next((found for cell in notebook.cells if (found := _in_cell(cell)) is not None), None)


def _in_cell(cell: Cell) -> Mistake | None:
    before = f"{cell.opening}\n" if cell.opening else ""
    try:
        parse(before + cell.code)
    except SyntaxError as error:
        line = (error.lineno or 1) - before.count("\n")
        return Mistake(cell.index, min(max(1, line), len(cell.file_lines)), error.msg)
    except RecursionError:
        return Mistake(cell.index, 1, "nested too deeply")
    except MemoryError:
        return Mistake(cell.index, 1, "too complex for the parser")
    except ValueError as error:
        return Mistake(cell.index, 1, str(error))
    return None
