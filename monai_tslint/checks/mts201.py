"""MTS201: temporary state on a shared object; the founding case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import per_thread
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS201",
    "temporary-state-on-shared-object",
    "State of a shared object is changed for a while and set back; other threads run with the temporary value.",
    Severity.ERROR,
    marked=True,
)


def judge(write: Write) -> Draft | None:
    """Report the write that sets the temporary value."""
    if write.effect.role != "toggle" or (write.borrowed and not write.direct):
        return None
    schedule = schedules.seen_while_set(write)
    victim = next((site for thread, site in schedule if thread == "B"), None)
    restore = write.effect.toggle
    until = f" until line {restore.span.line} sets it back" if restore is not None else ""
    return Draft(
        f"`{write.text}` is switched on the shared object{until}; calls in other threads run with the temporary value",
        f"Hand the value over as an argument, or keep `{write.text}` in a `threading.local` or `ContextVar`.",
        conflict=(victim, f"another thread reads the temporary `{write.text}` here") if victim else None,
        schedule=schedule,
        fix=partial(per_thread, write),
    )
