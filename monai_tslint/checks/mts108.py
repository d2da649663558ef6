"""MTS108: results left on the shared object for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS108",
    "published-result",
    "An attribute is written during a call and never read in one: the last call wins.",
    Severity.INFO,
)


def judge(write: Write) -> Draft | None:
    """Report what no other rule has reported and no call reads."""
    if write.attribute is None or write.readers:
        return None
    return Draft(
        f"`{write.text}` is left on the shared object for others to read; with several threads it is any call's result",
        f"Return the value, or remove `{write.text}` if nobody needs it.",
        schedule=schedules.at_once(write),
    )
