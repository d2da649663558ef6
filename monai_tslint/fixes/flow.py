"""Where a function uses an attribute of its object, and whether it has assigned it by then."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import receiver_of


class State(Enum):
    """Whether the function has assigned the attribute when control gets somewhere. Unreachable places have no state."""

    BEFORE = "before"
    AFTER = "after"
    UNCLEAR = "unclear"


class Kind(Enum):
    """How an attribute is used. `CALL` is the call of a method that reads it, `TAKE` that of one that sets it."""

    READ = "read"
    WRITE = "write"
    AUGMENT = "augment"
    DELETE = "delete"
    CALL = "call"
    TAKE = "take"


class Use(Struct, frozen=True):
    """One use: the node (`self.x`, or for a call the whole call), and whether it stands in a nested function."""

    node: ast.Attribute | ast.Call
    kind: Kind
    state: State
    nested: bool


_Reached = State | None
_SUPPRESSING = ("suppress", "raises")


def uses(
    function: Function, attribute: str, callees: frozenset[str], setters: frozenset[str] = frozenset()
) -> tuple[Use, ...]:
    """The uses of an attribute in a method, in the order of the source.

    `callees` are methods that read it as well, `setters` methods that assign it.
    """
    flow = _Flow(receiver_of(function), attribute, callees, setters)
    flow.block(function.body, State.BEFORE)
    return tuple(Use(node, kind, flow.states[node], nested) for node, (kind, nested) in flow.found.items())


def ends_assigned(function: Function, attribute: str) -> bool:
    """Whether a method has certainly assigned an attribute when it gets to its end."""
    flow = _Flow(receiver_of(function), attribute, frozenset(), frozenset())
    return flow.block(function.body, State.BEFORE) is State.AFTER


def _join(states: Iterable[_Reached]) -> _Reached:
    known = {state for state in states if state is not None}
    return State.UNCLEAR if len(known) > 1 else next(iter(known), None)


class _Flow:
    """Follows control through statements. `states` are joined over all ways that lead to a node."""

    def __init__(self, receiver: str, attribute: str, callees: frozenset[str], setters: frozenset[str]) -> None:
        self._receiver = receiver
        self._attribute = attribute
        self._callees = callees
        self._setters = setters
        self._nested = False
        self._leaving: list[tuple[list[_Reached], list[_Reached]]] = []
        self.found: dict[ast.Attribute | ast.Call, tuple[Kind, bool]] = {}
        self.states: dict[ast.Attribute | ast.Call, State] = {}

    def block(self, statements: Iterable[ast.stmt], state: _Reached) -> _Reached:
        """The state after a block; None if control never gets there."""
        for statement in statements:
            state = self._statement(statement, state)
        return state

    def _statement(self, node: ast.stmt, state: _Reached) -> _Reached:
        match node:
            case ast.If():
                state = self._expression(node.test, state)
                return _join([self.block(node.body, state), self.block(node.orelse, state)])
            case ast.For() | ast.AsyncFor() | ast.While():
                return self._loop(node, state)
            case ast.Try() | ast.TryStar():
                return self._try(node, state)
            case ast.With() | ast.AsyncWith():
                return self._with(node, state)
            case ast.Match():
                state = self._expression(node.subject, state)
                ends = [self.block(case.body, self._expressions([case.guard], state)) for case in node.cases]
                return _join([*ends, state])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._deferred(ast.iter_child_nodes(node), state)
                return state
            case ast.Return() | ast.Raise():
                self._expressions(ast.iter_child_nodes(node), state)
                return None
            case ast.Break() | ast.Continue():
                self._leaving[-1][isinstance(node, ast.Continue)].append(state)
                return None
        return self._simple(node, state)

    def _simple(self, node: ast.stmt, state: _Reached) -> _Reached:
        match node:
            case ast.Assign(targets=targets, value=value):
                return self._expressions(targets, self._expression(value, state))
            case ast.AnnAssign(target=target, value=None):
                return state if isinstance(target, ast.Attribute) else self._expression(target, state)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                return self._expression(target, self._expression(value, state))
            case ast.AugAssign(target=target, value=value):
                if self._is_ours(target) and isinstance(target, ast.Attribute):
                    self._note(target, Kind.AUGMENT, state)
                    return self._reached(self._expression(value, state))
                return self._expression(target, self._expression(value, state))
        return self._expressions(ast.iter_child_nodes(node), state)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, state: _Reached) -> _Reached:
        state = self._expression(node.iter, state) if not isinstance(node, ast.While) else state
        for _ in range(2):
            self._leaving.append(([], []))
            head = [node.test] if isinstance(node, ast.While) else [node.target]
            end = self.block(node.body, self._expressions(head, state))
            breaks, continues = self._leaving.pop()
            state = _join([state, end, *continues])
        return _join([self.block(node.orelse, state), *breaks])

    def _try(self, node: ast.Try | ast.TryStar, state: _Reached) -> _Reached:
        before = len(self.found)
        end = self.block(node.body, state)
        failed = state if not self._wrote_since(before) or state is State.AFTER else State.UNCLEAR
        handled = [self.block(handler.body, self._expressions([handler.type], failed)) for handler in node.handlers]
        after = _join([self.block(node.orelse, end), *handled])
        if not node.finalbody:
            return after
        final = self.block(node.finalbody, _join([after, failed, state]))
        return after if final is not None else None

    def _with(self, node: ast.With | ast.AsyncWith, state: _Reached) -> _Reached:
        for item in node.items:
            state = self._expressions([item.context_expr, item.optional_vars], state)
        end = self.block(node.body, state)
        swallows = any(word in ast.dump(item.context_expr) for item in node.items for word in _SUPPRESSING)
        return _join([state, end]) if swallows else end

    def _wrote_since(self, count: int) -> bool:
        return any(kind in (Kind.WRITE, Kind.AUGMENT, Kind.TAKE) for kind, _ in list(self.found.values())[count:])

    # Expressions, in the order of evaluation as far as it matters --------------------------------------------------

    def _expressions(self, nodes: Iterable[ast.AST | None], state: _Reached) -> _Reached:
        for node in nodes:
            state = self._expression(node, state)
        return state

    def _expression(self, node: ast.AST | None, state: _Reached) -> _Reached:
        match node:
            case None:
                return state
            case ast.Lambda():
                self._deferred([node.args, node.body], state)
                return state
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=called)) if (
                name == self._receiver and called in self._callees | self._setters
            ):
                state = self._expressions([*node.args, *node.keywords], state)
                self._note(node, Kind.TAKE if called in self._setters else Kind.CALL, state)
                return self._reached(state) if called in self._setters else state
            case ast.Attribute() if self._is_ours(node):
                return self._attribute_use(node, state)
        return self._expressions(_in_order(node), state)

    def _attribute_use(self, node: ast.Attribute, state: _Reached) -> _Reached:
        if isinstance(node.ctx, ast.Store):
            self._note(node, Kind.WRITE, state)
            return self._reached(state)
        self._note(node, Kind.DELETE if isinstance(node.ctx, ast.Del) else Kind.READ, state)
        return state

    def _is_ours(self, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Attribute)
            and node.attr == self._attribute
            and isinstance(node.value, ast.Name)
            and node.value.id == self._receiver
        )

    def _deferred(self, nodes: Iterable[ast.AST], state: _Reached) -> None:
        """What a nested function does happens at some later time: sure is only what was assigned before it was made."""
        outer, self._nested = self._nested, True
        later = state if state is State.AFTER else State.UNCLEAR
        for node in nodes:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Attribute) and self._is_ours(inner):
                    self._attribute_use(inner, later)
        self._nested = outer

    def _reached(self, state: _Reached) -> _Reached:
        return None if state is None else State.AFTER

    def _note(self, node: ast.Attribute | ast.Call, kind: Kind, state: _Reached) -> None:
        self.found.setdefault(node, (kind, self._nested))
        met = _join([self.states.get(node), state])
        self.states[node] = met if met is not None else State.AFTER


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """The children of an expression as Python evaluates them."""
    if isinstance(node, ast.IfExp):
        yield from (node.test, node.body, node.orelse)
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        yield from (*node.generators, node.elt)
    elif isinstance(node, ast.DictComp):
        yield from (*node.generators, node.key, node.value)
    else:
        yield from ast.iter_child_nodes(node)
