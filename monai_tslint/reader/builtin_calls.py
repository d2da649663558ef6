"""Calls that read or write attributes by name, and methods that change a local container."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from monai_tslint.facts import NOTHING, AccessKind, Fresh, Value
from monai_tslint.reader.conditions import literals
from monai_tslint.values import extend, join, of_path, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions

_Arguments = tuple[tuple[str, Value], ...]


def read(frame: Expressions, node: cst.Call) -> Value | None:
    """The value of a call that Python itself gives a meaning to, None for any other call."""
    match node.func:
        case cst.Name(value=name) if name in _BY_NAME and frame.scope.find(name) is None:
            return _BY_NAME[name](frame, node)
        case cst.Attribute(value=cst.Name(value="object"), attr=cst.Name(value="__setattr__" | "__delattr__" as name)):
            return _BY_NAME["setattr" if name == "__setattr__" else "delattr"](frame, node)
        case cst.Attribute(value=obj, attr=cst.Name(value="__setattr__")) if len(node.args) == 2:
            return _own_setattr(frame, node, _object(frame, obj))
        case cst.Attribute(value=obj, attr=cst.Name(value="__delattr__")) if len(node.args) == 1:
            return _own_delattr(frame, node, _object(frame, obj))
    return None


def _steps(frame: Expressions, name: cst.BaseExpression) -> list[str]:
    return [f".{text}" for text in literals(frame.evaluate(name))] or [".*"]


def _setattr(frame: Expressions, node: cst.Call) -> Value | None:
    if len(node.args) != 3:
        return None
    obj, name, value = (a.value for a in node.args)
    base, steps, stored = frame.evaluate(obj), _steps(frame, name), frame.evaluate(value)
    for step in steps:
        frame.write(AccessKind.ASSIGN, base, step, node, stored, "setattr")
    return NOTHING


def _object(frame: Expressions, node: cst.BaseExpression) -> Value:
    """The object whose method is called; `super()` is the receiver."""
    value = frame.evaluate(node)
    return frame.receiver or NOTHING if value.atoms == (("super",),) else value


def _own_setattr(frame: Expressions, node: cst.Call, base: Value) -> Value:
    steps, stored = _steps(frame, node.args[0].value), frame.evaluate(node.args[1].value)
    for step in steps:
        frame.write(AccessKind.ASSIGN, base, step, node, stored, "setattr")
    return NOTHING


def _own_delattr(frame: Expressions, node: cst.Call, base: Value) -> Value:
    for step in _steps(frame, node.args[0].value):
        frame.write(AccessKind.DELETE, base, step, node, how="delattr")
    return NOTHING


def _delattr(frame: Expressions, node: cst.Call) -> Value | None:
    if len(node.args) != 2:
        return None
    base = frame.evaluate(node.args[0].value)
    for step in _steps(frame, node.args[1].value):
        frame.write(AccessKind.DELETE, base, step, node, how="delattr")
    return NOTHING


def _getattr(frame: Expressions, node: cst.Call) -> Value | None:
    if len(node.args) not in (2, 3):
        return None
    base = frame.evaluate(node.args[0].value)
    value = join(part(base, step) for step in _steps(frame, node.args[1].value))
    frame.note_read(value, node)
    default = frame.evaluate(node.args[2].value) if len(node.args) == 3 else NOTHING
    return join((value, default))


def _hasattr(frame: Expressions, node: cst.Call) -> Value | None:
    if len(node.args) != 2:
        return None
    base = frame.evaluate(node.args[0].value)
    for step in _steps(frame, node.args[1].value):
        frame.note_read(part(base, step), node)
    return Value((), base.deps)


def _vars(frame: Expressions, node: cst.Call) -> Value | None:
    return part(frame.evaluate(node.args[0].value), ".__dict__") if len(node.args) == 1 else None


def _type(frame: Expressions, node: cst.Call) -> Value | None:
    return part(frame.evaluate(node.args[0].value), ".__class__") if len(node.args) == 1 else None


def _super(frame: Expressions, node: cst.Call) -> Value:
    for argument in node.args:
        frame.evaluate(argument.value)
    return of_path(("super",))


def _isinstance(frame: Expressions, node: cst.Call) -> Value:
    return Value((), frozenset(d for _, v in frame.arguments(node.args) for d in v.deps))


def _next(frame: Expressions, node: cst.Call) -> Value | None:
    if not node.args:
        return None
    values = [value for _, value in frame.arguments(node.args)]
    frame.write(AccessKind.MUTATE, values[0], "", node, how="next")
    return join((part(values[0], "[]"), *values[1:]))


_BY_NAME: dict[str, Callable[[Expressions, cst.Call], Value | None]] = {
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
