"""What constructors do to the object under construction: which attributes they set, and to what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from monai_tslint.effects.domain import receiver_of
from monai_tslint.effects.models import Models
from monai_tslint.facts import Access, AccessKind, AccessPath, Call, Event, Fresh, FunctionFacts, Value
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.link.tracing import Mask

FactsOf = Callable[[FunctionSymbol], FunctionFacts]
Added = dict[str, list[tuple[FunctionSymbol, Value]]]
"""Attributes, each with the functions that add to its container, and what they add."""

Says = Callable[[FunctionSymbol, str], bool | None]
"""Whether a regular expression matches in the source of a function; None if that is not at hand."""

_CALL_ON_SELF = r"\b(?:self|cls)\.\w+\(|\bsetattr\(|__dict__"
_ADDS_LAST = (".append", ".add", ".appendleft", ".insert")


class Assignment(Struct, frozen=True):
    """One assignment to an attribute during construction."""

    function: FunctionSymbol
    access: Access

    @property
    def from_parameter(self) -> bool:
        """Whether the value was computed from what the constructor was given."""
        receiver = receiver_of(self.function)
        return any(dep[0][:2] == "p:" and dep[0] != receiver for dep in self.access.value.deps)


Assigned = dict[str, list[Assignment]]
"""Attributes with their assignments."""


class Construction:
    """Answers what constructors store in attributes, in the constructors' own terms."""

    def __init__(self, project: Project, facts: FactsOf, says: Says, models: Models) -> None:
        self._project = project
        self._says = says
        self.trace = project.trace
        self._delegates: dict[ClassInfo, tuple[bool, Mask]] = {}
        self._facts = facts
        self._models = models
        self._assigned: dict[ClassInfo, tuple[Assigned, Mask]] = {}
        self._added: dict[ClassInfo, tuple[Added, Mask]] = {}

    def assigned(self, cls: ClassInfo) -> Assigned:
        """The attributes that construction assigns, by name, nearest class first."""
        known = self._assigned.get(cls)
        if known is None:
            known = self._assigned[cls] = self.trace.answer(lambda: self._all_assigned(cls))
        self.trace.mask |= known[1]
        return known[0]

    def _all_assigned(self, cls: ClassInfo) -> Assigned:
        found: Assigned = {}
        for function in self.setup_functions(cls):
            receiver = receiver_of(function)
            for event in self._facts(function).events:
                if (
                    isinstance(event, Access)
                    and event.kind is AccessKind.ASSIGN
                    and len(event.path) == 2
                    and event.path[0] == receiver
                ):
                    found.setdefault(event.path[1][1:], []).append(Assignment(function, event))
        return found

    def setup_functions(self, cls: ClassInfo) -> Iterator[FunctionSymbol]:
        """The constructors in the MRO and the methods that they call on the object under construction."""
        pending = list(self._constructors(cls))
        seen = set()
        while pending:
            function = pending.pop(0)
            mark = (function.module.path, function.function.line)
            if mark in seen:
                continue
            seen.add(mark)
            yield function
            pending += self._called_on_self(cls, function)

    def may_delegate(self, cls: ClassInfo) -> bool:
        """Whether a constructor may leave the setting of attributes to another method, as far as its text tells."""
        known = self._delegates.get(cls)
        if known is None:
            known = self._delegates[cls] = self.trace.answer(lambda: self._delegate(cls))
        self.trace.mask |= known[1]
        return known[0]

    def _delegate(self, cls: ClassInfo) -> bool:
        return any(self._says(function, _CALL_ON_SELF) is not False for function in self._constructors(cls))

    def _constructors(self, cls: ClassInfo) -> Iterator[FunctionSymbol]:
        for owner in self._project.mro(cls).classes:
            for name in self._models.setup:
                yield from (
                    FunctionSymbol(owner.file, function, owner) for function in owner.index.methods.get(name, ())
                )

    def is_judged_elsewhere(self, cls: ClassInfo | None, path: AccessPath) -> bool:
        """Whether calling what is at a path of an object runs a transform that it holds or a method of a framework's base."""
        if cls is None or self._project.is_pipeline(cls):
            return cls is not None
        name = path[1][1:]
        if any(pack.pipelines.takes_transforms(name) for pack in self._project.packs):
            return True
        if len(path) > 2 or not self._models.has_framework_base(cls) or self._project.lookup(cls, name) is not None:
            return False
        return name not in self.assigned(cls)

    def mentions(self, function: FunctionSymbol, attribute: str) -> bool:
        """Whether a function's text names an attribute; true where the text is not at hand."""
        return self._says(function, rf"\.{re.escape(attribute)}") is not False

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

    def stored_methods(self, cls: ClassInfo, name: str) -> tuple[AccessPath, ...]:
        """The methods that construction keeps in an attribute: bound, in a table, or behind `partial(…)`.

        Each is given by the steps that lead to it from the object: its own (`._run`) or a member's (`.counter`, `.up`).
        """
        found: dict[AccessPath, None] = {}
        for assignment in self.assigned(cls).get(name, ()):
            events = self._facts(assignment.function).events
            found.update(dict.fromkeys(_methods_in(assignment.access.value, assignment.access.path[0], events)))
        return tuple(found)

    def additions(self, cls: ClassInfo) -> Added:
        """What construction adds to container attributes, one element at a time."""
        known = self._added.get(cls)
        if known is None:
            known = self._added[cls] = self.trace.answer(lambda: self._all_added(cls))
        self.trace.mask |= known[1]
        return known[0]

    def _all_added(self, cls: ClassInfo) -> Added:
        found: Added = {}
        for function in self.setup_functions(cls):
            receiver = receiver_of(function)
            for event in self._facts(function).events:
                if (
                    isinstance(event, Access)
                    and event.how == "[]="
                    and event.path[0] == receiver
                    and len(event.path) == 3
                ):
                    found.setdefault(event.path[1][1:], []).append((function, event.value))
                for path in event.callees if isinstance(event, Call) and event.arguments else ():
                    if len(path) == 3 and path[0] == receiver and path[2] in _ADDS_LAST and isinstance(event, Call):
                        found.setdefault(path[1][1:], []).append((function, event.arguments[-1][1]))
        return found


def _methods_in(value: Value, receiver: str, events: tuple[Event, ...], depth: int = 0) -> Iterator[AccessPath]:
    for atom in value.atoms if depth < 4 else ():
        if isinstance(atom, Fresh):
            for _, field in atom.fields:
                yield from _methods_in(field, receiver, events, depth + 1)
        elif 1 < len(atom) < 4 and atom[0] == receiver and all(step[0] == "." for step in atom[1:]):
            yield atom[1:]
        elif len(atom) == 1 and atom[0][:2] == "c:":
            call = events[int(atom[0][2:])]
            for _, argument in call.arguments if isinstance(call, Call) else ():
                yield from _methods_in(argument, receiver, events, depth + 1)
