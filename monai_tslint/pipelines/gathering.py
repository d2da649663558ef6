"""From the objects and events met to the uses of pipelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from monai_tslint.frameworks.flows import Cache, Loader
from monai_tslint.pipelines.contents import Contents, Part, is_off, workers
from monai_tslint.pipelines.events import Executed, Inverted, Iterated, Started, Toggled
from monai_tslint.pipelines.executing import Executing
from monai_tslint.pipelines.uses import Built, Idle, Inversion, Loop, Run, Switching, Uses
from monai_tslint.pipelines.values import Known, Ref, Thing, Unknown, Value, constants

EventT = TypeVar("EventT", Executed, Inverted, Iterated, Started, Toggled)
_Outcome = tuple[str, bool, tuple[str, ...]]
"""How a loader runs its dataset in threads: the kind, whether several run one object, and on which conditions."""


def gather(machine: Executing) -> Uses:
    """All uses of pipelines."""
    return _Gatherer(machine).uses()


class _Gatherer:
    def __init__(self, machine: Executing) -> None:
        self._machine = machine
        self._contents = Contents(machine)
        self._library = machine.library

    def uses(self) -> Uses:
        things = tuple(self._machine.things)
        runs = (*(run for thing in things for run in self._runs(thing)), *self._executed())
        inversions = (*(i for thing in things for i in self._inverses(thing)), *self._inverted())
        switchings = tuple(self._switchings())
        idle = tuple(i for thing in things for i in self._idle(thing))
        loops = tuple(Loop(e.objects, e.first, e.last, e.leaves) for e in self._events(Iterated))
        wanted = {n for run in runs for n, _, _ in run.parts} | {n for i in inversions for n in i.objects}
        wanted |= {n for s in switchings for n in s.objects}
        built = tuple(self._built(self._machine.things[n]) for n in sorted(wanted))
        return Uses(built, runs, inversions, switchings, idle, loops)

    def _events(self, kind: type[EventT]) -> Iterator[EventT]:
        return (e for e in self._machine.events if isinstance(e, kind))

    def _built(self, thing: Thing) -> Built:
        container = self._library.kind(thing.symbol) == "container"
        given = frozenset(n for n, value in thing.fields.items() if not all(isinstance(atom, Known) for atom in value))
        invertible = any(self._library.has(thing.symbol, name) is not False for name in self._library.inverting)
        return Built(thing.number, thing.place, thing.symbol, container, given, invertible, thing.copy_of)

    # Threads -------------------------------------------------------------------------------------------------

    def _runs(self, thing: Thing) -> Iterator[Run]:
        if thing.kind != "object":
            return
        loader = self._library.record(self._library.loaders, thing.symbol)
        if loader is not None:
            yield from self._of_loader(thing, loader)
        cache = self._library.record(self._library.caches, thing.symbol)
        if cache is not None and not is_off(cache, thing):
            yield from self._of_cache(thing, cache)

    def _of_loader(self, thing: Thing, loader: Loader) -> Iterator[Run]:
        outcomes = tuple(_outcomes(thing, loader))
        parts = tuple(self._contents.fetched(thing.fields.get(loader.source, ()))) if outcomes else ()
        name = loader.names[0].rpartition(".")[2]
        for kind, several, conditions in outcomes if parts else ():
            yield Run(kind, name, thing.place, parts, several, conditions, thing.number, thing.moment, loader)

    def _of_cache(self, thing: Thing, cache: Cache) -> Iterator[Run]:
        holder = self._library.record(self._library.holders, thing.symbol)
        held = [thing.fields.get(name, ()) for name in (holder.holds if holder is not None else ())]
        leading = [part for value in held for part in self._contents.split(value, cache)[0]]
        parts: tuple[Part, ...] = tuple((n, "__call__", conditions) for n, conditions in leading)
        name = cache.names[0].rpartition(".")[2]
        for argument in cache.workers:
            several, conditions = _several(thing, argument)
            if several and parts:
                yield Run("preload", name, thing.place, parts, True, conditions, moment=thing.moment)
        if parts and any(thing.number in event.objects for event in self._events(Started)):
            yield Run("replacement", name, thing.place, parts, False, moment=thing.moment)

    def _executed(self) -> Iterator[Run]:
        for event in self._events(Executed):
            parts = tuple(self._contents.called(event.runs))
            yield Run(event.kind, event.what, event.place, parts, event.several, event.conditions, moment=event.moment)

    # The other thread ----------------------------------------------------------------------------------------

    def _inverses(self, thing: Thing) -> Iterator[Inversion]:
        inverse = self._library.record(self._library.inverses, thing.symbol) if thing.kind == "object" else None
        if inverse is not None:
            objects = self._contents.pipeline(thing.fields.get(inverse.inverts, ()))
            yield Inversion(self._built(thing).text, thing.place, objects, symbol=thing.symbol)

    def _inverted(self) -> Iterator[Inversion]:
        for event in self._events(Inverted):
            value: Value = tuple(Ref(n) for n in event.objects)
            yield Inversion(".inverse", event.place, self._contents.pipeline(value), event.moment)

    def _switchings(self) -> Iterator[Switching]:
        for event in self._events(Toggled):
            objects = self._contents.pipeline(tuple(Ref(n) for n in event.objects))
            if objects:
                yield Switching(event.how, event.attribute, event.state, event.place, objects, event.moment)

    def _idle(self, thing: Thing) -> Iterator[Idle]:
        loader = self._library.record(self._library.loaders, thing.symbol) if thing.kind == "object" else None
        if loader is not None and loader.switch and True in constants(thing.fields.get(loader.switch, ())):
            zero, numbers, unsure = workers(thing, loader.workers)
            if zero and not numbers and not unsure:
                yield Idle(loader.names[0].rpartition(".")[2], loader.switch, loader.workers, thing.place)


def _outcomes(thing: Thing, loader: Loader) -> Iterator[_Outcome]:
    """The ways in which threads may run what a loader takes from its source."""
    zero, numbers, unsure = workers(thing, loader.workers)
    on, doubt = _switch(thing, loader)
    if loader.buffer and (zero or unsure):
        certain = not unsure or (on and not doubt)
        yield "buffer", False, () if certain else (f"`{loader.workers}` is 0",)
    if not on and not doubt:
        return
    switched = () if not doubt else (f"`{loader.switch}` is true",)
    if unsure:
        yield "workers", True, (f"`{loader.workers}` is above 1", *switched)
    elif numbers:
        yield "workers", max(numbers) > 1, switched


def _switch(thing: Thing, loader: Loader) -> tuple[bool, bool]:
    """Whether workers are told to be threads, and whether that is in doubt."""
    value = thing.fields.get(loader.switch) if loader.switch else ()
    if value is None:
        return False, "**" in thing.fields
    return any(constants(value)), any(not isinstance(atom, Known) for atom in value)


def _several(thing: Thing, argument: str) -> tuple[bool, tuple[str, ...]]:
    """Whether several threads fill a cache, given the argument with their number (`NAME=DEFAULT`)."""
    name, _, default = argument.partition("=")
    value = thing.fields.get(name)
    if value is None:
        unsure = "**" in thing.fields
        return unsure or default not in ("0", "1"), (f"`{name}` is above 1",) if unsure else ()
    unsure = any(isinstance(atom, (Unknown, Ref)) for atom in value)
    several = any(c is None or (isinstance(c, int) and c > 1) for c in constants(value))
    return unsure or several, (f"`{name}` is above 1",) if unsure else ()
