"""What moving statements into `try` and `finally` must not change: how control leaves them, and what they know."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from monai_tslint.fixes.blocks import Statement
from monai_tslint.fixes.names import bound_by
from monai_tslint.fixes.syntax import Parsed

_SCOPES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
_LOOPS = ast.For | ast.AsyncFor | ast.While
_PLAIN = ast.Name | ast.Constant | ast.UnaryOp | ast.BoolOp | ast.Compare
_UNCHANGED = _PLAIN | ast.expr_context | ast.unaryop | ast.boolop | ast.cmpop


def block(parsed: Parsed, statements: Sequence[Statement]) -> list[ast.stmt]:
    """Statements as an abstract syntax tree without places."""
    text = "".join(parsed.module.code_for_node(statement) for statement in statements)
    return ast.parse(text).body


def left_early(statements: Sequence[ast.stmt]) -> bool:
    """Whether control can leave statements other than at their end or by an exception."""
    return any(_leaves(statement, in_loop=False) for statement in statements)


def _leaves(node: ast.AST, *, in_loop: bool) -> bool:
    if isinstance(node, _SCOPES):
        return False
    if isinstance(node, ast.Return) or (isinstance(node, ast.Break | ast.Continue) and not in_loop):
        return True
    if isinstance(node, _LOOPS):
        ends = any(_leaves(child, in_loop=in_loop) for child in node.orelse)
        return ends or any(_leaves(child, in_loop=True) for child in node.body)
    return any(_leaves(child, in_loop=in_loop) for child in ast.iter_child_nodes(node))


def depends(restore: Sequence[ast.stmt], body: Sequence[ast.stmt]) -> bool:
    """Whether what is restored, or if it is, may depend on how far `body` gets."""
    names = _names(restore, ast.Load) - _names(restore, ast.Store)
    tests = [node.test for statement in restore for node in ast.walk(statement) if isinstance(node, ast.If)]
    plain = all(isinstance(node, _UNCHANGED) for test in tests for node in ast.walk(test))
    return not plain or not names.isdisjoint(_bound_in(body))


def _bound_in(statements: Sequence[ast.stmt]) -> frozenset[str]:
    """The names to which statements give a value, or from which they take it."""
    return frozenset(name for statement in statements for node in ast.walk(statement) for name in bound_by(node))


def _names(statements: Sequence[ast.stmt], context: type[ast.expr_context]) -> set[str]:
    nodes = (node for statement in statements for node in ast.walk(statement))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}
