"""MTS406: threads as workers, but no workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.checks.base import Rule, UseDraft, span_of
from monai_tslint.findings import Severity
from monai_tslint.proposals import RemoveArgument

if TYPE_CHECKING:
    from monai_tslint.pipelines.uses import Uses

RULE = Rule(
    "MTS406",
    "ineffective-thread-workers",
    "A loader is told to have threads as workers, but it has no workers.",
    Severity.INFO,
)


def judge_uses(uses: Uses) -> Iterator[UseDraft]:
    """Each loader whose switch has no effect."""
    for idle in uses.idle:
        yield UseDraft(
            idle.place,
            f"`{idle.switch}` of `{idle.what}` does nothing, because `{idle.workers}` is 0: one thread makes all batches",
            f"Remove `{idle.switch}`, or set `{idle.workers}` if all transforms may run in several threads.",
            fix=RemoveArgument(idle.place.path, span_of(idle.place), idle.switch, idle.workers),
        )
