"""MTS102: configuration replaced from the first call's data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule, no_fix
from monai_tslint.checks.proposing import local_variable
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS102",
    "overwritten-configuration",
    "A call replaces what the constructor configured, so later calls see another configuration.",
    Severity.ERROR,
    marked=True,
)


def judge(write: Write) -> Draft | None:
    """Report an assignment to a configured attribute, and `if self.x is None: self.x = <call data>`."""
    if (
        write.attribute is None
        or write.path[-1][0] != "."
        or write.effect.kind not in (AccessKind.ASSIGN, AccessKind.AUGMENT)
    ):
        return None
    kept = bool(write.lazy_tests) or write.keeps_itself
    sticky = kept and write.from_call_data and not write.revalidated and not write.rewritten
    memo = bool(write.lazy_tests) and not write.from_call_data
    if memo or write.drawn or not (write.configured or sticky):
        return None
    reader = write.reader
    return Draft(
        _story(write, sticky=sticky),
        f"Keep `{write.text}` as configured and compute the value for this call in a local variable.",
        severity=Severity.INFO if write.effect.handler else None,
        conflict=(reader, f"reads `{write.text}` as an earlier or concurrent call left it") if reader else None,
        schedule=schedules.overwritten(write),
        fix=no_fix if write.effect.handler else partial(local_variable, write),
    )


def _story(write: Write, *, sticky: bool) -> str:
    if sticky and write.keeps_itself:
        return f"`{write.text}` keeps what one call was given, and later calls that are given nothing use it"
    if sticky:
        return f"`{write.text}` is decided by the first call's data and kept for all later calls"
    return f"a call overwrites the configured `{write.text}`; later calls see the new value, even with one thread"
