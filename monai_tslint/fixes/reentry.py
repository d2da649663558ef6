"""Whether a method's object may be met again while the method runs: by a call that comes back, or under another name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import Tree, receiver_of

_HARMLESS = frozenset({"super", "isinstance", "type", "id"})
_WAITING = ast.Yield | ast.YieldFrom | ast.Await


def comes_back(tree: Tree, method: Function) -> bool:
    """Whether a method may be entered again, on the same object, before it has ended, as far as its class shows."""
    methods = {m.name: m for m in tree.methods}
    pending, seen = [method], {method.name}
    while pending:
        function = pending.pop()
        if is_handed_on(function) or any(isinstance(node, _WAITING) for node in ast.walk(function)):
            return True
        for called in _called(function, methods.keys()):
            if called is None or called == method.name or called not in methods:
                return True
            if called not in seen:
                seen.add(called)
                pending.append(methods[called])
    return False


def _called(function: Function, methods: Iterable[str]) -> Iterator[str | None]:
    """The methods that a function calls on its object; None for a call of what may be the object itself."""
    receiver = receiver_of(function)
    values = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    values |= {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield from [None] if name in values else []
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=called)) if name == receiver:
                yield called
            case ast.Call(func=ast.Attribute(attr=called)):
                yield from [None] if called in methods else []
            case ast.Call():
                yield None


def is_handed_on(function: Function) -> bool:
    """Whether a function does more with its object than to use its attributes, so that others may have it."""
    receiver = receiver_of(function)
    harmless = {
        id(child)
        for node in ast.walk(function)
        for child in _in_place(node)
        if isinstance(child, ast.Name) and child.id == receiver
    }
    mentions = (node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == receiver)
    return any(id(node) not in harmless for node in mentions)


def _in_place(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Attribute(value=value):
            yield value
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _HARMLESS:
            yield from arguments


def under_another_name(function: Function, attribute: str) -> bool:
    """Whether a function uses an attribute of that name on something that may be its object, but is not called so."""
    receiver = receiver_of(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr == attribute:
            if not isinstance(node.value, ast.Name) or node.value.id != receiver:
                return True
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and node is not function:
            arguments = {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
            if receiver in arguments and any(_names(inner, attribute) for inner in ast.walk(node)):
                return True
    return False


def _names(node: ast.AST, attribute: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == attribute


def outlives(function: Function, attribute: str) -> bool:
    """Whether a nested function that uses an attribute is stored or given back, so that later calls may meet it."""
    nested = [n for n in ast.walk(function) if isinstance(n, ast.Lambda | Function) and n is not function]
    users = [n for n in nested if any(_names(inner, attribute) for inner in ast.walk(n))]
    names = {n.name for n in users if not isinstance(n, ast.Lambda)}
    return any(
        inner in users or (isinstance(inner, ast.Name) and inner.id in names)
        for node in ast.walk(function)
        for kept in _kept(node)
        for inner in _outside_calls(kept)
    )


def _kept(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement stores in an object, or gives to the caller."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from [value] if any(not isinstance(target, ast.Name) for target in targets) else []
        case ast.Return(value=value) | ast.Yield(value=value) if value is not None:
            yield value


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression; of a call only what it is given, for what it gives back is something else."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Call) and child is node.func):
            yield from _outside_calls(child)
