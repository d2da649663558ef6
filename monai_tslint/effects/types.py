"""What classes objects have: attributes from construction and annotations, parameters, results, elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monai_tslint.effects.binding import bind
from monai_tslint.effects.construction import Construction, FactsOf, Says
from monai_tslint.effects.domain import receiver_of
from monai_tslint.effects.fields import Fields, Named, Unclear
from monai_tslint.effects.models import Models
from monai_tslint.effects.properties import is_property
from monai_tslint.facts import Access, AccessKind, AccessPath, Call, FileIndex, Fresh, FunctionFacts, Value
from monai_tslint.link.modules import absolute_module
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import (
    ClassInfo,
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    Symbol,
    VariableSymbol,
)
from monai_tslint.link.tracing import UNKEPT, Mask, Unit
from monai_tslint.values import VIEW

TypeRef = ClassInfo | str
"""A class of the project, or the dotted name of one outside it (`builtins.list`, `threading.Lock`)."""

_COPIES = ("copy.copy", "copy.deepcopy")
_UNDER_WAY: tuple[tuple[TypeRef, ...], Mask] = ((), UNKEPT)
_DISPLAYS = {"list", "dict", "set", "tuple", "generator", "str"}


class Types(Construction):
    """Answers what class a path or value has, from facts of constructors and from annotations; never from calls' effects."""

    def __init__(self, project: Project, facts: FactsOf, says: Says, models: Models) -> None:
        super().__init__(project, facts, says, models)
        self.fields = Fields(project, models)
        self._attributes: dict[tuple[ClassInfo, str], tuple[tuple[TypeRef, ...], Mask]] = {}
        self._elements: dict[tuple[ClassInfo, str], tuple[tuple[TypeRef, ...], Mask]] = {}
        self._classes: dict[str, ClassInfo] = {}

    def take_over(self, before: Types, changed: Mask) -> None:
        """Keep the names of the classes in files that did not change."""
        self._classes = {
            name: info for name, info in before._classes.items() if not self.trace.bit(Unit(info.file.path)) & changed
        }

    def class_named(self, name: str) -> TypeRef:
        """The class that a `class:` kind of a fresh object names."""
        return self._classes.get(name, name)

    def kind_of(self, cls: TypeRef) -> str:
        """The kind that a fresh object of `cls` has."""
        if isinstance(cls, str):
            return f"class:{cls}"
        self._classes[cls.name] = cls
        return f"class:{cls.name}"

    # Types ---------------------------------------------------------------------------------------------------

    def attribute(self, cls: ClassInfo, name: str) -> tuple[TypeRef, ...]:
        """The classes that an attribute's object may have, as far as they are known."""
        key = (cls, name)
        known = self._attributes.get(key)
        if known is None:
            self._attributes[key] = _UNDER_WAY
            known = self._attributes[key] = self.trace.answer(lambda: tuple(dict.fromkeys(self._attribute(cls, name))))
        self.trace.mask |= known[1]
        return known[0]

    def _attribute(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
        member = self._project.lookup(cls, name)
        if member is not None and member.attribute is not None:
            annotation, value = member.attribute
            yield from self.annotated(member.owner.file, annotation)
            yield from self.of_text(member.owner.file, value)
        if member is not None and member.functions and is_property(member.functions[0].decorators):
            yield from self.annotated(member.owner.file, member.functions[0].returns)
        try:
            yield from self._outlined(self.fields.classes(cls, name))
        except Unclear:
            declared = member is not None and member.attribute is not None
            if self.fields.of(cls, name) or (not declared and self.may_delegate(cls)):
                yield from self._constructed(cls, name)

    def methods_in(self, cls: ClassInfo, name: str) -> tuple[AccessPath, ...]:
        """As `stored_methods`; the constructors are read only where their outlines leave it open."""
        return self.stored_methods(cls, name) if self.fields.may_store_methods(cls, name) else ()

    def _outlined(self, answers: Iterable[Named | Symbol | str]) -> Iterator[TypeRef]:
        for answer in answers:
            if isinstance(answer, str):
                yield answer
            elif isinstance(answer, tuple):
                yield from self.annotated(answer[0].file, answer[1])
            else:
                yield from self.result(answer)

    def _constructed(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
        """The classes of what the constructors, read for this, store in an attribute."""
        for assignment in self.assigned(cls).get(name, ()):
            function, stored = assignment.function, assignment.access.value
            yield from self.of_value(stored, function, self._facts(function), cls)
            yield from self._of_handed(stored, function, cls)

    def _of_handed(self, value: Value, function: FunctionSymbol, cls: ClassInfo) -> Iterator[TypeRef]:
        """The class of a constructor's parameter, from what `super().__init__(…)` of the derived classes gives for it."""
        roots = [a[0] for a in value.atoms if isinstance(a, tuple) and len(a) == 1 and a[0][:2] == "p:"]
        callee = ("super", f".{function.function.name}")
        for caller in self.setup_functions(cls) if roots else ():
            if caller.owner is None or function.owner is caller.owner or caller.function.name != function.function.name:
                continue
            member = self._project.lookup_after(cls, caller.owner, function.function.name)
            if member is None or member.owner is not function.owner:
                continue
            facts = self._facts(caller)
            for event in facts.events:
                if isinstance(event, Call) and callee in event.callees:
                    binding = bind(function.function, Value(), event.arguments)
                    for root in roots:
                        yield from self.of_value(binding.get(root, Value()), caller, facts, cls)

    def late_attribute(self, cls: ClassInfo, name: str) -> tuple[TypeRef, ...]:
        """The classes of an attribute's object, also where only a method other than a constructor creates it."""
        known = self.attribute(cls, name)
        return known or tuple(dict.fromkeys(self._from_methods(cls, name)))

    def _from_methods(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
        for owner in self._project.mro(cls).classes:
            for functions in owner.index.methods.values():
                function = FunctionSymbol(owner.file, functions[-1], owner)
                if not self.mentions(function, name):
                    continue
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
        elif text.endswith(("(...)", "()")):
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
                if isinstance(symbol, ExternalSymbol) and symbol.dotted in _COPIES and isinstance(event, Call):
                    for _, copied in event.arguments[:1]:
                        yield from self.of_value(copied, function, facts, cls)
                elif symbol is not None:
                    yield from self.result(symbol)
        elif path[0][:2] == "p:":
            yield from self.of_parameter_path(path, function, cls)
        elif path[0][:2] in ("g:", "i:"):
            yield from self.of_global(path, function)

    def of_parameter_path(self, path: AccessPath, function: FunctionSymbol, cls: ClassInfo | None) -> Iterator[TypeRef]:
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

    def attribute_element(self, cls: ClassInfo, name: str) -> tuple[TypeRef, ...]:
        """The class of the elements of a container attribute: from its annotation or its constructor's parameter."""
        key = (cls, name)
        known = self._elements.get(key)
        if known is None:
            self._elements[key] = _UNDER_WAY
            known = self._elements[key] = self.trace.answer(lambda: tuple(dict.fromkeys(self._element_of(cls, name))))
        self.trace.mask |= known[1]
        return known[0]

    def _element_of(self, cls: ClassInfo, name: str) -> Iterator[TypeRef]:
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
        for function, added in self.additions(cls).get(name, ()):
            yield from self.of_value(added, function, self._facts(function), cls)

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
            return self._project.resolve(
                absolute_module(module, function.module),
                name + steps if name else steps[1:],
            )
        return None


def _type(symbol: Symbol | None) -> Iterator[TypeRef]:
    if isinstance(symbol, ClassSymbol):
        yield symbol.info
    elif isinstance(symbol, ExternalSymbol):
        yield symbol.dotted
