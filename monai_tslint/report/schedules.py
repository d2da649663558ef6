"""Interleavings as two columns: what thread A and thread B do, one step in each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monai_tslint.findings import Step
from monai_tslint.report.excerpts import width
from monai_tslint.report.painting import Piece, printable

_WIDEST = 60


def schedule(steps: Sequence[Step]) -> Iterator[Piece]:
    """The rows, with a heading. Steps of thread "A" stand left, all others right."""
    numbers = max((len(str(step.line)) for step in steps), default=0)
    left = max((width(_code(step)) for step in steps if step.thread == "A"), default=0)
    left = max(left, len("thread A"))
    yield f"    {'':>{numbers}}   {_padded('thread A', left)} | thread B\n", "bold"
    for step in steps:
        yield f"    {step.line:>{numbers}}   ", "blue"
        first, second = (_code(step), "") if step.thread == "A" else ("", _code(step))
        yield f"{_padded(first, left)} | {second}".rstrip() + "\n", ""


def _code(step: Step) -> str:
    text = printable(" ".join(step.code.split()))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
