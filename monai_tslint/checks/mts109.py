"""MTS109: iterators and file positions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import under_lock
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS109",
    "shared-iterator-or-handle",
    "A generator, an iterator or a file position that the shared object holds is advanced during a call.",
    Severity.WARNING,
)


def judge(write: Write) -> Draft | None:
    """Report `next(self.it)` and reads or seeks on a held file."""
    if write.effect.how not in ("next", "advance") or write.path[0] != "self":
        return None
    return Draft(
        f"`{write.text}` is advanced during a call; concurrent calls take each other's items or move each other's position",
        f"Open or create what `{write.text}` reads from inside the call, or guard it with a lock.",
        schedule=schedules.at_once(write),
        fix=partial(under_lock, write),
    )
