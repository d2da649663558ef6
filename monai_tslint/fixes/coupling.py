"""Attributes that calls keep together for later ones, such as a cache and what tells whether it still holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import receiver_of


def kept_together(method: Function, attribute: str) -> str | None:
    """Another attribute that a method sets along with this one if a test of either of them says so; None if there is none."""
    receiver = receiver_of(method)
    for test, statements in _choices(method.body):
        tested, written = _uses(receiver, [test], ast.Load), _uses(receiver, statements, ast.Store)
        others = (written if attribute in tested else tested & written) - {attribute}
        if attribute in written and others:
            return min(others)
    return None


def _choices(block: Sequence[ast.stmt]) -> Iterator[tuple[ast.expr, Sequence[ast.stmt]]]:
    """Each test in a block with the statements that it decides on: also those behind it, if it leads to a `return`."""
    for number, statement in enumerate(block):
        if isinstance(statement, ast.If):
            returns = isinstance(statement.body[-1], ast.Return) and not statement.orelse
            yield statement.test, (*statement.body, *statement.orelse, *(block[number + 1 :] if returns else ()))
        for inner in _blocks(statement):
            yield from _choices(inner)


def _blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    for node in (statement, *(h for h in ast.iter_child_nodes(statement) if isinstance(h, ast.excepthandler))):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def _uses(receiver: str, nodes: Sequence[ast.AST], context: type[ast.expr_context]) -> set[str]:
    """The attributes of the object that are read or written."""
    return {
        inner.attr
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute)
        and isinstance(inner.ctx, context)
        and isinstance(inner.value, ast.Name)
        and inner.value.id == receiver
    }
