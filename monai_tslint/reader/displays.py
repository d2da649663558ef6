"""Evaluates displays and comprehensions: new containers, and what they hold."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from monai_tslint.facts import AccessPath, Value
from monai_tslint.reader import conditions
from monai_tslint.values import MAX_NESTING, nesting, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions


def sequence(frame: Expressions, node: ast.List | ast.Tuple | ast.Set) -> Value:
    """The list, tuple or set that a display builds."""
    fields: list[tuple[str, Value]] = []
    starred = False
    for index, element in enumerate(node.elts):
        if isinstance(element, ast.Starred):
            starred = True
            fields.append(("[]", part(frame.evaluate(element.value), "[]")))
        else:
            fields.append(("[]" if starred else f"[{index}]", frame.evaluate(element)))
    return _display(frame, type(node).__name__.lower(), fields)


def mapping(frame: Expressions, node: ast.Dict) -> Value:
    """The dict that a display builds."""
    fields = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None:
            names = conditions.literals(frame.evaluate(key))
            step = f"[={names[0]}]" if len(names) == 1 else "[]"
            fields.append((step, frame.evaluate(value)))
        else:
            fields.append(("[]", part(frame.evaluate(value), "[]")))
    return _display(frame, "dict", fields)


def _display(frame: Expressions, kind: str, fields: list[tuple[str, Value]]) -> Value:
    kept = tuple(f for f in fields if f[1].atoms and nesting(f[1]) < MAX_NESTING)[:16]
    return Value((frame.fresh(kind, kept),), frozenset(d for _, v in fields for d in v.deps))


def comprehension(frame: Expressions, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    """What a comprehension builds; its variables are its own."""
    before = dict(frame.scope.variables)
    bound: list[str] = []
    narrow: list[tuple[AccessPath, str]] = []
    for generator in node.generators:
        with frame.under(narrow=narrow):
            frame.assign(generator.target, frame.iterate(generator.iter))
            bound += _names(generator.target)
            for test in generator.ifs:
                narrow += conditions.read(frame, test).narrow_true
    with frame.under(narrow=narrow):
        if isinstance(node, ast.DictComp):
            frame.evaluate(node.key)
            value = frame.evaluate(node.value)
        else:
            value = frame.evaluate(node.elt)
    for name in bound:
        frame.scope.variables.pop(name, None)
        if name in before:
            frame.scope.variables[name] = before[name]
    return _display(frame, _BUILT.get(type(node), "generator"), [("[]", value)])


_BUILT: dict[type[ast.expr], str] = {ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict"}


def _names(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, ast.Tuple | ast.List):
        return [name for element in target.elts for name in _names(element)]
    return [] if not isinstance(target, ast.Starred) else _names(target.value)
