"""MTS401: a pipeline is inverted while a loader's thread runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.checks import sharing
from monai_tslint.checks.base import Hazard, Hazards, Rule, UseDraft, span_of
from monai_tslint.findings import Note, Severity
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.proposals import ReplaceLoader

if TYPE_CHECKING:
    from monai_tslint.checks.sharing import Meeting, Meetings
    from monai_tslint.pipelines.uses import Inversion, Run

RULE = Rule(
    "MTS401",
    "inverse-shares-transform-with-thread-loader",
    "A pipeline is inverted in one thread while a loader runs the same transforms in another.",
    Severity.ERROR,
)
_REMEDY = "Use a loader whose workers are processes or none, or invert after the loader is done."


def judge_uses(meetings: Meetings, hazards: Hazards, stateful: tuple[str, ...]) -> Iterator[UseDraft]:
    """Each inversion with the threads that run the same objects; `stateful` classes tell whether inverting switches them."""
    switched = _Switched(hazards, stateful)
    for inversion in meetings.uses.inversions:
        meeting = sharing.best(m for m in meetings.of(inversion.objects, inversion.moment) if _invertible(m))
        if meeting is not None:
            yield _draft(inversion, meeting, switched(), hazards)
        elif (
            copied := sharing.best(meetings.of(meetings.copies(inversion.objects), None))
        ) is not None and switched() is not None:
            yield _of_copy(inversion, copied, hazards)


class _Switched:
    """The state that inverting switches for all threads, found out when first asked for."""

    def __init__(self, hazards: Hazards, stateful: tuple[str, ...]) -> None:
        self._hazards, self._stateful = hazards, stateful
        self._answer: tuple[Hazard | None] | None = None

    def __call__(self) -> Hazard | None:
        if self._answer is None:
            found = (self._hazards.toggled(name) for name in self._stateful)
            self._answer = (next((hazard for hazard in found if hazard is not None), None),)
        return self._answer[0]


def _invertible(meeting: Meeting) -> bool:
    """Whether what is shared is a whole pipeline, or a transform that has an inverse."""
    return any(part.container or part.invertible for part in meeting.parts)


def _draft(inversion: Inversion, meeting: Meeting, hazard: Hazard | None, hazards: Hazards) -> UseDraft:
    who = f"`{inversion.what}` inverts {sharing.spoken(meeting.parts)}, which {sharing.runs_it(meeting.run, inversion.place)}"
    if hazard is not None:
        effect = f"inverting switches `{hazard.text}` of shared transforms, and what that thread runs meanwhile is not recorded"
    else:
        effect = "tracing is separate for each thread, but other modes that inverting switches are not"
    shown = hazard if hazard is not None else _of_class(inversion, hazards)
    severity = Severity.INFO if hazard is None or meeting.conditions else None
    return UseDraft(
        inversion.place,
        f"{who}: {effect}{sharing.provided(meeting.conditions)}",
        _REMEDY,
        (sharing.built_note(meeting.parts), sharing.run_note(meeting.run), _note(inversion)),
        severity,
        shown.note if shown is not None else None,
        (("A", inversion.place), ("B", meeting.run.place)),
        meeting.parts[0].symbol.name if isinstance(meeting.parts[0].symbol, ClassInfo) else None,
        hazard.text if hazard is not None else None,
        _fix(meeting.run) if severity is None else None,
    )


def _fix(run: Run) -> ReplaceLoader | None:
    """To use a loader that has no thread of its own, if the packs know one."""
    known = run.known
    if known is None or not known.instead:
        return None
    return ReplaceLoader(run.place.path, span_of(run.place), known.names, known.instead, known.own)


def _of_class(inversion: Inversion, hazards: Hazards) -> Hazard | None:
    """What the class that inverts switches on the pipeline."""
    return hazards.toggled(inversion.symbol.name) if isinstance(inversion.symbol, ClassInfo) else None


def _note(inversion: Inversion) -> Note:
    return Note(inversion.place, f"`{inversion.what}` inverts it here")


def _of_copy(inversion: Inversion, meeting: Meeting, hazards: Hazards) -> UseDraft:
    draft = _draft(inversion, meeting, None, hazards)
    message = (
        f"`{inversion.what}` and what {sharing.runs_it(meeting.run, inversion.place)} are copies of each other "
        f"({sharing.spoken(meeting.parts)}): the threads share nothing, but this version inverts only what the very same "
        "objects have done"
    )
    return replace(draft, message=message)
