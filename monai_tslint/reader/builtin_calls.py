"""Calls that read or write attributes by name, and methods that change a local container."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from monai_tslint.facts import NOTHING, AccessKind, Fresh, Value
from monai_tslint.reader.conditions import literals
from monai_tslint.reader.signatures import arguments
from monai_tslint.values import extend, join, of_path, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions

_Arguments = tuple[tuple[str, Value], ...]
_Given = list[ast.expr]


def read(frame: Expressions, node: ast.Call) -> Value | None:
    """The value of a call that Python itself gives a meaning to, None for any other call."""
    match node.func:
        case ast.Name(id=name) if name in _BY_NAME and frame.scope.find(name) is None:
            return _BY_NAME[name](frame, node, _given(node))
        case ast.Attribute(value=ast.Name(id="object"), attr="__setattr__" | "__delattr__" as name):
            return _BY_NAME["setattr" if name == "__setattr__" else "delattr"](frame, node, _given(node))
        case ast.Attribute(value=obj, attr="__setattr__" | "__delattr__" as name):
            return _own(frame, node, obj, name)
    return None


def _given(node: ast.Call) -> _Given:
    return [value for _, value in arguments(node)]


def _own(frame: Expressions, node: ast.Call, obj: ast.expr, name: str) -> Value | None:
    """A call of a method that an object has for setting or deleting its attributes; `super()` is the receiver."""
    match name, _given(node):
        case "__setattr__", [attribute, value]:
            return _set(frame, node, _object(frame, obj), attribute, value)
        case "__delattr__", [attribute]:
            return _delete(frame, node, _object(frame, obj), attribute)
    return None


def _steps(frame: Expressions, name: ast.expr) -> list[str]:
    return [f".{text}" for text in literals(frame.evaluate(name))] or [".*"]


def _object(frame: Expressions, node: ast.expr) -> Value:
    value = frame.evaluate(node)
    return frame.receiver or NOTHING if value.atoms == (("super",),) else value


def _set(frame: Expressions, node: ast.Call, base: Value, name: ast.expr, value: ast.expr) -> Value:
    steps, stored = _steps(frame, name), frame.evaluate(value)
    for step in steps:
        frame.write(AccessKind.ASSIGN, base, step, node, stored, "setattr")
    return NOTHING


def _delete(frame: Expressions, node: ast.Call, base: Value, name: ast.expr) -> Value:
    for step in _steps(frame, name):
        frame.write(AccessKind.DELETE, base, step, node, how="delattr")
    return NOTHING


def _setattr(frame: Expressions, node: ast.Call, given: _Given) -> Value | None:
    return _set(frame, node, frame.evaluate(given[0]), *given[1:]) if len(given) == 3 else None


def _delattr(frame: Expressions, node: ast.Call, given: _Given) -> Value | None:
    return _delete(frame, node, frame.evaluate(given[0]), given[1]) if len(given) == 2 else None


def _getattr(frame: Expressions, node: ast.Call, given: _Given) -> Value | None:
    if len(given) not in (2, 3):
        return None
    base = frame.evaluate(given[0])
    value = join(part(base, step) for step in _steps(frame, given[1]))
    frame.note_read(value, node)
    default = frame.evaluate(given[2]) if len(given) == 3 else NOTHING
    return join((value, default))


def _hasattr(frame: Expressions, node: ast.Call, given: _Given) -> Value | None:
    if len(given) != 2:
        return None
    base = frame.evaluate(given[0])
    for step in _steps(frame, given[1]):
        frame.note_read(part(base, step), node)
    return Value((), base.deps)


def _vars(frame: Expressions, _: ast.Call, given: _Given) -> Value | None:
    return part(frame.evaluate(given[0]), ".__dict__") if len(given) == 1 else None


def _type(frame: Expressions, _: ast.Call, given: _Given) -> Value | None:
    return part(frame.evaluate(given[0]), ".__class__") if len(given) == 1 else None


def _super(frame: Expressions, _: ast.Call, given: _Given) -> Value:
    for argument in given:
        frame.evaluate(argument)
    return of_path(("super",))


def _isinstance(frame: Expressions, _: ast.Call, given: _Given) -> Value:
    return Value((), frozenset(dep for argument in given for dep in frame.evaluate(argument).deps))


def _next(frame: Expressions, node: ast.Call, given: _Given) -> Value | None:
    if not given:
        return None
    values = [frame.evaluate(argument) for argument in given]
    frame.write(AccessKind.MUTATE, values[0], "", node, how="next")
    return join((part(values[0], "[]"), *values[1:]))


_BY_NAME: dict[str, Callable[[Expressions, ast.Call, _Given], Value | None]] = {
    "setattr": _setattr,
    "delattr": _delattr,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "vars": _vars,
    "type": _type,
    "super": _super,
    "isinstance": _isinstance,
    "issubclass": _isinstance,
    "next": _next,
}

_ADDS_ONE = frozenset({"append", "add", "appendleft", "insert", "put", "setdefault"})
_ADDS_MANY = frozenset({"extend", "update", "extendleft"})


def change_local(frame: Expressions, receiver: Value, method: str, arguments: _Arguments) -> None:
    """A container made in this call now also holds what was added to it; what a shared one holds is shared."""
    if not arguments:
        return
    if method in _ADDS_ONE:
        for atom in receiver.atoms:
            if not isinstance(atom, Fresh) and len(atom) > 1:
                frame.publish(arguments[-1][1], extend(atom, "[]"))
    sites = [a.site for a in receiver.atoms if isinstance(a, Fresh) and a.literal is None]
    if not sites:
        return
    if method in _ADDS_ONE:
        frame.set_field(sites, "[]", arguments[-1][1])
    elif method in _ADDS_MANY:
        frame.set_field(sites, "[]", part(arguments[-1][1], "[]"))
