"""Evaluates one function: its events in order, each resolved to effects on its parameters and on module state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from monai_tslint.effects import accessors, decorators, toggles
from monai_tslint.effects.calls import Calls
from monai_tslint.effects.construction import receiver_of
from monai_tslint.effects.domain import (
    Binding,
    Effect,
    Site,
    Summary,
    about,
    apply,
    is_view_attribute,
    leads_out,
    plain_path,
    substitute,
    written,
)
from monai_tslint.effects.types import TypeRef
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
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, FunctionSymbol, VariableSymbol
from monai_tslint.values import MAX_STEPS, VIEW, extend, join, of_path, part

if TYPE_CHECKING:
    from monai_tslint.effects.summaries import Summaries

_MAX_EFFECTS = 400
_MAX_READS = 4
_BEFORE = Yield(Span(0, 0, 0, 0), Context())


class Body:
    """The evaluation of one function for objects of one class.

    Only storage below the `relevant` parameters is followed: what callers keep for themselves cannot be shared.
    """

    def __init__(
        self, engine: Summaries, function: FunctionSymbol, cls: ClassInfo | None, relevant: frozenset[str]
    ) -> None:
        self.engine = engine
        self.function = function
        self.cls = cls
        self.facts = engine.facts(function)
        self.relevant = relevant
        self.receiver = receiver_of(function)
        self.results: dict[str, Value] = {}
        self.held: dict[str, tuple[AccessPath, ...]] = {}
        self.effects: dict[tuple[object, ...], Effect] = {}
        self.reads: dict[AccessPath, dict[Site, None]] = {}
        self.unknown: dict[str, None] = {}
        self.calls = Calls(self)
        self.now: Access | Call | Yield = _BEFORE
        self._resolved: dict[AccessPath, Value] = {}
        self._sites: dict[Span, Site] = {}
        self._variables: dict[AccessPath, bool] = {}
        self._private: dict[AccessPath, bool] = {}
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

    def is_followed(self, atom: AccessPath | Fresh) -> bool:
        """Whether an atom leads to storage that callers may share: a relevant parameter's, or a module's."""
        if isinstance(atom, Fresh):
            return any(self.is_followed(a) for _, value in atom.fields for a in value.atoms)
        root = atom[0]
        if root[0] == "p":
            return root in self.relevant
        return root[0] in "nk" or (root[0] in "gi" and self._is_variable(atom))

    def _is_variable(self, path: AccessPath) -> bool:
        """Whether a path leads through a variable of a module or of a class body."""
        known = self._variables.get(path)
        if known is None:
            symbols = (self.engine.types.symbol(path[:length], self.function) for length in range(1, len(path) + 1))
            known = self._variables[path] = any(isinstance(symbol, VariableSymbol) for symbol in symbols)
        return known

    def relevant_in(self, binding: Binding) -> frozenset[str]:
        """The callee's parameters through which it reaches shared storage."""
        return frozenset(root for root, value in binding.items() if self.follows(value))

    def follows(self, value: Value) -> bool:
        """Whether a value may lead to storage that callers share."""
        return any(self.is_followed(a) for a in value.atoms)

    def resolve_value(self, value: Value) -> Value:
        """A value of the facts with every call's result put in."""
        atoms: list[Value] = []
        for atom in value.atoms:
            if isinstance(atom, Fresh):
                fields = tuple((n, self.resolve_value(v)) for n, v in atom.fields)
                atoms.append(Value((replace(atom, fields=fields) if fields else atom,)))
            else:
                atoms.append(self.resolve(atom))
        return Value(join(atoms).atoms, value.deps)

    def types(self, atom: AccessPath | Fresh) -> tuple[TypeRef, ...]:
        """The classes that the object at a resolved atom may have."""
        if isinstance(atom, Fresh):
            return tuple(self.engine.types.of_fresh(atom))
        if atom[0][:2] in ("g:", "i:"):
            return tuple(self.engine.types.of_global(atom, self.function))
        return tuple(self.engine.types.of_parameter_path(atom, self.function, self.cls))

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

    def note_read(self, path: AccessPath, site: Site) -> None:
        """Remember that a path was read."""
        if len(path) > 1 and (path[0] in self.relevant or path[0][0] == "n"):
            sites = self.reads.setdefault(plain_path(path)[:4], {})
            if len(sites) < _MAX_READS:
                sites[site] = None

    def add(
        self, kind: AccessKind, path: AccessPath, site: Site, context: Context, value: Value = NOTHING, how: str = ""
    ) -> None:
        """Note a write of this function to shared storage."""
        if path[0][0] == "p" and path[0] not in self.relevant:
            return
        target = self._module_state(path)
        if target is None or self._is_private(path) or is_view_attribute(path):
            return
        guards, tests = self.surroundings(context)
        plain = plain_path(target)
        self.keep(Effect(kind, plain, site, site, value, how, (), guards, about(plain, tests)))

    def keep(self, effect: Effect) -> None:
        """Add an effect unless a shorter chain to it is known. A path that was cut names something else: no effect."""
        if len(effect.path) >= MAX_STEPS:
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
            Test(test.kind, plain_path(state))
            for test in context.tests
            for atom in self.resolve(test.path).atoms
            if not isinstance(atom, Fresh) and (state := self._module_state(atom)) is not None
        ]
        return tuple(dict.fromkeys(guards)), tuple(dict.fromkeys(tests))

    def _module_state(self, path: AccessPath) -> AccessPath | None:
        """Paths of module and class state under the name of what they belong to; None for what is nobody's state."""
        if ".__class__" in path:
            at = path.index(".__class__")
            owner = next((t for t in self.types(path[:at]) if isinstance(t, ClassInfo)), None)
            return (f"k:{owner.name}", *path[at + 1 :]) if owner is not None else None
        if path[0] == self.receiver and "classmethod" in self.function.function.decorators and self.cls is not None:
            return (f"k:{self.cls.name}", *path[1:])
        if path[0][:2] not in ("g:", "i:"):
            return path
        return self._named_state(path)

    def _named_state(self, path: AccessPath) -> AccessPath | None:
        for length in range(len(path), 0, -1):
            symbol = self.engine.types.symbol(path[:length], self.function)
            if isinstance(symbol, VariableSymbol):
                owner, _, name = symbol.name.rpartition(".")
                if owner:
                    return (f"k:{symbol.file.module}.{owner}", f".{name}", *path[length:])
                return (f"g:{symbol.file.module}.{name}", *path[length:])
            if isinstance(symbol, ClassSymbol):
                return (f"k:{symbol.info.name}", *path[length:])
        if len(path) == 1 and path[0][:2] == "g:":
            return (f"g:{self.function.module.module}.{path[0][2:]}",)
        return None

    def _is_private(self, path: AccessPath) -> bool:
        """Whether the written storage belongs to one thread, or synchronises itself."""
        return any(path[length][0] != "<" and self._keeps_private(path[:length]) for length in range(1, len(path)))

    def _keeps_private(self, path: AccessPath) -> bool:
        known = self._private.get(path)
        if known is None:
            known = self._private[path] = self.engine.models.is_private(self._known_types(path))
        return known

    def _known_types(self, path: AccessPath) -> tuple[TypeRef, ...]:
        """The classes at a path; an attribute that no constructor sets is looked for in the other methods."""
        types = self.types(path)
        if types or path[-1][0] != ".":
            return types
        owners = [t for t in self.types(path[:-1]) if isinstance(t, ClassInfo)]
        return tuple(t for owner in owners for t in self.engine.types.late_attribute(owner, path[-1][1:]))

    # Calls ---------------------------------------------------------------------------------------------------

    def lift(
        self,
        callee: Summary,
        binding: Binding,
        span: Span,
        context: Context,
        receiver: Value | None = None,
        entry_of: ClassInfo | None = None,
    ) -> Value:
        """Take over what a callee does, in this function's terms, and give what it returns.

        `receiver` is the object that the callee is a method of; `entry_of` its class if this calls an entry point of it.
        """
        site = self.site(span)
        same_object = receiver is not None and self._is_own(receiver) and entry_of is None
        guards, tests = self.surroundings(context) if callee.effects else ((), ())
        for effect in callee.effects:
            for path in self._targets(effect, binding):
                own = same_object if path[0][0] in "gk" else self._is_same(effect, path, binding) and entry_of is None
                if own or effect.role != "leak":
                    anchor = effect.anchor if own else site
                    self.keep(self._lifted(effect, path, binding, site, anchor, guards, tests, entry_of))
        shared = {root: self._is_own(value) for root, value in binding.items() if leads_out(value)}
        for path, sites in callee.reads.items():
            direct = shared.get(path[0])
            if direct is not None:
                for atom in apply(path, binding):
                    for where in sites if direct else (site,):
                        if not isinstance(atom, Fresh):
                            self.note_read(atom, where)
        for reason in callee.unknown:
            self.unknown.setdefault(reason)
        return substitute(callee.returns, binding)

    def _targets(self, effect: Effect, binding: Binding) -> Iterator[AccessPath]:
        if effect.path[0][0] in "gk":
            yield effect.path
            return
        for atom in written(effect, binding):
            if atom[0][0] == "p" and atom[0] not in self.relevant:
                continue
            if atom == effect.path:  # the same object: the callee has looked at it already
                yield atom
                continue
            target = self._module_state(atom) if atom[0][0] in "gip" else atom
            if target is not None and not self._is_private(atom):
                yield plain_path(target)

    def _lifted(
        self,
        effect: Effect,
        path: AccessPath,
        binding: Binding,
        site: Site,
        anchor: Site,
        guards: tuple[AccessPath, ...],
        tests: tuple[Test, ...],
        entry_of: ClassInfo | None,
    ) -> Effect:
        inner = [plain_path(a) for g in effect.guards for a in apply(g, binding) if not isinstance(a, Fresh)]
        known = [
            Test(t.kind, plain_path(a))
            for t in effect.tests
            for a in apply(t.path, binding)
            if not isinstance(a, Fresh)
        ]
        known += about(path, tests)
        return replace(
            effect,
            path=path,
            anchor=anchor,
            value=substitute(effect.value, binding),
            chain=(site, *effect.chain),
            guards=tuple(dict.fromkeys((*guards, *inner))),
            tests=tuple(dict.fromkeys(known)),
            composed=effect.composed or entry_of,
        )

    def _is_same(self, effect: Effect, path: AccessPath, binding: Binding) -> bool:
        """Whether an effect of a callee concerns the very object that this function works on."""
        return self._is_own(binding.get(effect.path[0], NOTHING)) and len(path) == len(plain_path(effect.path))

    def _is_own(self, bound: Value) -> bool:
        """Whether a callee's object is the very object that this function works on."""
        return any(
            not isinstance(a, Fresh) and len([s for s in plain_path(a) if s != ".__class__"]) == 1 and a[0][0] in "pn"
            for a in bound.atoms
        )
