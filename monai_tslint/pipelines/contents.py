"""Which transforms objects consist of, and which of them run when something takes items from a dataset."""

from __future__ import annotations

from collections.abc import Iterator

from monai_tslint.facts import Span
from monai_tslint.frameworks.flows import Cache, Loader
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.pipelines.events import Runs
from monai_tslint.pipelines.executing import Executing
from monai_tslint.pipelines.library import matches
from monai_tslint.pipelines.values import (
    UNKNOWN,
    Arguments,
    Atom,
    Frame,
    Known,
    Method,
    Ref,
    Thing,
    Unknown,
    Value,
    constants,
    refs,
)

Part = tuple[int, str, tuple[str, ...]]
"""An object that runs, the method that is called, and the conditions under which it does."""

_FETCHING = ("__getitem__", "__iter__")
_CALL = "__call__"
_ANYTHING: Arguments = (("*", UNKNOWN),)
_NO_SPAN = Span(0, 0, 0, 0)
Split = list[tuple[int, tuple[str, ...]]]


class Contents:
    """Questions about the objects met."""

    def __init__(self, machine: Executing) -> None:
        self.machine = machine
        self.library = machine.library

    def thing(self, number: int) -> Thing:
        """An object by its number."""
        return self.machine.things[number]

    # Transforms ----------------------------------------------------------------------------------------------

    def pipeline(self, value: Value) -> tuple[int, ...]:
        """The transforms and containers that a value is or holds."""
        found: dict[int, bool] = {}
        for number in refs(value):
            self._add(number, found, given=True)
        return tuple(number for number, is_part in found.items() if is_part)

    def _add(self, number: int, found: dict[int, bool], *, given: bool) -> None:
        """Add an object and what it holds, lists as no part. `given` says that it stands where a transform is expected."""
        thing = self.thing(number)
        if number in found:
            return
        if thing.kind == "partial":
            self._add_all(thing.target, found, given=given)
        elif thing.kind in ("list", "dict"):
            found[number] = False
            for value in (*thing.items, *thing.fields.values()):
                self._add_all(value, found, given=given)
        elif thing.kind == "opaque" and given:
            found[number] = True
            self._add_all(thing.fields.get("[…]", ()), found, given=True)
        elif thing.kind == "object":
            self._add_object(thing, found, given=given)

    def _add_all(self, value: Value, found: dict[int, bool], *, given: bool) -> None:
        for number in refs(value):
            self._add(number, found, given=given)

    def _add_object(self, thing: Thing, found: dict[int, bool], *, given: bool) -> None:
        kind = self.library.kind(thing.symbol)
        known = kind == "container" or self.library.is_transform(thing.symbol)
        if kind == "dataset" or not (known or given):
            return
        found[thing.number] = True
        holder = self.library.record(self.library.holders, thing.symbol)
        expected = holder.holds if holder is not None else ()
        for name, value in thing.fields.items():
            self._add_all(value, found, given=name in expected)

    # Datasets ------------------------------------------------------------------------------------------------

    def fetched(self, value: Value, seen: frozenset[int] = frozenset()) -> Iterator[Part]:
        """What runs when items are taken from datasets."""
        for number in refs(value):
            if number not in seen:
                yield from self._fetched(self.thing(number), seen | {number})

    def _fetched(self, thing: Thing, seen: frozenset[int]) -> Iterator[Part]:
        if thing.kind == "list":
            for item in thing.items:
                yield from self.fetched(item, seen)
        elif thing.kind == "opaque":
            for name in sorted(self.library.transform_fields):
                yield from ((n, _CALL, ()) for n in self.pipeline(thing.fields.get(name, ())))
        elif thing.kind == "object":
            loader = self.library.record(self.library.loaders, thing.symbol)
            if loader is not None:
                yield from self._loaded(thing, loader, seen)
            else:
                yield from self._of_dataset(thing, seen)

    def _loaded(self, thing: Thing, loader: Loader, seen: frozenset[int]) -> Iterator[Part]:
        """What whoever iterates a loader runs: nothing if it has processes or threads of its own."""
        inner = self.fetched(thing.fields.get(loader.source, ()), seen)
        zero, unsure = workers(thing, loader.workers)[::2]
        if zero and not loader.buffer:
            yield from inner
        elif unsure and not loader.buffer:
            yield from ((n, method, (*conditions, f"`{loader.workers}` is 0")) for n, method, conditions in inner)

    def _of_dataset(self, thing: Thing, seen: frozenset[int]) -> Iterator[Part]:
        holder = self.library.record(self.library.holders, thing.symbol)
        cache = self.library.record(self.library.caches, thing.symbol)
        if holder is not None and holder.kind == "dataset":
            for name in holder.holds:
                value = thing.fields.get(name, ())
                yield from self._held(value, cache, thing)
            for name in holder.over:
                yield from self.fetched(thing.fields.get(name, ()), seen)
        yield from self._own(thing, seen)

    def _held(self, value: Value, cache: Cache | None, thing: Thing) -> Iterator[Part]:
        if cache is None or is_off(cache, thing):
            yield from ((n, _CALL, ()) for n in self.pipeline(value))
            return
        leading, trailing = self.split(value, cache)
        yield from ((n, _CALL, conditions) for n, conditions in trailing)
        uncached = _uncached(cache, thing)
        if uncached is not None:
            yield from ((n, _CALL, (*conditions, *uncached)) for n, conditions in leading)

    def _own(self, thing: Thing, seen: frozenset[int]) -> Iterator[Part]:
        """What the methods of a dataset class of the project call."""
        info = thing.symbol
        for name in _FETCHING:
            found = self.machine.project.lookup(info, name) if isinstance(info, ClassInfo) else None
            if found is not None and found.functions and not self.library.is_known(found.owner):
                self.machine.start()
                method: Value = (Method(thing.number, name),)
                runs = self.machine.threaded(Frame(found.owner.file), method, _ANYTHING, _NO_SPAN)
                yield from self.called(runs, seen)

    def called(self, runs: Runs, seen: frozenset[int] = frozenset()) -> Iterator[Part]:
        """The parts of what threads call; what inverts a pipeline runs its parts the other way."""
        for number, method in runs:
            thing = self.thing(number)
            inverse = self.library.record(self.library.inverses, thing.symbol)
            if inverse is not None:
                undo = next(iter(self.library.inverting), method)
                yield from ((n, undo, ()) for n in self.pipeline(thing.fields.get(inverse.inverts, ())))
            elif self.library.kind(thing.symbol) == "dataset" or method in _FETCHING:
                yield from self.fetched((Ref(number),), seen)
            else:
                yield from ((n, method, ()) for n in self.pipeline((Ref(number),)))

    # Caches --------------------------------------------------------------------------------------------------

    def split(self, value: Value, cache: Cache) -> tuple[Split, Split]:
        """The parts that a cache runs beforehand, and those behind them, each with the conditions under which it is one."""
        leading: Split = []
        trailing: Split = []
        unsure: tuple[str, ...] = ()
        for element in self._elements(value):
            stops = self._stops(element, cache)
            numbers = self.pipeline(element)
            if stops is None:
                unsure = ("the transforms before the first random one are not all known",)
            if stops or trailing:
                trailing += [(n, unsure) for n in numbers]
            elif unsure:
                leading += [(n, unsure) for n in numbers]
                trailing += [(n, unsure) for n in numbers]
            else:
                leading += [(n, ()) for n in numbers]
        return leading, trailing

    def _elements(self, value: Value, seen: frozenset[int] = frozenset()) -> Iterator[Value]:
        """The transforms of a container or list, in order."""
        for number in refs(value):
            if number in seen:
                continue
            thing = self.thing(number)
            holder = self.library.record(self.library.holders, thing.symbol)
            if thing.kind == "list":
                yield from thing.items
                if not thing.complete:
                    yield UNKNOWN
            elif holder is not None and holder.kind == "container":
                yield from self._elements(thing.fields.get(holder.holds[0], ()), seen | {number})
            else:
                yield ((Ref(number)),)

    def _stops(self, element: Value, cache: Cache) -> bool | None:
        """Whether a cache ends before this transform; None if that is not known."""
        answers = {self._ends(atom, cache) for atom in element}
        if True in answers:
            return True
        return None if None in answers else False

    def _ends(self, atom: Atom, cache: Cache) -> bool | None:
        if not isinstance(atom, Ref):
            return None if isinstance(atom, Unknown) else True
        thing = self.thing(atom.number)
        if thing.kind in ("function", "partial") or any(n in cache.until for n in self.library.names(thing.symbol)):
            return True
        if self.library.is_transform(thing.symbol):
            return False
        known = isinstance(thing.symbol, ClassInfo) and self.machine.project.mro(thing.symbol).complete
        return True if known else None


def is_off(cache: Cache, thing: Thing) -> bool:
    """Whether a cache certainly runs nothing beforehand."""
    return any(matches(condition, thing.fields) for condition in cache.off)


def _uncached(cache: Cache, thing: Thing) -> tuple[str, ...] | None:
    """Under which conditions items are not in the cache; None if they all are."""
    given = [(name, thing.fields[name]) for name in cache.partial if name in thing.fields]
    for _, value in given:
        if any(isinstance(c, float) and 0 < c < 1 for c in constants(value)):
            return ()
    full = {condition.partition("=")[0] for condition in cache.full if matches(condition, thing.fields)}
    doubtful = [name for name, _ in given if name not in full]
    return (f"`{doubtful[0]}` leaves items out of the cache",) if doubtful else None


def workers(thing: Thing, name: str) -> tuple[bool, tuple[int, ...], bool]:
    """Whether a number of workers may be 0, which other numbers it may be, and whether it may be anything."""
    value = thing.fields.get(name) if name else None
    if value is None:
        unsure = bool(name) and "**" in thing.fields
        return not unsure, (), unsure
    found = [atom.value or 0 for atom in value if isinstance(atom, Known)]
    numbers = [n for n in found if isinstance(n, int)]
    return 0 in numbers, tuple(n for n in numbers if n > 0), len(numbers) != len(value)
