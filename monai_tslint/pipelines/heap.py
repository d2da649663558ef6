"""All objects met while code is followed, and the variables of modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy

from monai_tslint.facts import FileIndex, Span
from monai_tslint.findings import Location
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, Symbol, UnknownSymbol, VariableSymbol
from monai_tslint.pipelines.events import Event, Moment
from monai_tslint.pipelines.library import Library
from monai_tslint.pipelines.script import Script
from monai_tslint.pipelines.values import UNKNOWN, Frame, Known, Named, Ref, Thing, Value, join

_MAX_CLONE = 200


class Heap:
    """Objects, events and module variables. `script` gives what the code of a file says."""

    def __init__(self, project: Project, script: Callable[[FileIndex], Script]) -> None:
        self.project = project
        self.library = Library(project)
        self.script = script
        self.things: list[Thing] = []
        self.events: list[Event] = []
        self.instances: dict[ClassInfo, list[Thing]] = {}
        self.modules: dict[str, Frame] = {}
        self.recorders: list[dict[tuple[int, str], None]] = []
        self.loops = 0
        self.epoch = 0
        self._order = 0
        self._opaque: dict[tuple[str, str], int] = {}

    def moment(self) -> Moment:
        """Now; later moments of an epoch compare greater."""
        self._order += 1
        return Moment(self.epoch, self._order)

    def make(self, kind: str, place: Location, symbol: ClassInfo | str | None = None) -> Thing:
        """A new object."""
        thing = Thing(len(self.things), place, kind, self.moment(), symbol, many=self.loops > 0)
        self.things.append(thing)
        if isinstance(symbol, ClassInfo):
            self.instances.setdefault(symbol, []).append(thing)
        return thing

    def opaque(self, place: Location) -> Value:
        """A new object of which nothing is known."""
        return (Ref(self.make("opaque", place).number),)

    def place(self, frame: Frame, span: Span) -> Location:
        """Where code stands."""
        return Location(frame.file.path, span.line, span.column, span.end_line, span.end_column)

    def record(self, number: int, method: str) -> None:
        """Note that an object is called, for all threads that are being followed."""
        for recorder in self.recorders:
            recorder[number, method] = None

    # Variables -----------------------------------------------------------------------------------------------

    def lookup(self, frame: Frame, name: str) -> Value:
        """What a name means."""
        scope: Frame | None = frame
        while scope is not None:
            if name in scope.variables and name not in scope.globals:
                return scope.variables[name]
            scope = scope.outer
        return self.of_module(frame.file, name)

    def of_module(self, file: FileIndex, name: str) -> Value:
        """What a name of a module means, from elsewhere or from its functions."""
        module = self.modules.get(file.path)
        if module is not None and name in module.variables:
            return module.variables[name]
        return self.of_symbol(self.project.resolve(file, name))

    def of_symbol(self, symbol: Symbol) -> Value:
        """What a symbol stands for; a variable of a module has the value that the module gives it."""
        if isinstance(symbol, UnknownSymbol):
            return UNKNOWN
        if not isinstance(symbol, VariableSymbol):
            return (Named(symbol),)
        self.run_module(symbol.file)
        module = self.modules.get(symbol.file.path)
        known = module.variables.get(symbol.name) if module is not None else None
        return known if known is not None else self._unknown(symbol.file, symbol.name)

    def run_module(self, file: FileIndex) -> None:
        """Follow the top level of a module, once; stages below know nothing of statements."""

    def _unknown(self, file: FileIndex, name: str) -> Value:
        key = (file.path, name)
        if key not in self._opaque:
            self._opaque[key] = self.make("opaque", Location(file.path, 1, 1, 1, 1)).number
        return (Ref(self._opaque[key]),)

    # Parts ---------------------------------------------------------------------------------------------------

    def attribute(self, thing: Thing, name: str) -> Value | None:
        """A field of an object, None if it is not known to have one. An opaque one always gives the same."""
        if name in thing.fields:
            return thing.fields[name]
        if thing.kind == "opaque":
            thing.fields[name] = self.opaque(thing.place)
            return thing.fields[name]
        if isinstance(thing.symbol, ClassInfo) and not thing.symbol.external:
            return self._class_attribute(thing.symbol, name)
        return None

    def _class_attribute(self, info: ClassInfo, name: str) -> Value | None:
        member = self.project.lookup(info, name)
        if member is None or member.attribute is None:
            return None
        value = member.attribute[1]
        literal = {"True": True, "False": False, "None": None}
        if value in literal:
            return (Known(literal[value]),)
        return (Known(int(value)),) if value is not None and value.isdigit() else None

    def part(self, value: Value, key: Value) -> Value:
        """What a subscript gives."""
        found: list[Value] = []
        for atom in value:
            if not isinstance(atom, Ref):
                found.append(UNKNOWN)
                continue
            thing = self.things[atom.number]
            found += self._parts(thing, key)
        return join(*found) or UNKNOWN

    def _parts(self, thing: Thing, key: Value) -> Iterator[Value]:
        for atom in key:
            constant = atom.value if isinstance(atom, Known) else None
            if thing.kind == "opaque":
                yield self.attribute(thing, f"[{constant!r}]") or UNKNOWN
            elif thing.kind == "list" and isinstance(constant, int) and thing.complete:
                yield thing.items[constant] if -len(thing.items) <= constant < len(thing.items) else ()
            elif thing.kind == "dict" and f"[{constant!r}]" in thing.fields:
                yield thing.fields[f"[{constant!r}]"]
            elif thing.kind in ("list", "dict"):
                yield thing.element()
            else:
                yield UNKNOWN

    def elements(self, value: Value) -> tuple[Value, ...] | None:
        """The elements of lists, one after the other; None if not all are known."""
        if len(value) != 1 or not isinstance(value[0], Ref):
            return None
        thing = self.things[value[0].number]
        return tuple(thing.items) if thing.kind == "list" and thing.complete else None

    def any_element(self, value: Value) -> Value:
        """Any element of what may be lists; an opaque list has one opaque element."""
        found = []
        for atom in value:
            thing = self.things[atom.number] if isinstance(atom, Ref) else None
            if thing is None or thing.kind not in ("list", "dict", "opaque"):
                found.append(UNKNOWN)
            elif thing.kind == "opaque":
                found.append(self.attribute(thing, "[…]") or UNKNOWN)
            else:
                found.append(UNKNOWN if thing.kind == "dict" else thing.element())
        return join(*found)

    def sequence(self, items: Iterator[Value] | list[Value], place: Location, *, complete: bool = True) -> Value:
        """A new list."""
        thing = self.make("list", place)
        thing.items, thing.complete = list(items), complete
        return (Ref(thing.number),)

    # Copies --------------------------------------------------------------------------------------------------

    def deep_copy(self, value: Value, place: Location) -> Value:
        """Copies of objects and of all that they hold, each remembering what it is a copy of."""
        done: dict[int, int] = {}
        return self._cloned(value, place, done)

    def _cloned(self, value: Value, place: Location, done: dict[int, int]) -> Value:
        return tuple(Ref(self._clone(a.number, place, done)) if isinstance(a, Ref) else a for a in value)

    def _clone(self, number: int, place: Location, done: dict[int, int]) -> int:
        if number not in done and len(done) < _MAX_CLONE:
            new = self.shallow_copy(self.things[number], place)
            new.copy_of = number
            done[number] = new.number
            new.fields = {name: self._cloned(value, place, done) for name, value in new.fields.items()}
            new.items = [self._cloned(value, place, done) for value in new.items]
        return done.get(number, number)

    def shallow_copy(self, thing: Thing, place: Location) -> Thing:
        """A new object with the same parts."""
        new = copy(thing)
        new.number, new.place, new.copy_of, new.moment = len(self.things), place, None, self.moment()
        new.fields, new.items, new.many = dict(thing.fields), list(thing.items), self.loops > 0
        self.things.append(new)
        return new

    def class_of(self, value: Value) -> ClassInfo | None:
        """The class that a value names."""
        named = [a.symbol for a in value if isinstance(a, Named) and isinstance(a.symbol, ClassSymbol)]
        return named[0].info if len(named) == 1 else None
