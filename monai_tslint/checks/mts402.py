"""MTS402: worker threads of a loader run one unsafe transform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.checks import sharing
from monai_tslint.checks.base import Hazards, Rule, UseDraft
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.sharing import Meetings

RULE = Rule(
    "MTS402",
    "unsafe-transform-in-thread-workers",
    "Several worker threads of a loader run the same transform, whose calls disturb each other.",
    Severity.ERROR,
    marked=True,
)


def judge_uses(meetings: Meetings, hazards: Hazards) -> Iterator[UseDraft]:
    """Each loader whose worker threads share an unsafe transform, marked or not: nobody makes copies for them."""
    for run in meetings.uses.runs:
        if run.kind == "workers" and run.several:
            draft = sharing.of_hazards(meetings, run, hazards, "worker threads get the same object, marked or not")
            if draft is not None:
                yield draft
