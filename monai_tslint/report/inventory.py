"""The inventory, for people: every shared class with its verdict and the reason for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monai_tslint.findings import EffectRow, InventoryRow, Report
from monai_tslint.report.painting import printable
from monai_tslint.report.summary import counted, header

_VERDICTS = {"unsafe": "red", "unsafe-marked": "yellow", "unknown": "cyan", "safe": "green"}
_UNLIMITED = 100_000


def render(
    rows: Sequence[InventoryRow], report: Report, *, color: bool = False, width: int | None = None, quiet: bool = False
) -> str:
    """A table of the classes, with a line of counts. Without `width`, the columns of a terminal, nothing is wrapped."""
    target = StringIO()
    console = Console(
        file=target,
        width=width or _UNLIMITED,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    assumed = header(report.frameworks)
    if assumed and not quiet:
        console.print(printable(assumed) + "\n", style="dim", soft_wrap=True)
    if rows:
        console.print(_table(rows))
    if not quiet:
        console.print(_summary(rows, report), style="bold", soft_wrap=True)
    return "".join(f"{line.rstrip(' ')}\n" for line in target.getvalue().splitlines())


def _table(rows: Sequence[InventoryRow]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("class", "verdict", "marker", "entry points", "why"):
        table.add_column(title, overflow="fold")
    for row in rows:
        cells = (row.cls, row.verdict, row.marker or "", ", ".join(row.entry_points), why(row))
        styles = ("", _VERDICTS.get(row.verdict, ""), "", "", "")
        table.add_row(*(Text(printable(cell), style) for cell, style in zip(cells, styles, strict=True)))
    return table


def why(row: InventoryRow) -> str:
    """The first reason for a verdict, and how many more there are."""
    reasons = [f"{e.kind} `{e.attribute}` in `{e.method}` ({_place(e)})" for e in row.effects] or list(row.unknown)
    more = f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    return f"{reasons[0]}{more}" if reasons else ""


def _place(effect: EffectRow) -> str:
    cell = "" if effect.cell is None else f"cell {effect.cell}:"
    return f"{effect.path}:{cell}{effect.line}"


def _summary(rows: Sequence[InventoryRow], report: Report) -> str:
    by_verdict = Counter(row.verdict for row in rows)
    counts = ", ".join(f"{by_verdict[verdict]} {verdict}" for verdict in _VERDICTS if by_verdict[verdict])
    classes = counted(len(rows), "shared class", "shared classes")
    return f"{classes} in {counted(report.files, 'file')}" + (f": {counts}." if counts else ".")
