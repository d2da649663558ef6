"""MTS106: state of an object that the shared object holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import on_a_copy
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS106",
    "borrowed-object-mutated",
    "A call changes the state of another object that the shared object holds or receives.",
    Severity.WARNING,
)


def judge(write: Write) -> Draft | None:
    """Report nested attributes, elements' attributes and methods that change the held object."""
    if not write.borrowed:
        return None
    effect = write.effect
    severe = effect.role == "toggle" or (write.direct and effect.kind is AccessKind.ASSIGN)
    verb = "switches" if effect.role == "toggle" else "changes"
    through = "" if write.direct else f" through `{effect.site.function.name}`"
    others = len({hot.path for _, hot in write.others})
    more = f" and {others} more attribute{'s' if others > 1 else ''} of it" if others else ""
    reader = write.reader
    idle = not write.direct and not write.used and effect.role != "toggle" and not write.reseeds
    return Draft(
        f"a call {verb} `{write.text}`{more}{through}, which other users of that object see",
        "Work on a copy of that object, hand the value over as an argument, or let the call return it.",
        severity=Severity.INFO if idle else Severity.ERROR if severe else None,
        conflict=(reader, f"reads `{write.text}`") if reader else (effect.site, "the write"),
        schedule=schedules.seen_while_set(write) if effect.role == "toggle" else schedules.at_once(write),
        fix=partial(on_a_copy, write),
    )
