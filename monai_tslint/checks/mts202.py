"""MTS202: temporary state that an exception leaves behind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks.base import Draft, Rule, region_of
from monai_tslint.findings import Severity
from monai_tslint.proposals import GuardRestore

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write
    from monai_tslint.effects.domain import Site

RULE = Rule(
    "MTS202",
    "restore-without-finally",
    "Temporary state is set back outside `finally`, so an exception in between leaves it set for good.",
    Severity.WARNING,
    marked=True,
)


def judge(write: Write) -> Draft | None:
    """Report the write that sets the old value back, if an exception skips it."""
    if write.effect.role != "leak":
        return None
    start = write.effect.toggle
    return Draft(
        f"`{write.text}` keeps its temporary value if an exception is raised before this line sets it back",
        "Put the code in between into `try:` and this line into `finally:`.",
        conflict=(start, "sets the temporary value") if start is not None else None,
        fix=partial(_fix, write, start),
    )


def _fix(write: Write, start: Site | None) -> GuardRestore | None:
    restore = write.anchor
    if start is None or (start.path, start.line) != (restore.path, restore.line):
        return None
    return GuardRestore(region_of(restore), write.text, start.span, restore.span)
