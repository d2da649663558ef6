"""What the rules about pipelines have in common: which objects two uses share, and how to speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from monai_tslint.checks.base import Hazard, Hazards, UseDraft
from monai_tslint.findings import Location, Note, Severity
from monai_tslint.link.symbols import ClassInfo

if TYPE_CHECKING:
    from monai_tslint.pipelines.events import Moment
    from monai_tslint.pipelines.uses import Built, Loop, Run, Uses

BESIDE = frozenset({"buffer", "workers", "replacement"})
"""Kinds of threads that run while the thread that started them goes on."""

_HOW = {
    "buffer": "in a thread of its own",
    "workers": "in its worker threads",
    "preload": "in several threads",
    "replacement": "in a background thread",
    "pool": "in a pool of threads",
    "threads": "in threads",
    "tasks": "in threads for coroutines",
}


class Meeting(Struct, frozen=True):
    """A run of threads and what it shares with another use, under `conditions`."""

    run: Run
    parts: tuple[Built, ...]
    conditions: tuple[str, ...]

    @property
    def severity(self) -> Severity | None:
        """Information where it depends on what is not known."""
        return Severity.INFO if self.conditions else None


class Meetings:
    """All uses of pipelines, arranged for the question which of them meet."""

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        self.built: Mapping[int, Built] = {built.number: built for built in uses.built}
        self._runs: dict[int, dict[int, None]] = {}
        self._loops: dict[int, list[Loop]] = {}
        self._copies: dict[int, list[int]] = {}
        for index, run in enumerate(uses.runs):
            for number, _, _ in run.parts if run.kind in BESIDE else ():
                self._runs.setdefault(number, {})[index] = None
        for loop in uses.loops:
            for number in loop.loaders:
                self._loops.setdefault(number, []).append(loop)
        for built in uses.built:
            if built.copy_of is not None:
                self._copies.setdefault(built.copy_of, []).append(built.number)

    def of(self, objects: Iterable[int], moment: Moment | None) -> Iterator[Meeting]:
        """The threads that run some of the objects while another thread works on them, one after the other."""
        wanted = frozenset(objects)
        for index in dict.fromkeys(index for number in objects for index in self._runs.get(number, ())):
            run = self.uses.runs[index]
            if not self._overlaps(run, moment):
                continue
            parts = [(self.built[n], conditions) for n, _, conditions in run.parts if n in wanted]
            fewest = min((conditions for _, conditions in parts), key=len)
            shared = tuple(dict.fromkeys(built for built, conditions in parts if conditions == fewest))
            yield Meeting(run, shared, tuple(dict.fromkeys((*run.conditions, *fewest))))

    def copies(self, objects: Iterable[int]) -> tuple[int, ...]:
        """What the objects are deep copies of, and deep copies of them."""
        known = [self.built[n] for n in objects if n in self.built]
        originals = (built.copy_of for built in known if built.copy_of is not None)
        return (*originals, *(n for built in known for n in self._copies.get(built.number, ())))

    def _overlaps(self, run: Run, moment: Moment | None) -> bool:
        """Whether a run may be under way at a moment: not before it is set up, nor after a loop that took everything."""
        if moment is None or run.moment is None or run.moment.epoch != moment.epoch:
            return True
        if moment.order < run.moment.order:
            return False
        loops = self._loops.get(run.loader, ()) if run.loader is not None else ()
        mine = [loop for loop in loops if loop.first.epoch == moment.epoch]
        before = [loop for loop in mine if loop.last.order < moment.order]
        inside = any(loop.first.order < moment.order < loop.last.order for loop in mine)
        return inside or not before or any(loop.leaves for loop in before)


def best(found: Iterable[Meeting]) -> Meeting | None:
    """The meeting that depends on least."""
    return min(found, key=lambda m: (len(m.conditions), m.run.place), default=None)


def spoken(parts: tuple[Built, ...]) -> str:
    """The transforms to name in a message."""
    names = list(dict.fromkeys(f"`{p.text}`" for p in parts if not p.container and p.symbol is not None))
    if not names:
        names = list(dict.fromkeys(f"`{p.text}`" if p.symbol is not None else p.text for p in parts))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def runs_it(run: Run, seen_from: Location) -> str:
    """Who runs a pipeline, and how, for a message that stands at a place."""
    line = run.place.line
    where = f"line {line}" if run.place.path == seen_from.path else f"{run.place.path}:{line}"
    return f"`{run.what}` ({where}) runs {_HOW[run.kind]}"


def provided(conditions: tuple[str, ...]) -> str:
    """The conditions as the end of a sentence."""
    return f", if {' and '.join(conditions)}" if conditions else ""


def built_note(parts: tuple[Built, ...]) -> Note:
    """Where the first part is built."""
    first = next((p for p in parts if p.container), parts[0])
    name = f"`{first.text}`" if first.symbol is not None else first.text
    return Note(first.place, f"{name} is built, or comes from, here")


def run_note(run: Run) -> Note:
    """Where threads are set to run it."""
    return Note(run.place, f"`{run.what}` runs it {_HOW[run.kind]}")


def of_hazards(meetings: Meetings, run: Run, hazards: Hazards, because: str, *, marked: bool = True) -> UseDraft | None:
    """What to say of threads that share unsafe objects: of the object that depends on least, and how many more there are."""
    found = [h for h in _hazards_of(meetings, run, hazards) if marked or not h[1].marked]
    if not found:
        return None
    built, hazard, conditions = min(found, key=lambda h: (len(h[2]), h[1].declared))
    conditions = tuple(dict.fromkeys((*run.conditions, *conditions)))
    others = len({other.text for other, _, _ in found} - {built.text})
    more = f" and {others} more transform{'s' if others > 1 else ''}" if others else ""
    reason = f"is declared unsafe by `{hazard.text}`" if hazard.declared else f"writes `{hazard.text}`"
    return UseDraft(
        run.place,
        f"`{run.what}` runs `{built.text}`{more} {_HOW[run.kind]}; a call of `{built.text}` {reason}, and {because}"
        f"{provided(conditions)}",
        "Use worker processes or one thread, or a copy of the transform for each thread.",
        (built_note((built,)), run_note(run)),
        Severity.INFO if conditions else Severity.WARNING if hazard.declared else None,
        hazard.note,
        cls=hazard.cls.name,
        attribute=None if hazard.declared else hazard.text,
    )


def _hazards_of(meetings: Meetings, run: Run, hazards: Hazards) -> Iterator[tuple[Built, Hazard, tuple[str, ...]]]:
    """The parts of a run whose calls disturb each other, with the first reason and the conditions under which they run."""
    for number, method, conditions in run.parts:
        built = meetings.built[number]
        if isinstance(built.symbol, ClassInfo) and not built.container:
            for hazard in hazards.of(built.symbol, method):
                if hazard.needs is None or hazard.needs in built.given or "**" in built.given:
                    yield built, hazard, conditions
                    break
