"""MTS105: containers and arrays on the shared object changed in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import local_variable
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS105",
    "shared-container-mutation",
    "A list, dict, array or tensor that the shared object holds is changed in place during a call.",
    Severity.WARNING,
)


def judge(write: Write) -> Draft | None:
    """Report every in-place change of what an attribute refers to."""
    effect = write.effect
    in_place = effect.kind is AccessKind.MUTATE or write.effect.path[-1][0] == "["
    if write.attribute is None or not in_place:
        return None
    how = "" if write.direct else f" by `{effect.site.function.name}`"
    reader = write.reader
    return Draft(
        f"`{write.text}` is changed in place{how} during a call, while other threads use the same object",
        f"Work on a copy of `{write.text.partition('[')[0]}` that belongs to the call.",
        severity=Severity.INFO if effect.how == ".setdefault()" else None,
        conflict=(reader, f"uses `{write.text}`") if reader else None,
        schedule=schedules.overwritten(write),
        fix=partial(local_variable, write, copied=len(write.path) > 2),
        despite_marker=write.configured and not write.drawn,
    )
