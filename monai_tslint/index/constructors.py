"""The attributes that constructors set: enough to know the classes of what an object holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from monai_tslint.facts import InstanceField
from monai_tslint.index.bindings import Function
from monai_tslint.texts import annotation_text, value_text

CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__setstate__", "__attrs_post_init__"})
_OPAQUE = (ast.Call, ast.GeneratorExp, ast.Lambda, ast.Await, ast.NamedExpr)
_SIMPLE = (ast.Expr, ast.Return, ast.Raise, ast.AugAssign, ast.Pass, ast.Assert, ast.Import, ast.ImportFrom)


def instance_fields(node: Function) -> Iterator[InstanceField]:
    """What a constructor assigns to attributes of its first parameter; several values for one after a conditional."""
    parameters = node.args.posonlyargs + node.args.args
    if parameters:
        yield from _fields(node.body, parameters[0].arg, node.name)


def _fields(statements: list[ast.stmt], receiver: str, constructor: str) -> Iterator[InstanceField]:
    for statement in statements:
        if isinstance(statement, _SIMPLE):
            continue
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield from _assigned(target, None, statement.value, receiver, constructor)
        elif isinstance(statement, ast.AnnAssign):
            annotation = annotation_text(statement.annotation)
            yield from _assigned(statement.target, annotation, statement.value, receiver, constructor)
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for block in _blocks(statement):
                yield from _fields(block, receiver, constructor)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(statement, name, None)
        if block:
            yield block
    for handler in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield handler.body


def _assigned(
    target: ast.expr, annotation: str | None, value: ast.expr | None, receiver: str, constructor: str
) -> Iterator[InstanceField]:
    if isinstance(target, ast.Tuple | ast.List):
        parts = value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts) else ()
        for index, part in enumerate(target.elts):
            yield from _assigned(part, None, parts[index] if parts else None, receiver, constructor)
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == receiver:
        values = list(_alternatives(value)) if value is not None else [None]
        for one in values:
            yield InstanceField(target.attr, constructor, annotation, _text(one) if one is not None else None)


def _text(value: ast.expr) -> str | None:
    """The value's text; `?` for one that only reading the constructor explains, None for a plain result."""
    text = value_text(value)
    return "?" if text is None and isinstance(value, _OPAQUE) else text


def _alternatives(value: ast.expr) -> Iterator[ast.expr]:
    """The expressions that a conditional may choose from."""
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            yield from _alternatives(body)
            yield from _alternatives(orelse)
        case ast.BoolOp(values=values):
            for one in values:
                yield from _alternatives(one)
        case _:
            yield value
