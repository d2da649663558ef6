"""Summaries of functions, computed on demand to a fixed point over recursion."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, partial
from typing import Protocol

from monai_tslint.effects.body import Body
from monai_tslint.effects.dispatch import Dispatch, Footprint, Question
from monai_tslint.effects.domain import EMPTY, Binding, FunctionKey, Summary, key_of, leads_out, plain_path, substitute
from monai_tslint.effects.models import Models
from monai_tslint.effects.properties import is_accessor, is_property
from monai_tslint.effects.types import Types
from monai_tslint.facts import AccessKind, AccessPath, FunctionFacts, Value
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, FunctionSymbol, Member
from monai_tslint.link.tracing import Mask, Unit
from monai_tslint.values import join

_Key = tuple[FunctionKey, str | None, frozenset[str]]
_Accessor = tuple[FunctionSymbol, ClassInfo | None] | None
_MAX_ROUNDS = 4
_MAX_CHAIN = 150
_TOO_LONG = Summary(unknown=("calls more functions in a chain than are followed",))


class Code(Protocol):
    """What the engine needs to know of function bodies."""

    def facts(self, function: FunctionSymbol) -> FunctionFacts:
        """What a function does."""

    def may_write_globals(self, function: FunctionSymbol) -> bool:
        """Whether a function itself may write variables of its module; cheaper than its facts."""

    def says(self, what: FunctionSymbol | ClassInfo, pattern: str) -> bool | None:
        """Whether a regular expression matches in the source of a function or class; None if that is not at hand."""


class Summaries:
    """The engine that bodies ask for the summaries of what they call."""

    def __init__(self, project: Project, code: Code, models: Models) -> None:
        self.project = project
        self.models = models
        self.types = Types(project, code.facts, code.says, models)
        self.facts = code.facts
        self._code = code
        self.trace = project.trace
        self._done: dict[_Key, tuple[Summary, Mask]] = {}
        self._current: dict[_Key, Summary] = {}
        self._provisional: dict[_Key, tuple[Summary, int]] = {}
        self._stack: dict[_Key, int] = {}
        self._lowest: list[int] = []
        self.dispatch = Dispatch(self._ask)
        self._footprints: dict[_Key, Footprint] = {}
        self._alike: dict[tuple[FunctionKey, frozenset[str]], list[_Key]] = {}
        self._places: dict[FunctionKey, FunctionSymbol] = {}
        models.noted = self.dispatch.note
        self._accessors: dict[tuple[ClassInfo, str, str], tuple[_Accessor, Mask]] = {}
        self._external = {f.path for f in project.files(external=True)} - {f.path for f in project.files()}

    def summary(self, function: FunctionSymbol, cls: ClassInfo | None, relevant: frozenset[str]) -> Summary:
        """What calling `function` on an object of `cls` (None for a plain function) does to its `relevant` parameters."""
        key: _Key = (key_of(function), cls.name if cls is not None else None, relevant)
        done = self._done.get(key) or self._inherited(key, cls)
        if done is not None:
            self.dispatch.rest_on(cls, self._footprints.get(key))
            self.trace.mask |= done[1]
            return done[0]
        depth = self._stack.get(key)
        if depth is not None:
            self.dispatch.rest_on(cls, None)
            self._lowest[-1] = min(self._lowest[-1], depth)
            return self._current.get(key, EMPTY)
        provisional = self._provisional.get(key)
        if provisional is not None:
            self.dispatch.rest_on(cls, None)
            self._lowest[-1] = min(self._lowest[-1], provisional[1])
            return provisional[0]
        if len(self._stack) > _MAX_CHAIN:
            self.dispatch.rest_on(cls, None)
            return _TOO_LONG
        self._places.setdefault(key[0], function)
        result = self._solve(key, function, cls, relevant)
        self.dispatch.rest_on(cls, self._footprints.get(key))
        return result

    @cached_property
    def _entries(self) -> dict[ClassInfo, tuple[str, ...]]:
        return {s.info: s.entry_points for s in self.project.shared_classes(external=True) if s.check}

    def moved_since(self, before: Summaries) -> Mask:
        """The files of the classes whose entry points are not what they were, perhaps because of what other files say."""
        changed = {info for info, names in self._entries.items() if before._entries.get(info) != names}
        changed.update(info for info in before._entries if info not in self._entries)
        return self.trace.files(info.file.path for info in changed)

    def take_over(self, before: Summaries, changed: Mask) -> None:
        """Keep the summaries that rest on none of the changed files."""
        self.types.take_over(before.types, changed)
        self._done = {key: kept for key, kept in before._done.items() if not kept[1] & changed}
        self._footprints = {key: f for key, f in before._footprints.items() if key in self._done}
        self._places = {key: f for key, f in before._places.items() if not self.trace.bit(Unit(key[0])) & changed}
        for alike, keys in before._alike.items():
            self._alike[alike] = [key for key in keys if key in self._done]

    def _inherited(self, key: _Key, cls: ClassInfo | None) -> tuple[Summary, Mask] | None:
        """The summary that the same function has for objects of a class that answers all its questions alike.

        It rests on what those answers rest on, and on the code of the function.
        """
        for known in self._alike.get((key[0], key[2]), ()):
            footprint = self._footprints[known]
            if cls is None:
                return None
            fits, mask = self.trace.answer(partial(self.dispatch.fits, cls, footprint))
            if fits:
                summary, others = self._done[known]
                self._footprints[key] = footprint
                self._done[key] = (summary, mask | others)
                return self._done[key]
        return None

    def _solve(self, key: _Key, function: FunctionSymbol, cls: ClassInfo | None, relevant: frozenset[str]) -> Summary:
        """Iterate a function until its summary is stable.

        What was computed below an unfinished caller is provisional: it holds until that caller's next round.
        """
        depth = len(self._stack)
        self._stack[key] = depth
        before, self.trace.mask = self.trace.mask, 0
        try:
            for _ in range(_MAX_ROUNDS):
                self._lowest.append(depth + 1)
                self.dispatch.start(cls)
                result = Body(self, function, cls, relevant).run()
                footprint = self.dispatch.finish()
                lowest = self._lowest.pop()
                previous, self._current[key] = self._current.get(key, EMPTY), result
                if lowest >= depth:
                    self._provisional.clear()
                if lowest > depth or lowest < depth or _same(previous, result):
                    break
        finally:
            del self._stack[key]
            mask = self.trace.mask
            self.trace.mask |= before
        if lowest < depth and self._lowest:
            self._lowest[-1] = min(self._lowest[-1], lowest)
            self._provisional[key] = (result, lowest)
        else:
            self._done[key] = (result, mask)
            self._current.pop(key, None)
            self._footprints[key] = footprint
            if not footprint.unique and cls is not None:
                self._alike.setdefault((key[0], relevant), [])[:0] = [key]
        return result

    # What summaries ask of classes ---------------------------------------------------------------------------

    def _ask(self, cls: ClassInfo, question: Question) -> object:
        match question:
            case ("member", str(name)):
                return self.project.lookup(cls, name)
            case ("member after", ClassInfo() as owner, str(name)):
                return self.project.lookup_after(cls, owner, name)
            case ("types", path, place):
                found = self.types.of_parameter_path(path, self._places[place], cls)  # type: ignore[arg-type, index]
                return tuple("the class itself" if t is cls else t for t in found)
            case ("accessor", str(name), str(protocol)):
                return self._known_accessor(cls, name, protocol)
            case ("stored methods", str(name)):
                return self.types.methods_in(cls, name)
            case ("late attribute", str(name)):
                return self.types.late_attribute(cls, name)
            case ("judged elsewhere", path):
                return self.types.is_judged_elsewhere(cls, path)  # type: ignore[arg-type]
            case ("inherits", frozenset() as known):
                return self.models.is_one_of((cls,), known)
            case ("foreign bases",):
                return self.project.mro(cls).foreign
            case ("entry", str(name)):
                return self.is_entry(cls, name)
        raise ValueError(question)

    def lookup(self, cls: ClassInfo, name: str) -> Member | None:
        """What the nearest class of the MRO that has `name` binds it to."""
        self.dispatch.note(cls, ("member", name))
        return self.project.lookup(cls, name)

    def stored_methods(self, cls: ClassInfo, name: str) -> tuple[AccessPath, ...]:
        """The methods that construction keeps in an attribute."""
        self.dispatch.note(cls, ("stored methods", name))
        return self.types.methods_in(cls, name)

    def is_judged_elsewhere(self, cls: ClassInfo | None, path: AccessPath) -> bool:
        """Whether calling what is at a path of an object runs a member of a pipeline or a method of a framework's base."""
        if cls is not None:
            self.dispatch.note(cls, ("judged elsewhere", path))
        return self.types.is_judged_elsewhere(cls, path)

    def lookup_after(self, cls: ClassInfo, owner: ClassInfo, name: str) -> Member | None:
        """What `super().name` in a method of `owner` means for an object of class `cls`."""
        self.dispatch.note(cls, ("member after", owner, name))
        return self.project.lookup_after(cls, owner, name)

    def touches_globals(self, function: FunctionSymbol) -> bool:
        """Whether a function itself may write variables of its module."""
        return self._code.may_write_globals(function)

    def mentions(self, cls: ClassInfo, words: Iterable[str]) -> bool:
        """Whether one of `words` stands in the source of a class of the roots."""
        return bool(self._code.says(cls, "|".join(map(re.escape, sorted(words)))))

    def recover(self) -> None:
        """Forget what was under way when an error ended a class's analysis."""
        self._stack.clear()
        self._lowest.clear()
        self._current.clear()
        self._provisional.clear()
        self.dispatch.clear()

    def is_external(self, function: FunctionSymbol) -> bool:
        """Whether a function lies outside the roots, where no finding can stand."""
        return function.module.path in self._external

    def is_entry(self, cls: ClassInfo, name: str) -> bool:
        """Whether `name` is an entry point of the shared class `cls`, whose own findings say what calling it does."""
        shared = self.trace.apart(lambda: self.project.shared(cls))
        return shared is not None and shared.check and name in shared.entry_points

    def accessor(self, cls: ClassInfo, name: str, protocol: str) -> _Accessor:
        """The property getter or setter, or the descriptor's method with its class, behind an attribute."""
        self.dispatch.note(cls, ("accessor", name, protocol))
        return self._known_accessor(cls, name, protocol)

    def _known_accessor(self, cls: ClassInfo, name: str, protocol: str) -> _Accessor:
        key = (cls, name, protocol)
        known = self._accessors.get(key)
        if known is None:
            known = self._accessors[key] = self.trace.answer(lambda: self._find_accessor(cls, name, protocol))
        self.trace.mask |= known[1]
        return known[0]

    def _find_accessor(self, cls: ClassInfo, name: str, protocol: str) -> _Accessor:
        member = self.project.lookup(cls, name)
        if member is None:
            return None
        if member.functions:
            function = self._property(cls, name, protocol) if is_accessor(member.functions[0].decorators) else None
            return (function, None) if function is not None else None
        text = member.attribute[1] if member.attribute is not None else None
        if text is None or "(" not in text:
            return None
        symbol = self.project.resolve(member.owner.file.module, text.partition("(")[0])
        if not isinstance(symbol, ClassSymbol):
            return None
        method = self.project.lookup(symbol.info, protocol)
        if method is None or not method.functions:
            return None
        return FunctionSymbol(method.owner.file, method.functions[-1], method.owner), symbol.info

    def _property(self, cls: ClassInfo, name: str, protocol: str) -> FunctionSymbol | None:
        """The nearest getter, setter or deleter of a property; `@Base.name.setter` leaves the getter where it was."""
        kind = {"__set__": "setter", "__delete__": "deleter"}.get(protocol)
        for owner in self.project.mro(cls).classes:
            for function in owner.index.methods.get(name, ()):
                decorators = function.decorators
                if any(d.endswith(f"{name}.{kind}") for d in decorators) if kind else is_property(decorators):
                    return FunctionSymbol(owner.file, function, owner)
        return None

    def fields_after(
        self, summary: Summary, function: FunctionSymbol, binding: Binding
    ) -> tuple[tuple[str, Value], ...]:
        """What the attributes of an object hold after its constructor ran with these arguments."""
        fields: dict[str, list[Value]] = {}
        receiver = f"p:{function.function.parameters[0].name}" if function.function.parameters else ""
        for effect in summary.effects:
            path = plain_path(effect.path)
            if effect.kind is AccessKind.ASSIGN and len(path) == 2 and path[0] == receiver:
                fields.setdefault(path[1], []).append(substitute(effect.value, binding))
        return tuple((name, joined) for name, values in fields.items() if leads_out(joined := join(values)))


def _same(one: Summary, other: Summary) -> bool:
    return (
        {e.key for e in one.effects} == {e.key for e in other.effects}
        and one.reads.keys() == other.reads.keys()
        and one.returns.atoms == other.returns.atoms
    )
