"""MTS405: a mode of a pipeline is switched while a loader's thread runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.checks import sharing
from monai_tslint.checks.base import Hazards, Rule, UseDraft
from monai_tslint.findings import Note, Severity

if TYPE_CHECKING:
    from monai_tslint.checks.sharing import Meetings
    from monai_tslint.pipelines.uses import Switching

RULE = Rule(
    "MTS405",
    "mode-toggled-while-loading",
    "A mode of a pipeline is switched in one thread while a loader runs the same transforms in another.",
    Severity.WARNING,
)


def judge_uses(meetings: Meetings, hazards: Hazards) -> Iterator[UseDraft]:
    """Each switch of a mode that all threads see, with the threads that run the same objects."""
    for switching in meetings.uses.switchings:
        meeting = sharing.best(meetings.of(switching.objects, switching.moment))
        if meeting is None or not _is_seen(switching, hazards):
            continue
        yield UseDraft(
            switching.place,
            f"{switching.how} switches `{switching.attribute}` of {sharing.spoken(meeting.parts)}, which "
            f"{sharing.runs_it(meeting.run, switching.place)}: its calls meanwhile work in the wrong mode"
            f"{sharing.provided(meeting.conditions)}",
            "Switch the mode before the loader starts or after it is done, or on a pipeline of its own.",
            (
                sharing.built_note(meeting.parts),
                sharing.run_note(meeting.run),
                Note(switching.place, f"{switching.how} switches it here"),
            ),
            meeting.severity,
            schedule=(("A", switching.place), ("B", meeting.run.place)),
            attribute=switching.attribute,
        )


def _is_seen(switching: Switching, hazards: Hazards) -> bool:
    """Whether other threads see the switched state."""
    return not switching.state or hazards.toggled(switching.state, switching.attribute) is not None
