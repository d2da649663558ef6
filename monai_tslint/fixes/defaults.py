"""What constructors set an attribute to, and the removal of such lines when nobody needs them any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from monai_tslint.findings import Edit
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import CONSTRUCTORS, Tree, receiver_of

_COPYABLE = ("dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque")


def is_set(tree: Tree, attribute: str) -> bool:
    """Whether the class or one of its constructors gives an attribute a value."""
    in_body = any(_assigned(s, None, attribute) is not None for s in tree.cls.body)
    return in_body or any(True for _ in _values(tree, attribute))


def annotation_of(tree: Tree, attribute: str) -> str | None:
    """The annotation that a constructor gives to an attribute."""
    for function in _constructors(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.AnnAssign) and _is(node.target, receiver_of(function), attribute):
                return tree.code(node.annotation) if node.annotation.lineno == node.annotation.end_lineno else None
    return None


def copy_of(tree: Tree, attribute: str, own: str) -> str | None:
    """An expression for a container of its own with what the constructors put into an attribute; `own` is its text.

    None if they may put anything else there than a container that has `copy()`.
    """
    values = list(_values(tree, attribute))
    if not values or not all(map(_is_container, values)):
        return None
    texts = {tree.code(value) for value in values}
    return texts.pop() if len(texts) == 1 and all(map(_is_empty, values)) else f"{own}.copy()"


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(func=ast.Name(id="dict" | "list" | "set"), args=[], keywords=[]):
            return True
    return False


def _is_container(value: ast.expr) -> bool:
    match value:
        case ast.Dict() | ast.List() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _COPYABLE
    return False


def _values(tree: Tree, attribute: str) -> Iterator[ast.expr]:
    for function in _constructors(tree):
        for node in ast.walk(function):
            value = _assigned(node, receiver_of(function), attribute)
            if value is not None:
                yield value


def _constructors(tree: Tree) -> Iterator[Function]:
    return (m for m in tree.methods if m.name in CONSTRUCTORS)


def _assigned(node: ast.AST, receiver: str | None, attribute: str) -> ast.expr | None:
    """The value that a statement gives to `receiver.attribute`, or without a receiver to the name."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return value if any(_is(target, receiver, attribute) for target in targets) else None
        case ast.AnnAssign(target=target, value=value):
            return value if _is(target, receiver, attribute) else None
    return None


def _is(node: ast.expr, receiver: str | None, attribute: str) -> bool:
    match node:
        case ast.Name(id=name):
            return receiver is None and name == attribute
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            return (name, attr) == (receiver, attribute)
    return False


def dead_defaults(tree: Tree, attribute: str) -> Iterator[Edit]:
    """Edits that remove the lines of constructors that give an attribute a plain value; comments on them stay."""
    for function in _constructors(tree):
        uses = [
            n for n in ast.walk(function) if isinstance(n, ast.Attribute) and _is(n, receiver_of(function), attribute)
        ]
        dead = [s for s in function.body if _is_plain_default(s, receiver_of(function), attribute)]
        if len(uses) == len(dead):
            for statement in dead:
                yield from _removed(tree, function, statement)


def _is_plain_default(statement: ast.stmt, receiver: str, attribute: str) -> bool:
    match statement:
        case ast.Assign(targets=[target], value=value):
            return _is(target, receiver, attribute) and _is_plain(value)
        case ast.AnnAssign(target=target, value=value):
            return _is(target, receiver, attribute) and (value is None or _is_plain(value))
    return False


def _is_plain(value: ast.expr) -> bool:
    """Whether evaluating a value does nothing that anybody notices."""
    match value:
        case ast.Constant() | ast.Name():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.Attribute(value=owner):
            return _is_plain(owner)
        case ast.Dict(keys=keys, values=values):
            return all(v is not None and _is_plain(v) for v in (*keys, *values))
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return all(map(_is_plain, parts))
        case ast.Call(func=func, args=arguments, keywords=keywords):
            return _is_plain(func) and all(
                isinstance(a, ast.Constant) for a in (*arguments, *(k.value for k in keywords))
            )
    return False


def _removed(tree: Tree, function: Function, statement: ast.stmt) -> Iterator[Edit]:
    span = tree.span(statement)
    line, last = tree.lines[span.line - 1], tree.lines[span.end_line - 1]
    rest = last[span.end_column - 1 :]
    if line[: span.column - 1].strip() or (rest.strip() and not rest.lstrip().startswith("#")):
        return
    if len(function.body) == 1:
        yield tree.replaced(statement, "pass")
    elif rest.strip():
        gap = len(rest) - len(rest.lstrip())
        yield Edit(tree.path, span.line, span.column, span.end_line, span.end_column + gap, "")
    elif span.end_line < len(tree.lines):
        yield Edit(tree.path, span.line, 1, span.end_line + 1, 1, "")
