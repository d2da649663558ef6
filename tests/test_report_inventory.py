"""The inventory as a table."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.text import Text

from made_findings import report
from monai_tslint.findings import EffectRow, InventoryRow, Report
from monai_tslint.report.inventory import render, why

EFFECT = EffectRow("self.img_t", "assign", "pkg/a.py", 3, "__call__", ("__call__",))
UNSAFE = InventoryRow("pkg.a.Smooth", "pkg/a.py", 1, "monai", "unsafe", None, ("__call__", "inverse"), (EFFECT,), ())
ENTRIES = "__call__, inverse"
WRITES = "assign `self.img_t` in `__call__` (pkg/a.py:3)"
SAFE = replace(UNSAFE, cls="pkg.a.Flip", verdict="safe", effects=())
UNKNOWN = replace(SAFE, cls="pkg.a.Apply", verdict="unknown", unknown=("calls `self.fn`, which is not known",))
MARKED = replace(UNSAFE, cls="pkg.a.RandFlip", verdict="unsafe-marked", marker="ThreadUnsafe", effects=(EFFECT,) * 3)
REPORT = report(files=2, classes=4)


def test_a_table_with_reasons_and_counts() -> None:
    assert render((UNSAFE, SAFE, UNKNOWN, MARKED), REPORT).splitlines() == [
        "Assuming monai 1.4 (as requested).",
        "",
        "class            verdict         marker         entry points        why",
        "─" * 125,
        f"pkg.a.Smooth     unsafe                         {ENTRIES}   {WRITES}",
        "pkg.a.Flip       safe                           __call__, inverse",
        "pkg.a.Apply      unknown                        __call__, inverse   calls `self.fn`, which is not known",
        f"pkg.a.RandFlip   unsafe-marked   ThreadUnsafe   {ENTRIES}   {WRITES} and 2 more",
        "4 shared classes in 2 files: 1 unsafe, 1 unsafe-marked, 1 unknown, 1 safe.",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (UNSAFE, WRITES),
        (SAFE, ""),
        (UNKNOWN, "calls `self.fn`, which is not known"),
        (replace(UNSAFE, unknown=UNKNOWN.unknown), WRITES),
        (replace(UNKNOWN, unknown=("a", "b")), "a and 1 more"),
    ],
)
def test_the_reason_for_a_verdict(row: InventoryRow, reason: str) -> None:
    assert why(row) == reason


def test_no_classes() -> None:
    assert render((), Report((), (), (), (), 3, 0)) == "0 shared classes in 3 files.\n"


def test_quiet_leaves_the_table() -> None:
    assert render((SAFE,), REPORT, quiet=True).splitlines()[0].startswith("class ")
    assert render((), REPORT, quiet=True) == ""


def test_nothing_is_wrapped_without_a_width() -> None:
    long = replace(UNSAFE, cls="a." * 500 + "B")
    assert f"{long.cls}   unsafe" in render((long,), REPORT)


def test_a_terminal_gets_its_width() -> None:
    rendered = Text.from_ansi(render((UNSAFE, MARKED), REPORT, color=True, width=60)).plain
    table = rendered.splitlines()[2:-1]
    assert max(map(len, table)) <= 60
    assert len(table) > 4


def test_colors_only_on_request() -> None:
    assert "\x1b" not in render((UNSAFE,), REPORT)
    assert "\x1b[31munsafe" in render((UNSAFE,), REPORT, color=True)


def test_markup_is_left_alone() -> None:
    odd = replace(UNKNOWN, unknown=("calls `self.fns[bold]`",))
    assert "calls `self.fns[bold]`" in render((odd,), REPORT)
