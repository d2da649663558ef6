"""MTS110: shared random state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS110",
    "shared-random-state",
    "An unmarked class draws from a random generator that concurrent calls share.",
    None,
)


def judge(write: Write) -> Draft | None:
    """Report draws; off by default, because results stay random, only their order is lost."""
    if write.effect.how != "draw":
        return None
    return Draft(
        f"concurrent calls draw from `{write.text}`; which call gets which number depends on timing",
        "Mark the class as thread-unsafe, or give each call a generator of its own.",
        schedule=schedules.at_once(write),
    )
