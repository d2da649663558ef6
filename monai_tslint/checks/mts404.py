"""MTS404: the threads that fill a cache run one unsafe transform that no marker makes them copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.checks import sharing
from monai_tslint.checks.base import Hazards, Rule, UseDraft
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.sharing import Meetings

RULE = Rule(
    "MTS404",
    "unmarked-transform-in-threaded-cache",
    "Several threads fill a cache with the same transform, whose calls disturb each other and which is not marked.",
    Severity.WARNING,
)


def judge_uses(meetings: Meetings, hazards: Hazards) -> Iterator[UseDraft]:
    """Each cache that several threads fill with an unmarked unsafe transform; marked ones are copied for each call."""
    for run in meetings.uses.runs:
        if run.kind == "preload" and run.several:
            draft = sharing.of_hazards(
                meetings, run, hazards, "it carries no marker that would make the threads work on copies", marked=False
            )
            if draft is not None:
                yield draft
