"""MTS103: counters and other read-modify-write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import counter
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS103",
    "unguarded-counter",
    "A value is read, changed and written back without a lock, so updates get lost.",
    Severity.WARNING,
)


def judge(write: Write) -> Draft | None:
    """Report `self.n += 1` and `self.n = self.n + 1`, also on objects that the shared object holds."""
    effect = write.effect
    counts = effect.kind is AccessKind.AUGMENT and write.path[-1][0] == "."
    changes = effect.kind is AccessKind.ASSIGN and write.from_itself and not write.keeps_itself
    computed = changes and not write.configured and not write.rewritten
    replaced = write.configured and write.from_call_data
    if not write.direct or not (counts or computed) or replaced or write.lazy_tests:
        return None
    return Draft(
        f"two threads that update `{write.text}` at the same time lose one update",
        f"Hold a lock around the update of `{write.text}`, or count outside the shared object.",
        conflict=(write.anchor, f"another thread reads `{write.text}` here before this thread has written it back"),
        schedule=schedules.lost_update(write),
        fix=partial(counter, write),
    )
