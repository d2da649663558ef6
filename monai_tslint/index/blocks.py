"""Bodies with their blocks (`if`, `try`, `with`, loops, `match`) flattened: whatever these bind counts.

What an `except` handler or the `else` of `if TYPE_CHECKING` binds is a fallback and replaces no earlier binding.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from monai_tslint.texts import dotted

_TRIES = (ast.Try, ast.TryStar)
_WITHS = (ast.With, ast.AsyncWith)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_BLOCKS = frozenset((ast.If, ast.Match, *_TRIES, *_WITHS, *_LOOPS))


def flatten(statements: list[ast.stmt]) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements of a body and of its blocks in source order, each with whether it is a fallback."""
    stack = [(statement, False) for statement in reversed(statements)]
    while stack:
        item = stack.pop()
        if type(item[0]) in _BLOCKS:
            stack.extend(reversed(list(_inside(*item))))
        yield item


def _inside(node: ast.stmt, fallback: bool) -> Iterable[tuple[ast.stmt, bool]]:
    if isinstance(node, ast.If):
        checking = dotted(node.test).rpartition(".")[2] == "TYPE_CHECKING"
        return [*_each(fallback, node.body), *_each(fallback or checking, node.orelse)]
    if isinstance(node, _TRIES):
        handlers = [handler.body for handler in node.handlers]
        return [
            *_each(fallback, node.body, node.orelse),
            *_each(True, *handlers),
            *_each(fallback, node.finalbody),
        ]
    if isinstance(node, _LOOPS):
        return _each(fallback, node.body, node.orelse)
    if isinstance(node, ast.Match):
        return _each(fallback, *(case.body for case in node.cases))
    return _each(fallback, node.body) if isinstance(node, _WITHS) else ()


def _each(fallback: bool, *bodies: list[ast.stmt]) -> Iterator[tuple[ast.stmt, bool]]:
    return ((statement, fallback) for body in bodies for statement in body)
