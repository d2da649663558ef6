"""MTS403: an executor's threads run one unsafe transform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.checks import sharing
from monai_tslint.checks.base import Hazards, Rule, UseDraft
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.sharing import Meetings
    from monai_tslint.pipelines.uses import Run

RULE = Rule(
    "MTS403",
    "unsafe-transform-in-executor",
    "Threads of an executor, or threads started one by one, run the same transform, whose calls disturb each other.",
    Severity.ERROR,
    marked=True,
)


def judge_uses(meetings: Meetings, hazards: Hazards) -> Iterator[UseDraft]:
    """Each executor that runs an unsafe object several times at once; threads started one by one may follow each other."""
    runs = [run for run in meetings.uses.runs if run.kind in ("pool", "threads", "tasks")]
    times = Counter(number for run in runs for number in {n for n, _, _ in run.parts})
    for run in runs:
        draft = sharing.of_hazards(meetings, _overlapping(run, times), hazards, "calls of one object overlap")
        if draft is not None:
            sure = run.kind == "pool" and run.several
            yield draft if sure or draft.severity is not None else replace(draft, severity=Severity.WARNING)


def _overlapping(run: Run, times: Counter[int]) -> Run:
    """A run of a single call, with what other threads run as well, or with the condition under which it meets itself."""
    if run.several:
        return run
    again = tuple(part for part in run.parts if times[part[0]] > 1)
    if again or run.kind == "threads":
        return replace(run, parts=again)
    return replace(run, conditions=(*run.conditions, "this line runs again before it is done"))
