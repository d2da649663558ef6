"""Evaluates displays and comprehensions: new containers, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from monai_tslint.facts import AccessPath, Value
from monai_tslint.reader import conditions
from monai_tslint.values import MAX_NESTING, nesting, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions


def sequence(frame: Expressions, node: cst.List | cst.Tuple | cst.Set) -> Value:
    """The list, tuple or set that a display builds."""
    fields: list[tuple[str, Value]] = []
    starred = False
    for index, element in enumerate(node.elements):
        value = frame.evaluate(element.value)
        starred = starred or isinstance(element, cst.StarredElement)
        if isinstance(element, cst.StarredElement):
            fields.append(("[]", part(value, "[]")))
        else:
            fields.append(("[]" if starred else f"[{index}]", value))
    return _display(frame, type(node).__name__.lower(), fields)


def mapping(frame: Expressions, node: cst.Dict) -> Value:
    """The dict that a display builds."""
    fields = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            names = conditions.literals(frame.evaluate(element.key))
            step = f"[={names[0]}]" if len(names) == 1 else "[]"
            fields.append((step, frame.evaluate(element.value)))
        else:
            fields.append(("[]", part(frame.evaluate(element.value), "[]")))
    return _display(frame, "dict", fields)


def _display(frame: Expressions, kind: str, fields: list[tuple[str, Value]]) -> Value:
    kept = tuple(f for f in fields if f[1].atoms and nesting(f[1]) < MAX_NESTING)[:16]
    return Value((frame.fresh(kind, kept),), frozenset(d for _, v in fields for d in v.deps))


def comprehension(frame: Expressions, node: cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp) -> Value:
    """What a comprehension builds; its variables are its own."""
    before = dict(frame.scope.variables)
    bound: list[str] = []
    narrow: list[tuple[AccessPath, str]] = []
    part_of: cst.CompFor | None = node.for_in
    while part_of is not None:
        with frame.under(narrow=narrow):
            frame.assign(part_of.target, frame.iterate(part_of.iter))
            bound += _names(part_of.target)
            for test in part_of.ifs:
                narrow += conditions.read(frame, test.test).narrow_true
        part_of = part_of.inner_for_in
    with frame.under(narrow=narrow):
        if isinstance(node, cst.DictComp):
            frame.evaluate(node.key)
            value = frame.evaluate(node.value)
        else:
            value = frame.evaluate(node.elt)
    for name in bound:
        frame.scope.variables.pop(name, None)
        if name in before:
            frame.scope.variables[name] = before[name]
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.DictComp: "dict"}.get(type(node), "generator")
    return _display(frame, kind, [("[]", value)])


def _names(target: cst.BaseExpression) -> list[str]:
    if isinstance(target, cst.Name):
        return [target.value]
    if isinstance(target, cst.Tuple | cst.List):
        return [name for element in target.elements for name in _names(element.value)]
    return []
