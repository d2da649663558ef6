"""Where the nodes of an abstract syntax tree stand in their file, and edits there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from monai_tslint.facts import Span
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Refused

Function = ast.FunctionDef | ast.AsyncFunctionDef
Node = ast.expr | ast.stmt | ast.arg | ast.keyword


class Places:
    """A file whose nodes have line numbers that are `shift` too small."""

    def __init__(self, path: str, lines: Sequence[str], shift: int = 0) -> None:
        self.path = path
        self.lines = lines
        self._shift = shift

    def appended(self, nodes: Sequence[Node], text: str) -> Edit:
        """An edit that adds an item after the last of a list, on a line of its own where the others are."""
        last = self.span(nodes[-1])
        before = self.lines[last.line - 1][: last.column - 1]
        own_line = not before.strip() and last.line == last.end_line
        return self.inserted(last.end_line, last.end_column, f",\n{before}{text}" if own_line else f", {text}")

    def line(self, node: Node | ast.excepthandler) -> int:
        """The line of the file in which a node starts."""
        return node.lineno + self._shift

    def span(self, node: Node) -> Span:
        """Where a node stands in the file."""
        end_line = (node.end_lineno or node.lineno) + self._shift
        return Span(
            self.line(node),
            self._column(self.line(node), node.col_offset),
            end_line,
            self._column(end_line, node.end_col_offset or 0),
        )

    def _column(self, line: int, offset: int) -> int:
        return column(self.lines, line, offset)

    def code(self, node: Node) -> str:
        """The text of a node that stands on one line."""
        span = self.span(node)
        return self.lines[span.line - 1][span.column - 1 : span.end_column - 1 if span.line == span.end_line else None]

    def text(self, line: int, column: int, end_line: int, end_column: int) -> str:
        """What stands between two points."""
        if line == end_line:
            return self.lines[line - 1][column - 1 : end_column - 1]
        return "\n".join(
            (
                self.lines[line - 1][column - 1 :],
                *self.lines[line : end_line - 1],
                self.lines[end_line - 1][: end_column - 1],
            )
        )

    def replaced(self, node: Node, text: str) -> Edit:
        """An edit that puts a text in a node's place."""
        span = self.span(node)
        return Edit(self.path, span.line, span.column, span.end_line, span.end_column, text)

    def inserted(self, line: int, column: int, text: str) -> Edit:
        """An edit that inserts a text before a point of the file."""
        return Edit(self.path, line, column, line, column, text)

    def without(self, statement: ast.stmt) -> Edit:
        """An edit that removes a statement with its line. Raises `Refused` if it shares the line with anything."""
        span = self.span(statement)
        line, last = self.lines[span.line - 1], self.lines[span.end_line - 1]
        if line[: span.column - 1].strip() or last[span.end_column - 1 :].strip() or span.end_line == len(self.lines):
            raise Refused("a statement shares its line with something else")
        return Edit(self.path, span.line, 1, span.end_line + 1, 1, "")

    def margin(self, node: ast.stmt) -> str:
        """The white space before a statement, or what precedes it on its line."""
        decorators = node.decorator_list if isinstance(node, Function | ast.ClassDef) else []
        line = self.lines[min([self.line(node), *map(self.line, decorators)]) - 1].lstrip("\f")
        return line[: len(line) - len(line.lstrip())]

    def moved_in(self, statement: ast.stmt, step: str) -> Iterator[Edit]:
        """Edits that indent a statement of one line. Raises `Refused` for longer ones."""
        span = self.span(statement)
        if span.line != span.end_line:
            raise Refused("the statement has several lines")
        yield self.inserted(span.line, span.column, step)

    def before(self, statement: ast.stmt, text: str) -> Edit:
        """An edit that inserts a line before a statement. Raises `Refused` if something else precedes it on its line."""
        decorators = statement.decorator_list if isinstance(statement, Function | ast.ClassDef) else []
        number = min([self.line(statement), *map(self.line, decorators)])
        line = self.lines[number - 1]
        feeds = len(line) - len(line.lstrip("\f"))
        at = self._column(self.line(statement), statement.col_offset)
        if not decorators and line[: at - 1].strip():
            raise Refused("there is no line of its own for a statement")
        return self.inserted(number, feeds + 1, f"{self.margin(statement)}{text}\n")


def column(lines: Sequence[str], line: int, offset: int) -> int:
    """The column of a place that `ast` gives in bytes."""
    return len(lines[line - 1].encode("utf-8")[:offset].decode("utf-8", "replace")) + 1
