"""Follows calls: into functions of the project, and through what is known of libraries."""

from __future__ import annotations

from abc import abstractmethod

from monai_tslint.facts import FileIndex, Span
from monai_tslint.findings import Location
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, ExternalSymbol, FunctionSymbol
from monai_tslint.pipelines.libraries import Libraries
from monai_tslint.pipelines.library import dotted
from monai_tslint.pipelines.script import Formal, Function
from monai_tslint.pipelines.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Frame,
    Method,
    Named,
    Ref,
    Thing,
    Value,
    join,
    refs,
)

_DEEPEST = 12


class Calling(Libraries):
    """Calls of every kind."""

    called: set[tuple[str, int]]
    asked: set[tuple[str, int]]
    called_nested: set[int]
    stack: list[tuple[str, Span, str]]

    @abstractmethod
    def exhausted(self) -> bool:
        """Whether so much was followed from one start that the rest stays unknown."""

    @abstractmethod
    def is_wanted(self, file: FileIndex, function: Function, arguments: Arguments) -> bool:
        """Whether following a call may matter."""

    @abstractmethod
    def follow(self, function: Function, frame: Frame) -> Value:
        """Run the body of a function in a frame with its parameters, and give what it returns."""

    def call(self, frame: Frame, callee: Value, arguments: Arguments, span: Span) -> Value:
        """Call whatever a value may be."""
        return join(*(self._call_atom(frame, atom, arguments, span) for atom in callee)) or UNKNOWN

    def _call_atom(self, frame: Frame, atom: object, arguments: Arguments, span: Span) -> Value:
        place = self.place(frame, span)
        match atom:
            case Named(symbol=ClassSymbol(info=info)):
                return self._construct(frame, info, arguments, span)
            case Named(symbol=FunctionSymbol() as symbol) if not self.is_modelled(dotted(symbol)):
                return self.call_function(symbol, arguments, place)
            case Named(symbol=FunctionSymbol() | ExternalSymbol() as symbol):
                return self.call_library(frame, dotted(symbol), arguments, span)
            case Ref(number=number):
                return self._call_thing(frame, self.things[number], arguments, span)
            case Method(receiver=number, name=name):
                return self.call_method(frame, (Ref(number),), name, arguments, span)
        return self.opaque(place)

    # Functions -----------------------------------------------------------------------------------------------

    def call_function(
        self, symbol: FunctionSymbol, arguments: Arguments, place: Location, receiver: Ref | None = None
    ) -> Value:
        """Call a function of the project, as a method of the receiver if there is one."""
        self.asked.add((symbol.module.path, symbol.function.line))
        function = self.script(symbol.module).functions.get(symbol.function.line)
        if function is None or not self.is_wanted(symbol.module, function, arguments):
            return self.opaque(place)
        self.called.add((symbol.module.path, symbol.function.line))
        self.run_module(symbol.module)
        frame = Frame(symbol.module, owner=symbol.owner, receiver=receiver.number if receiver is not None else None)
        static = "staticmethod" in function.decorators
        given = (("", (receiver,)), *arguments) if receiver is not None and not static else arguments
        return self.enter(function, frame, given, place)

    def enter(self, function: Function, frame: Frame, arguments: Arguments, place: Location) -> Value:
        """Run a function with arguments; one that is running already, or too deep, gives something unknown."""
        key = (frame.file.path, function.span, function.name)
        if key in self.stack or len(self.stack) > _DEEPEST or self.exhausted():
            return self.opaque(place)
        self._parameters(function, frame, arguments, place)
        self.stack.append(key)
        result = self.follow(function, frame)
        self.stack.pop()
        return result

    def _parameters(self, function: Function, frame: Frame, arguments: Arguments, place: Location) -> None:
        """Bind parameters to arguments; what is not given and has no default may be anything."""
        positional = [value for name, value in arguments if name == ""]
        named = {name: value for name, value in arguments if name and name[0] != "*"}
        loose = any(name[:1] == "*" for name, _ in arguments)
        for formal in function.formals:
            if formal.kind == "*":
                frame.variables[formal.name] = self.sequence(positional, place, complete=not loose)
            elif formal.kind == "**":
                frame.variables[formal.name] = self._dictionary(named, place, complete=not loose)
            elif positional and not formal.keyword_only:
                frame.variables[formal.name] = positional.pop(0)
            elif formal.name in named:
                frame.variables[formal.name] = named.pop(formal.name)
            else:
                frame.variables[formal.name] = self._default(formal, frame, place, loose=loose)

    def _default(self, formal: Formal, frame: Frame, place: Location, *, loose: bool) -> Value:
        unknown = self.opaque(place) if loose or formal.default is None else ()
        outer = Frame(frame.file, outer=frame.outer)
        return join(unknown, self.evaluate(outer, formal.default) if formal.default is not None else ())

    def _dictionary(self, named: dict[str, Value], place: Location, *, complete: bool) -> Value:
        thing = self.make("dict", place)
        thing.fields = {f"[{name!r}]": value for name, value in named.items()}
        thing.complete = complete
        return (Ref(thing.number),)

    # Objects -------------------------------------------------------------------------------------------------

    def _construct(self, frame: Frame, info: ClassInfo, arguments: Arguments, span: Span) -> Value:
        """A new object of a class: its constructor is followed, or its arguments are kept under their names."""
        thing = self.make("object", self.place(frame, span), info)
        self.initialise(frame, thing, info, arguments, span)
        self.built(thing, info)
        return (Ref(thing.number),)

    def initialise(
        self,
        frame: Frame,
        thing: Thing,
        info: ClassInfo,
        arguments: Arguments,
        span: Span,
        after: ClassInfo | None = None,
    ) -> None:
        """Run the constructor of a class, or the next one behind `after`, on an object."""
        found = (
            self.project.lookup(info, "__init__")
            if after is None
            else self.project.lookup_after(info, after, "__init__")
        )
        if found is not None and found.functions and not self.library.is_known(found.owner):
            symbol = FunctionSymbol(found.owner.file, found.functions[-1], found.owner)
            self.call_function(symbol, arguments, self.place(frame, span), Ref(thing.number))
        else:
            names = self._field_names(info) if found is None else ()
            self.keep(thing, arguments, names or self.library.parameters(found.owner if found is not None else info))

    def _field_names(self, info: ClassInfo) -> tuple[str, ...]:
        """The arguments of the constructor that a dataclass has, those of its bases first."""
        classes = [c for c in reversed(self.project.mro(info).classes) if _is_dataclass(c)]
        return tuple(
            dict.fromkeys(n for c in classes for n, annotation, _ in c.index.attributes if annotation is not None)
        )

    def _call_thing(self, frame: Frame, thing: Thing, arguments: Arguments, span: Span) -> Value:
        place = self.place(frame, span)
        if thing.kind == "function" and thing.function is not None and thing.frame is not None:
            outer = thing.frame
            inner = Frame(outer.file, outer=outer, owner=outer.owner, receiver=outer.receiver)
            self.called_nested.add(thing.number)
            return self.enter(thing.function, inner, arguments, place)
        if thing.kind == "partial":
            return self.call(frame, thing.target, (*thing.arguments, *arguments), span)
        if thing.kind == "task":
            task = self.make("task", place)
            task.target, task.arguments = thing.target, arguments
            return (Ref(task.number),)
        if self.executes(frame, thing, "__call__", arguments, span):
            return self.opaque(place)
        self.record(thing.number, "__call__")
        if thing.kind == "object" and not self.library.is_transform(thing.symbol):
            return self.call_method(frame, (Ref(thing.number),), "__call__", arguments, span)
        return self.opaque(place)

    def call_method(self, frame: Frame, receiver: Value, name: str, arguments: Arguments, span: Span) -> Value:
        """Call a method of whatever a value may be."""
        found = [self._call_on(frame, atom, name, arguments, span) for atom in receiver]
        return join(*found) or UNKNOWN

    def _call_on(self, frame: Frame, atom: object, name: str, arguments: Arguments, span: Span) -> Value:
        match atom:
            case Ref(number=number):
                return self._method(frame, self.things[number], name, arguments, span)
            case Method(receiver=number, name="super", after=owner) if owner is not None:
                return self._super(frame, self.things[number], owner, name, arguments, span)
            case Named(symbol=ClassSymbol(info=info)) if name == "__init__" and self.library.is_known(info):
                for number in refs(arguments[0][1]) if arguments else ():
                    self.keep(self.things[number], arguments[1:], self.library.parameters(info))
                return NONE
            case Named():
                return self.call(frame, self.member(frame, (atom,), name), arguments, span)
        if name in self.library.executing:
            self.spawn(frame, self.library.executing[name], arguments, span)
        return self.opaque(self.place(frame, span))

    def _super(
        self, frame: Frame, thing: Thing, owner: ClassInfo, name: str, arguments: Arguments, span: Span
    ) -> Value:
        info = thing.symbol if isinstance(thing.symbol, ClassInfo) else owner
        if name == "__init__":
            self.initialise(frame, thing, info, arguments, span, after=owner)
            return NONE
        found = self.project.lookup_after(info, owner, name)
        if found is None or not found.functions or self.library.is_known(found.owner):
            return self.opaque(self.place(frame, span))
        symbol = FunctionSymbol(found.owner.file, found.functions[-1], found.owner)
        return self.call_function(symbol, arguments, self.place(frame, span), Ref(thing.number))

    def _method(self, frame: Frame, thing: Thing, name: str, arguments: Arguments, span: Span) -> Value:
        place = self.place(frame, span)
        if thing.kind in ("list", "dict"):
            return self.container_method(thing, name, arguments, place)
        if thing.kind == "object" and name in ("__call__", "__getitem__"):
            self.record(thing.number, name)
        if self.is_noted(frame, thing, name, arguments, span):
            return self.opaque(place)
        if name in self.library.flattening and thing.kind in ("object", "opaque"):
            return self.flattened(thing, place)
        if name in thing.fields and thing.kind == "object":
            return self.call(frame, thing.fields[name], arguments, span)
        if isinstance(thing.symbol, ClassInfo):
            member = self.project.lookup(thing.symbol, name)
            if member is not None and member.functions and not self.library.is_known(member.owner):
                symbol = FunctionSymbol(member.owner.file, member.functions[-1], member.owner)
                return self.call_function(symbol, arguments, place, Ref(thing.number))
        if thing.kind == "opaque" and name in ("get", "pop") and arguments:
            return self.part((Ref(thing.number),), arguments[0][1])
        return self.opaque(place)


def _is_dataclass(info: ClassInfo) -> bool:
    return any(d.rpartition(".")[2] == "dataclass" for d in info.index.decorators)
