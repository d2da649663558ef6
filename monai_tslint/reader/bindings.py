"""Executes the simple statements that bind, change or delete names and parts of objects.

Each function gives false: control goes on to the next statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from monai_tslint.facts import NOTHING, AccessKind, Fresh, Value
from monai_tslint.values import extend, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions


def annotate(frame: Expressions, node: cst.AnnAssign) -> bool:
    """`x: T = …`; the annotation says the class of what an attribute gets."""
    if node.value is not None:
        frame.assign(node.target, _typed(frame.evaluate(node.value), node))
    return False


def _typed(value: Value, node: cst.AnnAssign) -> Value:
    """`value` with the class that the annotation of an attribute gives it."""
    if not isinstance(node.target, cst.Attribute):
        return value
    cast = f"<{cst.Module([]).code_for_node(node.annotation.annotation)}>"
    atoms = tuple(a if isinstance(a, Fresh) else extend(a, cast) for a in value.atoms)
    return Value(atoms, value.deps)


def augment(frame: Expressions, node: cst.AugAssign) -> bool:
    """`x += …`."""
    value, target = frame.evaluate(node.value), node.target
    how = cst.Module([]).code_for_node(node.operator).strip()
    if isinstance(target, cst.Name):
        _augment_name(frame, target, value, how)
    elif isinstance(target, cst.Attribute):
        base = frame.evaluate(target.value)
        frame.note_read(part(base, f".{target.attr.value}"), target)
        frame.write(AccessKind.AUGMENT, base, f".{target.attr.value}", target, value, how)
    elif isinstance(target, cst.Subscript):
        frame.store_item(AccessKind.AUGMENT, target, value, how)
    return False


def _augment_name(frame: Expressions, target: cst.Name, value: Value, how: str) -> None:
    """`x += …` changes a list or array in place and rebinds anything else; the effects know which it is."""
    old = frame.evaluate(target)
    if target.value in frame.scope.globals:
        frame.access(AccessKind.AUGMENT, (f"g:{target.value}",), target, value, how)
        return
    frame.write(AccessKind.MUTATE, old, "", target, value, f"alias {how}")
    sites = [a.site for a in old.atoms if isinstance(a, Fresh)]
    held = part(value, "[]")
    if sites and how == "+=" and held.atoms:
        frame.set_field(sites, "[]", held)
        old = frame.evaluate(target)
    frame.bind(target.value, Value(old.atoms, old.deps | value.deps), target)


def delete(frame: Expressions, node: cst.Del) -> bool:
    """`del …`."""
    targets = (
        [e.value for e in node.target.elements] if isinstance(node.target, cst.Tuple | cst.List) else [node.target]
    )
    for target in targets:
        if isinstance(target, cst.Attribute):
            frame.write(AccessKind.DELETE, frame.evaluate(target.value), f".{target.attr.value}", target, how="del")
        elif isinstance(target, cst.Subscript):
            frame.store_item(AccessKind.DELETE, target, NOTHING, "del")
        elif isinstance(target, cst.Name) and target.value in frame.scope.globals:
            frame.access(AccessKind.DELETE, (f"g:{target.value}",), target, how="del")
    return False


def import_module(frame: Expressions, node: cst.Import) -> bool:
    """`import …` within the function."""
    for alias in node.names:
        full = _dotted(alias.name)
        local = _alias_name(alias) or full.partition(".")[0]
        target = full if alias.asname else local
        frame.scope.variables[local] = Value(((f"i:{target}:",),))
    return False


def import_names(frame: Expressions, node: cst.ImportFrom) -> bool:
    """`from … import …` within the function."""
    module = "." * len(node.relative) + (_dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        return False
    for alias in node.names:
        name = _dotted(alias.name)
        frame.scope.variables[_alias_name(alias) or name] = Value(((f"i:{module}:{name}",),))
    return False


def _dotted(node: cst.BaseExpression) -> str:
    return (
        f"{_dotted(node.value)}.{node.attr.value}"
        if isinstance(node, cst.Attribute)
        else cst.ensure_type(node, cst.Name).value
    )


def _alias_name(alias: cst.ImportAlias) -> str | None:
    return _dotted(alias.asname.name) if alias.asname is not None else None
