"""Follows callables that are handed to other threads."""

from __future__ import annotations

from collections.abc import Iterable

from monai_tslint.facts import Span
from monai_tslint.findings import Location
from monai_tslint.frameworks.flows import Executor, Spawn
from monai_tslint.pipelines.evaluating import Evaluating
from monai_tslint.pipelines.events import Executed, Runs
from monai_tslint.pipelines.library import matches
from monai_tslint.pipelines.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Frame,
    Known,
    Ref,
    Thing,
    Unknown,
    Value,
    constants,
    join,
    refs,
)

_ANYTHING: Arguments = (("*", UNKNOWN),)


class Running(Evaluating):
    """Runs in executors and threads."""

    def threaded(self, frame: Frame, target: Value, arguments: Arguments, span: Span) -> Runs:
        """The objects, made before, that a call in a thread calls in turn."""
        mark = len(self.things)
        recorder: dict[tuple[int, str], None] = {}
        self.recorders.append(recorder)
        self.call(frame, target, arguments, span)
        self.recorders.pop()
        return tuple((number, method) for number, method in recorder if number < mark)

    def spawn(self, frame: Frame, known: Spawn, arguments: Arguments, span: Span) -> None:
        """Note what one more thread runs."""
        named = dict(arguments)
        position = known.parameters.index(known.target)
        plain = [value for name, value in arguments if not name]
        target = named.get(known.target) or (plain[position] if position < len(plain) else ())
        given = self._handed(named, plain[position + 1 :])
        runs = self.threaded(frame, target, given, span)
        if runs and not self._is_other_pool(plain[0] if known.parameters[0] == "executor" and plain else NONE):
            name = known.names[0].rpartition(".")[2]
            kind = "tasks" if known.tasks else "threads"
            self.events.append(Executed(runs, name, self.loops > 0, kind, (), self.place(frame, span), self.moment()))

    def _is_other_pool(self, executor: Value) -> bool:
        """Whether an executor is known, and not to run threads."""
        found = [self.things[n] for n in refs(executor)]
        return any(t.kind == "object" and self.library.record(self.library.executors, t.symbol) is None for t in found)

    def _handed(self, named: dict[str, Value], rest: list[Value]) -> Arguments:
        """The arguments that the callable gets: `args`, or those behind it."""
        listed = self.elements(named["args"]) if "args" in named else None
        given = listed if listed is not None else tuple(rest) if "args" not in named else None
        return tuple(("", value) for value in given) if given else _ANYTHING

    def executes(self, frame: Frame, thing: Thing, name: str, arguments: Arguments, span: Span) -> bool:
        """Note what an executor runs, if an object is one and a method is known to run something."""
        known = self.library.record(self.library.executors, thing.symbol)
        if known is None or name not in known.methods:
            return False
        if known.only and not any(matches(condition, thing.fields) for condition in known.only):
            return False
        plain = [value for given, value in arguments if not given]
        position = known.methods[name]
        given = plain[position] if position < len(plain) else dict(arguments).get("func", ())
        rest = plain[position + 1 :]
        many = name in known.many or self.loops > 0
        for target, handed in self._targets(name, given, rest, many=name in known.many):
            runs = self.threaded(frame, target, handed, span)
            self._note(known, thing, runs, many, self.place(frame, span))
        return True

    def _targets(self, name: str, given: Value, rest: list[Value], *, many: bool) -> Iterable[tuple[Value, Arguments]]:
        """What is called, with which arguments."""
        if name == "__call__":
            tasks = [self.things[n] for n in refs(self.any_element(given)) if self.things[n].kind == "task"]
            return [(task.target, task.arguments) for task in tasks]
        if many:
            handed = [self.any_element(value) for value in rest]
        else:
            listed = [self.elements(value) for value in rest]
            handed = list(listed[0]) if len(listed) == 1 and listed[0] is not None else rest
        return [(given, tuple(("", value) for value in handed) or _ANYTHING)]

    def _note(self, known: Executor, thing: Thing, runs: Runs, many: bool, place: Location) -> None:
        if not runs:
            return
        sizes = thing.fields.get(known.workers, (Known(known.default or None),))
        several, conditions = _several(sizes, known.workers, unsure="**" in thing.fields)
        if several:
            name = known.names[0].rpartition(".")[2]
            self.events.append(Executed(runs, name, many, "pool", conditions, place, self.moment()))

    # Containers ----------------------------------------------------------------------------------------------

    def container_method(self, thing: Thing, name: str, arguments: Arguments, place: Location) -> Value:
        """A method of a list or dict that the code made."""
        values = [value for _, value in arguments]
        if name in ("append", "add", "appendleft") and values:
            thing.items.append(values[0])
        elif name == "insert" and len(values) == 2:
            at = constants(values[0])
            thing.items.insert(at[0] if len(at) == 1 and isinstance(at[0], int) else len(thing.items), values[1])
        elif name in ("extend", "update") and values:
            self.add_all(thing, values[0])
            for key, value in arguments:
                if key:
                    thing.put(f"[{key!r}]", value)
        elif name in ("get", "pop", "setdefault") and values:
            return join(self.part((Ref(thing.number),), values[0]), *values[1:])
        elif name in ("values", "copy", "items", "keys"):
            return self._viewed(thing, name, place)
        else:
            return UNKNOWN
        return NONE

    def _viewed(self, thing: Thing, name: str, place: Location) -> Value:
        if name == "copy":
            return (Ref(self.shallow_copy(thing, place).number),)
        keyed = [((Known(key[2:-2]),) if key[1] == "'" else UNKNOWN, v) for key, v in thing.fields.items()]
        pairs: list[tuple[Value, Value]] = [*keyed, *((UNKNOWN, v) for v in thing.items)]
        if name == "items":
            rows = [self.sequence([key, value], place) for key, value in pairs]
        else:
            rows = [value if name == "values" else key for key, value in pairs]
        return self.sequence(rows, place, complete=thing.complete)


def _several(sizes: Value, name: str, *, unsure: bool) -> tuple[bool, tuple[str, ...]]:
    """Whether a pool of these sizes has several threads, and on which condition."""
    unsure = unsure or any(isinstance(atom, (Unknown, Ref)) for atom in sizes)
    several = any(size is None or (isinstance(size, int) and size not in (0, 1)) for size in constants(sizes))
    return several or unsure, (f"`{name}` is not 1",) if unsure else ()
