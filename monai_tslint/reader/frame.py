"""The state of reading one function: its variables, the events met so far and the conditions around the current point."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.facts import (
    NOTHING,
    Access,
    AccessKind,
    AccessPath,
    Call,
    Context,
    Event,
    Fresh,
    Span,
    Test,
    Value,
    Yield,
)
from monai_tslint.values import MAX_TESTS, extend, join, of_path, part, with_field

_NO_SPAN = Span(0, 0, 0, 0)


class Scope(Struct):
    """The variables of the function being read, of the functions around it, and what it declares global."""

    variables: dict[str, Value]
    outer: Scope | None
    globals: set[str]
    nonlocals: set[str]

    def find(self, name: str) -> Value | None:
        """What a local name of this or an enclosing function denotes."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.globals:
                return None
            if name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        return None


def _origin(atom: AccessPath | Fresh) -> int | str | None:
    """Where a mutable object was made: an allocation or a call; None for what lives elsewhere and for constants."""
    if isinstance(atom, Fresh):
        return atom.site if atom.literal is None else None
    return atom[0] if len(atom) == 1 and atom[0][0] == "c" else None


class Frame:
    """Collects the events of one function. Nodes are kept beside events until their spans are known.

    What happens in an f-string happens at all of it: Python 3.11 does not say where in it.
    """

    def __init__(self) -> None:
        self.scope = Scope({}, None, set(), set())
        self.context = Context()
        self.held: dict[AccessPath, None] = {}
        self.narrowed: dict[AccessPath, str] = {}
        self.events: list[Event] = []
        self.nodes: list[ast.expr] = []
        self.returned: list[Value] = []
        self.nested: list[tuple[str, tuple[str, ...]]] = []
        self.results: dict[int, Value] = {}
        self.generator = False
        self.receiver: Value | None = None
        self.around: ast.expr | None = None
        self._sites = 0
        self._tries = 0
        self._ifs = 0

    def site(self) -> int:
        """A number for the next allocation."""
        self._sites += 1
        return self._sites

    def new_try(self) -> int:
        """A number for the next `try` statement with a `finally`."""
        self._tries += 1
        return self._tries

    def new_if(self) -> int:
        """A number for the next `if` statement."""
        self._ifs += 1
        return self._ifs

    def fresh(
        self, kind: str | None = None, fields: tuple[tuple[str, Value], ...] = (), literal: str | None = None
    ) -> Fresh:
        """An object made here."""
        return Fresh(self.site(), fields, literal, kind)

    # Variables -----------------------------------------------------------------------------------------------

    def lookup(self, name: str) -> Value:
        """What a name denotes: a local value, or the module's name."""
        value = self.scope.find(name)
        if value is None and name == "__class__" and self.receiver is not None:
            return part(self.receiver, ".__class__")
        return value if value is not None else of_path((f"g:{name}",))

    def is_receiver(self, path: AccessPath) -> bool:
        """Whether a path is the object that the method being read is called on."""
        return self.receiver is not None and path in self.receiver.atoms

    def bind(self, name: str, value: Value, node: ast.expr) -> None:
        """Bind a name. A name declared global is a write to the module's state."""
        if name in self.scope.globals:
            self.access(AccessKind.ASSIGN, (f"g:{name}",), node, value)
        elif name in self.scope.nonlocals and self.scope.outer is not None:
            self._bind_outer(name, value)
        else:
            self.scope.variables[name] = value

    def _bind_outer(self, name: str, value: Value) -> None:
        scope = self.scope.outer
        while scope is not None:
            if name in scope.variables:
                scope.variables[name] = join((scope.variables[name], value))
                return
            scope = scope.outer

    def publish(self, stored: Value, path: AccessPath) -> None:
        """Objects made here or given back by calls are now also reachable through `path`: they are not private any more."""
        wanted = {atom for atom in map(_origin, stored.atoms) if atom is not None}
        if not wanted:
            return
        for name, value in self.scope.variables.items():
            if path not in value.atoms and any(_origin(a) in wanted for a in value.atoms):
                self.scope.variables[name] = Value((*value.atoms, path), value.deps)

    def set_field(self, sites: Iterable[int], step: str, value: Value) -> None:
        """A part of the fresh objects made at `sites` now (perhaps) holds `value`."""
        wanted = set(sites)
        for name, old in self.scope.variables.items():
            if any(isinstance(a, Fresh) and a.site in wanted for a in old.atoms):
                atoms = tuple(
                    with_field(a, step, value) if isinstance(a, Fresh) and a.site in wanted else a for a in old.atoms
                )
                self.scope.variables[name] = Value(atoms, old.deps | value.deps)

    # Events --------------------------------------------------------------------------------------------------

    def _now(self) -> Context:
        if not self.held:
            return self.context
        return replace(self.context, locks=(*self.context.locks, *self.held))

    def access(self, kind: AccessKind, path: AccessPath, node: ast.expr, value: Value = NOTHING, how: str = "") -> None:
        """Note an access to shared storage."""
        self.events.append(Access(kind, path, _NO_SPAN, self._now(), value, how))
        self.nodes.append(self.around or node)

    def write(
        self, kind: AccessKind, base: Value, step: str, node: ast.expr, value: Value = NOTHING, how: str = ""
    ) -> None:
        """Note a write to a part of `base`, wherever `base` may be; remember what fresh objects now hold."""
        sites = [a.site for a in base.atoms if isinstance(a, Fresh)]
        if sites and step and value.atoms:
            self.set_field(sites, step, value)
        for atom in base.atoms:
            if not isinstance(atom, Fresh):
                # A path that is cut here keeps its full length, by which the effects know it.
                target = extend(atom, step) if step else atom
                self.access(kind, target, node, value, how)
                if value.atoms and (kind is AccessKind.ASSIGN or how == "[]="):
                    self.publish(value, target)

    def call(self, callees: tuple[AccessPath, ...], arguments: tuple[tuple[str, Value], ...], node: ast.expr) -> Value:
        """Note a call and give the value that stands for its result."""
        number = len(self.events)
        self.events.append(Call(callees, arguments, _NO_SPAN, self._now()))
        self.nodes.append(self.around or node)
        deps = {d for _, value in arguments for d in value.deps}
        deps |= {c[:2] for c in callees if c[0][0] in "pn" and len(c) > 2}
        return Value(((f"c:{number}",),), frozenset(deps))

    def yields(self, node: ast.expr) -> None:
        """Note that control leaves a generator here."""
        self.generator = True
        self.events.append(Yield(_NO_SPAN, self._now()))
        self.nodes.append(self.around or node)

    def located(self, spans: Iterable[Span]) -> tuple[Event, ...]:
        """The events with their spans filled in."""
        return tuple(replace(event, span=span) for event, span in zip(self.events, spans, strict=True))

    # Conditions ----------------------------------------------------------------------------------------------

    @contextmanager
    def under(
        self,
        tests: Iterable[Test] = (),
        locks: Iterable[AccessPath] = (),
        narrow: Iterable[tuple[AccessPath, str]] = (),
        arm: int | None = None,
    ) -> Iterator[None]:
        """Within the block these tests hold, these locks are held and these paths have these classes; it is this branch."""
        context, narrowed = self.context, self.narrowed
        tests, locks, narrow = tuple(tests), tuple(locks), tuple(narrow)
        if tests or locks:
            self.context = replace(context, tests=(*context.tests, *tests)[-MAX_TESTS:], locks=(*context.locks, *locks))
        if arm is not None:
            self.context = replace(self.context, arms=(*context.arms, arm))
        if narrow:
            self.narrowed = {**narrowed, **dict(narrow)}
        try:
            yield
        finally:
            self.context, self.narrowed = context, narrowed
