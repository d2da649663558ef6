"""The body of a function as Python's own parser gives it, and where its nodes stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from msgspec import Struct

from monai_tslint.facts import Span
from monai_tslint.texts import parse


class Unsupported(Exception):
    """Syntax that is newer than this reader."""

    def __init__(self, node: ast.AST) -> None:
        super().__init__(f"it uses syntax that is not known: {type(node).__name__}")


class Body(Struct, frozen=True):
    """The statements of a function. Line L of a node is line L + `shift` of the file, whose `lines` these are."""

    statements: Sequence[ast.stmt]
    shift: int
    lines: Sequence[str]

    def locate(self, nodes: Iterable[ast.expr]) -> list[Span]:
        """The span of each of `nodes`; columns count code points. Parentheses around an expression do not belong to it."""
        spans: dict[int, Span] = {}
        return [spans.get(id(node)) or spans.setdefault(id(node), self._span(node)) for node in nodes]

    def _span(self, node: ast.expr) -> Span:
        end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Span(*self._point(node.lineno, node.col_offset), *self._point(*end))

    def _point(self, line: int, offset: int) -> tuple[int, int]:
        text = self.lines[line + self.shift - 1]
        inside = text.lstrip("\f")
        before = offset if inside.isascii() else len(inside.encode()[:offset].decode())
        return line + self.shift, len(text) - len(inside) + before + 1


def parsed(lines: Sequence[str], first: int, last: int) -> Body:
    """The body of the function (decorators included) that stands on the lines `first` to `last` of a file.

    Raises `SyntaxError` if Python cannot parse it and `Unsupported` if it is no function.
    """
    text = "\n".join(line.lstrip("\f") for line in lines[first - 1 : last])
    nested = text[:1] in (" ", "\t")
    module = parse(f"if 1:\n{text}" if nested else text)
    outer = module.body[-1]
    function = outer.body[-1] if isinstance(outer, ast.If) else outer
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        raise Unsupported(function)
    return Body(function.body, first - 2 if nested else first - 1, lines)
