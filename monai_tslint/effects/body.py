"""Evaluates one function: its events in order, each resolved to effects on its parameters and on module state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.effects import accessors, decorators, state, toggles
from monai_tslint.effects.calls import Calls
from monai_tslint.effects.domain import (
    Effect,
    Site,
    Summary,
    about,
    is_view_attribute,
    plain_path,
)
from monai_tslint.effects.storage import Storage
from monai_tslint.facts import (
    NOTHING,
    Access,
    AccessKind,
    AccessPath,
    Call,
    Context,
    Fresh,
    Span,
    Test,
    Value,
    Yield,
)
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.values import MAX_STEPS, VIEW, extend, join, of_path, part

if TYPE_CHECKING:
    from monai_tslint.effects.summaries import Summaries

_MAX_EFFECTS = 400
_MAX_READS = 4
_BEFORE = Yield(Span(0, 0, 0, 0), Context())


class Body(Storage):
    """The evaluation of one function for objects of one class."""

    def __init__(
        self, engine: Summaries, function: FunctionSymbol, cls: ClassInfo | None, relevant: frozenset[str]
    ) -> None:
        super().__init__(engine, function, cls, relevant)
        self.facts = engine.facts(function)
        self.results: dict[str, Value] = {}
        self.held: dict[str, tuple[AccessPath, ...]] = {}
        self.effects: dict[tuple[object, ...], Effect] = {}
        self.reads: dict[AccessPath, dict[Site, None]] = {}
        self.unknown: dict[str, None] = {}
        self.calls = Calls(self)
        self.now: Access | Call | Yield = _BEFORE
        self._resolved: dict[AccessPath, Value] = {}
        self._sites: dict[Span, Site] = {}
        self.private: dict[AccessPath, bool] = {}
        self.external = engine.is_external(function)

    def run(self) -> Summary:
        """Evaluate all events and give the function's summary."""
        if self.facts.problem is not None:
            return Summary(unknown=(f"`{self.function.function.qualname}` cannot be read: {self.facts.problem}",))
        for number, event in enumerate(self.facts.events):
            self.now = event
            if isinstance(event, Access):
                self._access(event)
            elif isinstance(event, Call):
                self._resolved.clear()
                self.results[f"c:{number}"] = self.calls.evaluate(event)
                if self.calls.held:
                    self.held[f"c:{number}"] = self.calls.held
        decorators.apply(self)
        toggles.mark(self)
        toggles.pair_managers(self)
        returns = self.resolve_value(self.facts.returns)
        return Summary(tuple(self.effects.values()), self.reads, returns, tuple(self.unknown))

    def site(self, span: Span) -> Site:
        """A place in this function."""
        known = self._sites.get(span)
        if known is None:
            path, function = self.function.module.path, self.function
            known = self._sites[span] = Site(
                path, function.function.line, span, function.function, function.owner, function.module, self.external
            )
        return known

    # Values --------------------------------------------------------------------------------------------------

    def resolve(self, path: AccessPath) -> Value:
        """What a path of the facts denotes in terms of parameters, module names and fresh objects."""
        known = self._resolved.get(path)
        if known is None:
            self._resolved[path] = NOTHING
            known = self._resolved[path] = self._resolve(path)
        return known

    def _resolve(self, path: AccessPath) -> Value:
        root = path[0]
        if len(path) == 1:
            if root[0] == "c":
                return self.results.get(root, NOTHING)
            if root == "super":
                return of_path((self.receiver,)) if self.receiver else NOTHING
            return of_path(path)
        base, step = self.resolve(path[:-1]), path[-1]
        if step == "[:]":
            return self._slice(base)
        if step[0] != ".":
            return part(base, step)
        found = [
            accessors.read(self, a, step[1:]) if self.is_followed(a) else None
            for a in base.atoms
            if not isinstance(a, Fresh)
        ]
        if not any(v is not None for v in found):
            return part(base, step)
        plain = [part(Value((a,), base.deps), step) for a in base.atoms]
        computed = [v for v in found if v is not None]
        return join((*computed, *(p for p, v in zip(plain, found, strict=False) if v is None)))

    def _slice(self, base: Value) -> Value:
        """A slice of an array is a view of it; a slice of a list is a new list with the same elements."""
        values = []
        for atom in base.atoms:
            if not isinstance(atom, Fresh) and self.engine.models.is_array(self.types(atom)):
                values.append(Value((extend(atom, VIEW),)))
            elif isinstance(atom, Fresh):
                values.append(part(Value((atom,)), "[:]"))
            else:
                elements = part(Value((atom,)), "[]")
                values.append(Value((Fresh(0, (("[]", Value(elements.atoms)),), kind="list"),)))
        return Value(join(values).atoms, base.deps)

    def resolve_value(self, value: Value) -> Value:
        """A value of the facts with every call's result put in."""
        if not value.atoms:
            return value
        found: list[Value] = []
        for atom in value.atoms:
            if not isinstance(atom, Fresh):
                found.append(self.resolve(atom))
            elif atom.fields:
                fields = tuple([(n, self.resolve_value(v)) for n, v in atom.fields])
                found.append(Value((replace(atom, fields=fields),)))
            else:
                found.append(Value((atom,)))
        return Value(join(found).atoms, value.deps)

    # Accesses ------------------------------------------------------------------------------------------------

    def _access(self, event: Access) -> None:
        if event.kind is AccessKind.READ:
            if event.path[-1] == "[]":
                self._read_item(event)
            for atom in self.resolve(event.path).atoms:
                if not isinstance(atom, Fresh):
                    self.note_read(atom, self.site(event.span))
            return
        value = self.resolve_value(event.value)
        whole = event.how in ("next", "iterate") or event.how.startswith("alias")
        if whole:
            self._mutate_whole(event, value)
            return
        if len(event.path) == 1:
            self.add(event.kind, event.path, self.site(event.span), event.context, value, event.how)
            return
        base, step = self.resolve(event.path[:-1]), event.path[-1]
        for atom in base.atoms:
            if isinstance(atom, Fresh) or self._runs_code(atom, step, value, event):
                continue
            for target in part(Value((atom,)), step).atoms:
                if not isinstance(target, Fresh):
                    self.add(event.kind, target, self.site(event.span), event.context, value, event.how)

    def _runs_code(self, atom: AccessPath, step: str, value: Value, event: Access) -> bool:
        """Run the setter, deleter or `__setitem__` of the project that stands behind a write; false if there is none."""
        if step[0] == ".":
            return accessors.write(self, atom, step[1:], value, event)
        if event.how != "[]=":
            return False
        return accessors.operate(self, atom, "__setitem__", (("", NOTHING), ("", value)), event)

    def _read_item(self, event: Access) -> None:
        """`obj[k]` and `k in obj` run code where the class of the object is one of the project."""
        name = "__contains__" if event.how == "in" else "__getitem__"
        for atom in self.resolve(event.path[:-1]).atoms:
            if not isinstance(atom, Fresh) and atom[-1] != "[]":
                accessors.operate(self, atom, name, (("", NOTHING),), event)

    def _mutate_whole(self, event: Access, value: Value) -> None:
        for atom in self.resolve(event.path).atoms:
            if isinstance(atom, Fresh):
                continue
            if event.how == "iterate":
                if self.engine.models.is_iterator(self.types(atom)):
                    self.add(AccessKind.MUTATE, atom, self.site(event.span), event.context, value, "advance")
                for name in ("__iter__", "__next__"):
                    accessors.operate(self, atom, name, (), event)
            elif event.how == "next":
                self.add(AccessKind.MUTATE, atom, self.site(event.span), event.context, value, "next")
            elif len(atom) > 1 and self.engine.models.changes_in_place(self.types(atom)):
                self.add(AccessKind.MUTATE, atom, self.site(event.span), event.context, value, event.how[6:])

    def note_read(self, path: AccessPath, *sites: Site) -> None:
        """Remember that a path was read at these places."""
        if len(path) > 1 and (path[0] in self.relevant or path[0][0] == "n"):
            known = self.reads.setdefault(plain_path(path)[:4], {})
            for site in sites:
                if len(known) >= _MAX_READS:
                    break
                known[site] = None

    def add(
        self, kind: AccessKind, path: AccessPath, site: Site, context: Context, value: Value = NOTHING, how: str = ""
    ) -> None:
        """Note a write of this function to shared storage."""
        if path[0][0] == "p" and path[0] not in self.relevant:
            return
        target = state.module_state(self, path)
        if target is None or state.is_private(self, path) or is_view_attribute(path):
            return
        guards, tests = self.surroundings(context)
        plain = plain_path(target)
        effect = Effect(kind, plain, site, site, value, how, (), guards, about(plain, tests), handler=context.handler)
        self.keep(effect)

    def keep(self, effect: Effect) -> None:
        """Add an effect unless a shorter chain to it is known. A path that was cut names something else: no effect."""
        if len(effect.path) >= MAX_STEPS:
            if effect.path[0] == self.receiver:
                self.unknown.setdefault("changes something that is nested too deeply to be followed")
            return
        key = effect.key
        known = self.effects.get(key)
        if known is None:
            if len(self.effects) < _MAX_EFFECTS:
                self.effects[key] = effect
        elif len(effect.chain) < len(known.chain):
            self.effects[key] = effect

    def surroundings(self, context: Context) -> tuple[tuple[AccessPath, ...], tuple[Test, ...]]:
        """The locks held and the tests made around an event, in resolved terms."""
        guards = [path for lock in context.locks if len(lock) == 1 for path in self.held.get(lock[0], ())]
        guards += [
            plain_path(atom)
            for lock in context.locks
            for atom in self.resolve(lock).atoms
            if not isinstance(atom, Fresh) and self.engine.models.is_lock(self.types(atom), plain_path(atom)[-1])
        ]
        tests = [
            Test(test.kind, plain_path(named))
            for test in context.tests
            for atom in self.resolve(test.path).atoms
            if not isinstance(atom, Fresh) and (named := state.module_state(self, atom)) is not None
        ]
        return tuple(dict.fromkeys(guards)), tuple(dict.fromkeys(tests))
