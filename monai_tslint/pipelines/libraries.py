"""Follows calls into libraries, through what the packs say of them."""

from __future__ import annotations

from collections.abc import Callable

from monai_tslint.facts import Span
from monai_tslint.findings import Location
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.pipelines.events import Inverted, Iterated, Started, Toggled
from monai_tslint.pipelines.running import Running
from monai_tslint.pipelines.values import (
    UNKNOWN,
    Arguments,
    Frame,
    Known,
    Ref,
    Thing,
    Value,
    constants,
    join,
    refs,
)

_SEQUENCES = frozenset(f"builtins.{n}" for n in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"))
_PARTIALS = frozenset({"functools.partial"})


class Libraries(Running):
    """Calls of what is known by name only."""

    def is_noted(self, frame: Frame, thing: Thing, name: str, arguments: Arguments, span: Span) -> bool:
        """Note a method call that packs give a meaning to: it inverts, toggles, starts a thread or runs something in one."""
        place = self.place(frame, span)
        if name in self.library.inverting:
            self.record(thing.number, name)
            self.events.append(Inverted((thing.number,), place, self.moment()))
            return True
        for toggle in self.library.toggles:
            if name in toggle.methods:
                how = f"`{name}`"
                self.events.append(Toggled((thing.number,), toggle.attribute, how, toggle.state, place, self.moment()))
                return True
        if name in self.library.starts:
            self.events.append(Started((thing.number,)))
        if name in self.library.executing:
            self.spawn(frame, self.library.executing[name], arguments, span)
            return True
        return self.executes(frame, thing, name, arguments, span)

    def flattened(self, thing: Thing, place: Location) -> Value:
        """A container over the same parts."""
        if thing.kind == "opaque":
            new = self.make("opaque", place)
            new.fields["[…]"] = self.any_element((Ref(thing.number),))
            return (Ref(new.number),)
        return (Ref(self.shallow_copy(thing, place).number),)

    # Libraries -----------------------------------------------------------------------------------------------

    def is_modelled(self, name: str) -> bool:
        """Whether the packs say what calling a function does, so that its code need not be followed."""
        known = self.library
        return (
            name in known.loaders
            or name in known.spawns
            or name in known.deferring
            or name in known.applying
            or name in known.finishing
            or any(name in toggle.functions for toggle in known.toggles)
        )

    def call_library(self, frame: Frame, name: str, arguments: Arguments, span: Span) -> Value:
        """Call something of a library by its dotted name."""
        place = self.place(frame, span)
        first = arguments[0][1] if arguments else ()
        if name in self.library.finishing:
            self.events.append(Iterated(refs(first), self.moment(), self.moment(), leaves=False))
        if name in self.library.deep_copying:
            return self.deep_copy(first, place)
        if name in self.library.shallow_copying:
            return tuple(Ref(self.shallow_copy(self.things[n], place).number) for n in refs(first)) or UNKNOWN
        if name in self.library.spawns:
            self.spawn(frame, self.library.spawns[name], arguments, span)
            return self.opaque(place)
        if name in self.library.applying:
            return self.call(frame, first, arguments[1:], span)
        if name in _PARTIALS or name in self.library.deferring:
            return self._partial("partial" if name in _PARTIALS else "task", first, arguments[1:], place)
        toggle = next((t for t in self.library.toggles if name in t.functions), None)
        if toggle is not None:
            short = f"`{name.rpartition('.')[2]}`"
            self.events.append(
                Toggled(self._listed(first), toggle.attribute, short, toggle.state, place, self.moment())
            )
            return self.opaque(place)
        builtin = _BUILTINS.get(name)
        if builtin is not None:
            return builtin(self, arguments, place)
        if name.startswith("builtins."):
            return UNKNOWN if name not in _SEQUENCES else self._listing(first, place)
        return self._library_object(name, arguments, place)

    def _listed(self, value: Value) -> tuple[int, ...]:
        """Objects, and the elements of lists."""
        found: list[int] = []
        for number in refs(value):
            thing = self.things[number]
            found += [n for item in thing.items for n in refs(item)] if thing.kind == "list" else [number]
        return tuple(found)

    def _partial(self, kind: str, target: Value, arguments: Arguments, place: Location) -> Value:
        thing = self.make(kind, place)
        thing.target, thing.arguments = target, arguments
        return (Ref(thing.number),)

    def _library_object(self, name: str, arguments: Arguments, place: Location) -> Value:
        """What calling something of a library gives: an object of that name, if it is called like a class."""
        last = name.rpartition(".")[2]
        if name not in self.library.loaders and not last[:1].isupper():
            return self.opaque(place)
        thing = self.make("object", place, name)
        self.keep(thing, arguments, self.library.parameters(name))
        self.built(thing, name)
        return (Ref(thing.number),)

    def built(self, thing: Thing, symbol: ClassInfo | str) -> None:
        """Note that an object starts the background threads of the datasets that it is given."""
        if any(name in self.library.starters for name in self.library.names(symbol)):
            given = tuple(n for value in thing.fields.values() for n in refs(value))
            self.events.append(Started(given))

    def _listing(self, value: Value, place: Location) -> Value:
        known = self.elements(value)
        return self.sequence(
            [self.any_element(value)] if known is None else list(known), place, complete=known is not None
        )

    def _zip(self, arguments: Arguments, place: Location) -> Value:
        known = [self.elements(value) for _, value in arguments]
        lists = [k for k in known if k is not None]
        if len(lists) == len(arguments):
            rows = [self.sequence(list(row), place) for row in zip(*lists, strict=False)]
            return self.sequence(rows, place)
        row = self.sequence([self.any_element(value) for _, value in arguments], place)
        return self.sequence([row], place, complete=False)

    def _enumerate(self, arguments: Arguments, place: Location) -> Value:
        value = arguments[0][1] if arguments else ()
        known = self.elements(value)
        items: list[tuple[Value, Value]] = [((Known(i),), v) for i, v in enumerate(known or ())]
        rows = items if known is not None else [(UNKNOWN, self.any_element(value))]
        return self.sequence([self.sequence(list(row), place) for row in rows], place, complete=known is not None)

    def _dict(self, arguments: Arguments, place: Location) -> Value:
        thing = self.make("dict", place)
        for name, value in arguments:
            if name and name[0] != "*":
                thing.put(f"[{name!r}]", value)
            else:
                self.add_all(thing, value)
        return (Ref(thing.number),)

    def _getattr(self, arguments: Arguments, place: Location) -> Value:
        names = constants(arguments[1][1]) if len(arguments) > 1 else ()
        found = [self.attribute(self.things[n], str(name)) or UNKNOWN for name in names for n in refs(arguments[0][1])]
        return join(*found) or self.opaque(place)

    def keep(self, thing: Thing, arguments: Arguments, names: tuple[str, ...]) -> None:
        """Keep arguments of a constructor that is not followed as fields, by name or position."""
        position = 0
        for name, value in arguments:
            if name:
                thing.put(name, value)
            else:
                thing.put(names[position] if position < len(names) else f"{position}", value)
                position += 1


_BUILTINS: dict[str, Callable[[Libraries, Arguments, Location], Value]] = {
    "builtins.zip": Libraries._zip,
    "builtins.enumerate": Libraries._enumerate,
    "builtins.dict": Libraries._dict,
    "builtins.getattr": Libraries._getattr,
}
