"""The names that a module lists in `__all__`."""

from __future__ import annotations

import ast

from monai_tslint.index.blocks import flatten


def exports(statements: list[ast.stmt]) -> tuple[str, ...] | None:
    """The names in `__all__`, with what is added to it; None if there is none or a part of it is computed."""
    names: list[str] | None = None
    for statement, _ in flatten(statements):
        part = _part(statement)
        if part is None:
            continue
        constants = _strings(part)
        if constants is None:
            return None
        adds = not isinstance(statement, (ast.Assign, ast.AnnAssign))
        names = [*(names or ()), *constants] if adds else constants
    return None if names is None else tuple(names)


def _strings(node: ast.expr) -> list[str] | None:
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    found = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
    return found if len(found) == len(node.elts) else None


def _part(node: ast.stmt) -> ast.expr | None:
    """What a statement makes `__all__`, or adds to it."""
    match node:
        case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
            return value
        case ast.AnnAssign(target=ast.Name(id="__all__"), value=value):
            return value
        case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
            return value
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"), attr="extend"), args=[value])):
            return value
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"), attr="append"), args=[value])):
            return ast.List(elts=[value])
    return None
