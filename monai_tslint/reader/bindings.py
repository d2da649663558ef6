"""Executes the simple statements that bind, change or delete names and parts of objects.

Each function gives false: control goes on to the next statement.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from monai_tslint.facts import NOTHING, AccessKind, Fresh, Value
from monai_tslint.texts import annotation_text
from monai_tslint.values import extend, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions


def annotate(frame: Expressions, node: ast.AnnAssign) -> bool:
    """`x: T = …`; the annotation says the class of what an attribute gets."""
    if node.value is not None:
        frame.assign(node.target, _typed(frame.evaluate(node.value), node))
    return False


def _typed(value: Value, node: ast.AnnAssign) -> Value:
    """`value` with the class that the annotation of an attribute gives it."""
    if not isinstance(node.target, ast.Attribute):
        return value
    cast = f"<{annotation_text(node.annotation)}>"
    atoms = tuple(a if isinstance(a, Fresh) else extend(a, cast) for a in value.atoms)
    return Value(atoms, value.deps)


def augment(frame: Expressions, node: ast.AugAssign) -> bool:
    """`x += …`."""
    value, target = frame.evaluate(node.value), node.target
    how = _OPERATORS[type(node.op)]
    if isinstance(target, ast.Name):
        _augment_name(frame, target, value, how)
    elif isinstance(target, ast.Attribute):
        base = frame.evaluate(target.value)
        frame.note_read(part(base, f".{target.attr}"), target)
        frame.write(AccessKind.AUGMENT, base, f".{target.attr}", target, value, how)
    elif isinstance(target, ast.Subscript):
        frame.store_item(AccessKind.AUGMENT, target, value, how)
    return False


def _augment_name(frame: Expressions, target: ast.Name, value: Value, how: str) -> None:
    """`x += …` changes a list or array in place and rebinds anything else; the effects know which it is."""
    old = frame.evaluate(target)
    if target.id in frame.scope.globals:
        frame.access(AccessKind.AUGMENT, (f"g:{target.id}",), target, value, how)
        return
    frame.write(AccessKind.MUTATE, old, "", target, value, f"alias {how}")
    sites = [a.site for a in old.atoms if isinstance(a, Fresh)]
    held = part(value, "[]")
    if sites and how == "+=" and held.atoms:
        frame.set_field(sites, "[]", held)
        old = frame.evaluate(target)
    frame.bind(target.id, Value(old.atoms, old.deps | value.deps), target)


def delete(frame: Expressions, node: ast.Delete) -> bool:
    """`del …`."""
    for target in node.targets:
        _delete(frame, target)
    return False


def _delete(frame: Expressions, target: ast.expr) -> None:
    match target:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for one in parts:
                _delete(frame, one)
        case ast.Attribute(value=obj, attr=name):
            frame.write(AccessKind.DELETE, frame.evaluate(obj), f".{name}", target, how="del")
        case ast.Subscript():
            frame.store_item(AccessKind.DELETE, target, NOTHING, "del")
        case ast.Name(id=name) if name in frame.scope.globals:
            frame.access(AccessKind.DELETE, (f"g:{name}",), target, how="del")


def import_module(frame: Expressions, node: ast.Import) -> bool:
    """`import …` within the function."""
    for alias in node.names:
        local = alias.asname or alias.name.partition(".")[0]
        target = alias.name if alias.asname else local
        frame.scope.variables[local] = Value(((f"i:{target}:",),))
    return False


def import_names(frame: Expressions, node: ast.ImportFrom) -> bool:
    """`from … import …` within the function."""
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name != "*":
            frame.scope.variables[alias.asname or alias.name] = Value(((f"i:{module}:{alias.name}",),))
    return False


_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+=",
    ast.Sub: "-=",
    ast.Mult: "*=",
    ast.Div: "/=",
    ast.FloorDiv: "//=",
    ast.Mod: "%=",
    ast.Pow: "**=",
    ast.LShift: "<<=",
    ast.RShift: ">>=",
    ast.BitOr: "|=",
    ast.BitXor: "^=",
    ast.BitAnd: "&=",
    ast.MatMult: "@=",
}
