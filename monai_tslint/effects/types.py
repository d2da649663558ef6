"""What classes objects have: attributes from construction and annotations, parameters, results, elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monai_tslint.effects.models import Models
from monai_tslint.facts import Access, AccessKind, AccessPath, Call, Event, FileIndex, Fresh, FunctionFacts, Value
from monai_tslint.link import Project
from monai_tslint.values import VIEW
from monai_tslint.link.symbols import (
    ClassInfo,
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    Symbol,
    VariableSymbol,
)

TypeRef = ClassInfo | str
"""A class of the project, or the dotted name of one outside it (`builtins.list`, `threading.Lock`)."""

FactsOf = Callable[[FunctionSymbol], FunctionFacts]

_DISPLAYS = {"list", "dict", "set", "tuple", "generator", "str"}


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment to an attribute during construction."""

    function: FunctionSymbol
    access: Access

    @property
    def from_parameter(self) -> bool:
        """Whether the value was computed from what the constructor was given."""
        receiver = receiver_of(self.function)
        return any(dep[0][:2] == "p:" and dep[0] != receiver for dep in self.access.value.deps)


def receiver_of(function: FunctionSymbol) -> str | None:
    """The root that stands for the object a method is called on (the class for a class method), None for others."""
    parameters = function.function.parameters
    if function.owner is None or not parameters or "staticmethod" in function.function.decorators:
        return None
    return f"p:{parameters[0].name}"


class Types:
    """Answers what class a path or value has, from facts of constructors and from annotations; never from calls' effects."""

    def __init__(self, project: Project, facts: FactsOf, models: Models) -> None:
        self._project = project
        self._facts = facts
        self._models = models
        self._assigned: dict[ClassInfo, dict[str, list[Assignment]]] = {}
        self._attributes: dict[tuple[ClassInfo, str], tuple[TypeRef, ...]] = {}
        self._classes: dict[str, ClassInfo] = {}

    def class_named(self, name: str) -> TypeRef:
        """The class that a `class:` kind of a fresh object names."""
        return self._classes.get(name, name)

    def kind_of(self, cls: TypeRef) -> str:
        """The kind that a fresh object of `cls` has."""
        if isinstance(cls, str):
            return f"class:{cls}"
        self._classes[cls.name] = cls
        return f"class:{cls.name}"

    # Construction --------------------------------------------------------------------------------------------

    def assigned(self, cls: ClassInfo) -> dict[str, list[Assignment]]:
        """The attributes that construction assigns, by name, nearest class first."""
        known = self._assigned.get(cls)
        if known is None:
            known = self._assigned[cls] = {}
            for function in self.setup_functions(cls):
                receiver = receiver_of(function)
                for event in self._facts(function).events:
                    if (
                        isinstance(event, Access)
                        and event.kind is AccessKind.ASSIGN
                        and len(event.path) == 2
                        and event.path[0] == receiver
                    ):
                        known.setdefault(event.path[1][1:], []).append(Assignment(function, event))
        return known

    def setup_functions(self, cls: ClassInfo) -> Iterator[FunctionSymbol]:
        """The constructors in the MRO and the methods that they call on the object under construction."""
        pending = [
            FunctionSymbol(owner.file, function, owner)
            for owner in self._project.mro(cls).classes
            for name in self._models.setup
            for function in owner.index.methods.get(name, ())
        ]
        seen = set()
        while pending:
            function = pending.pop(0)
            mark = (function.module.path, function.function.line)
            if mark in seen:
                continue
            seen.add(mark)
            yield function
            pending += self._called_on_self(cls, function)

    def _called_on_self(self, cls: ClassInfo, function: FunctionSymbol) -> Iterator[FunctionSymbol]:
        receiver = receiver_of(function)
        for event in self._facts(function).events:
            if not isinstance(event, Call):
                continue
            for callee in event.callees:
                if len(callee) == 2 and callee[0] == receiver:
                    member = self._project.lookup(cls, callee[1][1:])
                    if member is not None:
                        yield from (FunctionSymbol(member.owner.file, f, member.owner) for f in member.functions)

    def stored_methods(self, cls: ClassInfo, name: str) -> tuple[str, ...]:
        """The methods of the object that construction keeps in an attribute: bound, in a table, or behind `partial(…)`."""
        found: dict[str, None] = {}
        for assignment in self.assigned(cls).get(name, ()):
            events = self._facts(assignment.function).events
            found.update(dict.fromkeys(_methods_in(assignment.access.value, assignment.access.path[0], events)))
        return tuple(found)

    # Types ---------------------------------------------------------------------------------------------------

    def attribute(self, cls: ClassInfo, name: str) -> tuple[TypeRef, ...]:
        """The classes that an attribute's object may have, as far as they are known."""
        known = self._attributes.get((cls, name))
        if known is None:
            self._attributes[cls, name] = ()
            known = self._attributes[cls, name] = tuple(dict.fromkeys(self._attribute(cls, name)))
        return known

    def _attribute(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
        member = self._project.lookup(cls, name)
        if member is not None and member.attribute is not None:
            annotation, value = member.attribute
            yield from self.annotated(member.owner.file, annotation)
            yield from self.of_text(member.owner.file, value)
        if member is not None and member.functions and is_property(member.functions[0].decorators):
            yield from self.annotated(member.owner.file, member.functions[0].returns)
        for assignment in self.assigned(cls).get(name, ()):
            yield from self.of_value(assignment.access.value, assignment.function, self._facts(assignment.function), cls)

    def late_attribute(self, cls: ClassInfo, name: str) -> tuple[TypeRef, ...]:
        """The classes of an attribute's object, also where only a method other than a constructor creates it."""
        known = self.attribute(cls, name)
        return known or tuple(dict.fromkeys(self._from_methods(cls, name)))

    def _from_methods(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
        for owner in self._project.mro(cls).classes:
            for functions in owner.index.methods.values():
                function = FunctionSymbol(owner.file, functions[-1], owner)
                target = (receiver_of(function) or "", f".{name}")
                facts = self._facts(function)
                for event in facts.events:
                    if isinstance(event, Access) and event.kind is AccessKind.ASSIGN and event.path == target:
                        yield from self.of_value(event.value, function, facts, cls)

    def annotated(self, module: FileIndex, annotation: str | None) -> Iterator[TypeRef]:
        """The class that an annotation names."""
        if annotation is not None:
            yield from _type(self._project.type_name(module, annotation))

    def element(self, module: FileIndex, annotation: str | None) -> Iterator[TypeRef]:
        """The class of a container's elements, from its annotation."""
        if annotation is not None:
            yield from _type(self._project.element_type(module, annotation))

    def of_text(self, module: FileIndex, text: str | None) -> Iterator[TypeRef]:
        """The class of what a module-level or class-level value text builds: `Lock(...)`, `[]`, `{...}`."""
        if not text:
            return
        if text[0] in "[{":
            yield "builtins.list" if text[0] == "[" else "builtins.dict"
        elif text.endswith("(...)") or text.endswith("()"):
            yield from self.result(self._project.resolve(module, text.partition("(")[0]))

    def result(self, symbol: Symbol) -> Iterator[TypeRef]:
        """The class of what calling `symbol` gives."""
        match symbol:
            case ClassSymbol(info=info):
                yield info
            case ExternalSymbol(dotted=dotted):
                yield self._models.results.get(dotted, dotted)
            case FunctionSymbol(module=module, function=function) if function.returns is not None:
                yield from self.annotated(module, function.returns)

    def of_value(
        self, value: Value, function: FunctionSymbol, facts: FunctionFacts, cls: ClassInfo | None
    ) -> Iterator[TypeRef]:
        """The classes of a value in a function's own terms, before any call is followed."""
        for atom in value.atoms:
            if isinstance(atom, Fresh):
                yield from self.of_fresh(atom)
            else:
                yield from self._of_raw(atom, function, facts, cls)

    def of_fresh(self, fresh: Fresh) -> Iterator[TypeRef]:
        """The class of an object made in the call."""
        kind = fresh.kind or ""
        if kind.startswith("class:"):
            yield self.class_named(kind[6:])
        elif kind in _DISPLAYS:
            yield f"builtins.{kind}"

    def _of_raw(
        self, path: AccessPath, function: FunctionSymbol, facts: FunctionFacts, cls: ClassInfo | None
    ) -> Iterator[TypeRef]:
        if path[-1][0] == "<":
            yield from self.annotated(function.module, path[-1][1:-1])
        elif path[0][:2] == "c:" and len(path) == 1:
            event = facts.events[int(path[0][2:])]
            for callee in event.callees if isinstance(event, Call) else ():
                symbol = self.symbol(callee, function)
                if symbol is not None:
                    yield from self.result(symbol)
        elif path[0][:2] == "p:":
            yield from self.of_parameter_path(path, function, cls)
        elif path[0][:2] in ("g:", "i:"):
            yield from self.of_global(path, function)

    def of_parameter_path(
        self, path: AccessPath, function: FunctionSymbol, cls: ClassInfo | None
    ) -> Iterator[TypeRef]:
        """The class of a path rooted in a parameter of `function`, called on an object of `cls`."""
        if path[-1] == VIEW:
            yield from self.of_parameter_path(path[:-1], function, cls)
            return
        if path[-1][0] == "<":
            yield from self.annotated(function.module, path[-1][1:-1])
            return
        if len(path) == 1:
            if path[0] == receiver_of(function) and cls is not None:
                yield cls
                return
            parameter = next((p for p in function.function.parameters if path[0] == f"p:{p.name}"), None)
            if parameter is not None and not parameter.kind:
                yield from self.annotated(function.module, parameter.annotation)
            return
        yield from self._of_part(path, function, cls)

    def _of_part(self, path: AccessPath, function: FunctionSymbol, cls: ClassInfo | None) -> Iterator[TypeRef]:
        step = path[-1]
        if step == ".__class__":
            yield from self.of_parameter_path(path[:-1], function, cls)
        elif step[0] == ".":
            for owner in self.of_parameter_path(path[:-1], function, cls):
                if isinstance(owner, ClassInfo):
                    yield from self.attribute(owner, step[1:])
        elif step == "[:]":
            yield from self.of_parameter_path(path[:-1], function, cls)
        elif len(path) == 2:
            parameter = next((p for p in function.function.parameters if path[0] == f"p:{p.name}"), None)
            if parameter is not None:
                yield from self.element(function.module, parameter.annotation)
        elif path[-2][0] == ".":
            for owner in self.of_parameter_path(path[:-2], function, cls):
                if isinstance(owner, ClassInfo):
                    yield from self.attribute_element(owner, path[-2][1:])

    def attribute_element(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
        """The class of the elements of a container attribute: from its annotation or its constructor's parameter."""
        member = self._project.lookup(cls, name)
        if member is not None and member.attribute is not None:
            yield from self.element(member.owner.file, member.attribute[0])
        for assignment in self.assigned(cls).get(name, ()):
            function = assignment.function
            for atom in assignment.access.value.atoms:
                if isinstance(atom, Fresh):
                    elements = Value(tuple(a for _, v in atom.fields for a in v.atoms))
                    yield from self.of_value(elements, function, self._facts(function), cls)
                elif len(atom) == 1 and atom[0][:2] == "p:":
                    yield from self.of_parameter_path((*atom, "[]"), function, cls)

    def of_global(self, path: AccessPath, function: FunctionSymbol) -> Iterator[TypeRef]:
        """The class of a module variable's object."""
        symbol = self.symbol(path, function)
        if isinstance(symbol, VariableSymbol):
            yield from self.annotated(symbol.file, symbol.annotation)
            yield from self.of_text(symbol.file, symbol.value)

    def symbol(self, path: AccessPath, function: FunctionSymbol) -> Symbol | None:
        """What a path rooted in a module name or a function-level import denotes, None for other paths."""
        root = path[0]
        if any(s[0] != "." for s in path[1:]):
            return None
        if root[:2] == "g:":
            return self._project.resolve(function.module, root[2:] + "".join(path[1:]))
        if root[:2] == "i:":
            module, _, name = root[2:].partition(":")
            steps = "".join(path[1:])
            return self._project.resolve(absolute_module(module, function.module), name + steps if name else steps[1:])
        return None


def _methods_in(value: Value, receiver: str, events: tuple[Event, ...], depth: int = 0) -> Iterator[str]:
    for atom in value.atoms if depth < 4 else ():
        if isinstance(atom, Fresh):
            for _, field in atom.fields:
                yield from _methods_in(field, receiver, events, depth + 1)
        elif len(atom) == 2 and atom[0] == receiver:
            yield atom[1][1:]
        elif len(atom) == 1 and atom[0][:2] == "c:":
            call = events[int(atom[0][2:])]
            for _, argument in call.arguments if isinstance(call, Call) else ():
                yield from _methods_in(argument, receiver, events, depth + 1)


def is_property(decorators: tuple[str, ...]) -> bool:
    """Whether these decorators make a method a property getter."""
    return any(d.rpartition(".")[2] in ("property", "cached_property") for d in decorators)


def is_accessor(decorators: tuple[str, ...]) -> bool:
    """Whether these decorators make a method part of a property, so that naming it does not name a method."""
    return is_property(decorators) or any(d.rpartition(".")[2] in ("setter", "getter", "deleter") for d in decorators)


def _type(symbol: Symbol | None) -> Iterator[TypeRef]:
    if isinstance(symbol, ClassSymbol):
        yield symbol.info
    elif isinstance(symbol, ExternalSymbol):
        yield symbol.dotted


def absolute_module(module: str, file: FileIndex) -> str:
    """The module that a (perhaps relative) import in `file` names."""
    name = module.lstrip(".")
    level = len(module) - len(name)
    if not level:
        return name
    package = file.module.split(".") if file.is_package else file.module.split(".")[:-1]
    package = package[: len(package) - level + 1]
    return ".".join((*package, name)) if name else ".".join(package)
