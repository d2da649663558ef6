"""A class as an abstract syntax tree with places in its file: for fixes to which comments and brackets do not matter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from monai_tslint.facts import Span
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Refused
from monai_tslint.proposals import Region

Function = ast.FunctionDef | ast.AsyncFunctionDef
CONSTRUCTORS = ("__init__", "__new__", "__post_init__", "__setstate__")


def parsed(lines: Sequence[str], region: Region) -> tuple[ast.stmt | None, int]:
    """The statement that a region is, and what to add to its line numbers. Raises `Refused` if Python cannot parse it."""
    text = "\n".join(lines[region.line - 1 : region.end_line])
    indented = text.lstrip("\f")[:1] in (" ", "\t")
    try:
        body = ast.parse(f"if 1:\n{text}\n" if indented else f"{text}\n").body
    except (SyntaxError, RecursionError):
        raise Refused("the code is no longer where it was") from None
    outer = body[0] if body else None
    node = outer.body[0] if indented and isinstance(outer, ast.If) else outer
    return node, region.line - 1 - indented


class Tree:
    """The syntax of one region, and edits of it. Raises `Refused` if it is no class."""

    def __init__(self, lines: Sequence[str], region: Region) -> None:
        self.path = region.path
        self.lines = lines
        node, self._shift = parsed(lines, region)
        if not isinstance(node, ast.ClassDef):
            raise Refused("the class is no longer where it was")
        self.cls = node

    @property
    def methods(self) -> tuple[Function, ...]:
        """The methods, also those that are defined under a condition."""
        return tuple(_methods(self.cls.body))

    def appended(self, nodes: Sequence[ast.expr] | Sequence[ast.arg], text: str) -> Edit:
        """An edit that adds an item after the last of a list, on a line of its own where the others are."""
        last = self.span(nodes[-1])
        before = self.lines[last.line - 1][: last.column - 1]
        own_line = not before.strip() and last.line == last.end_line
        return self.inserted(last.end_line, last.end_column, f",\n{before}{text}" if own_line else f", {text}")

    def method_at(self, line: int) -> Function:
        """The method that starts, decorators included, in a line of the file. Raises `Refused`."""
        for method in self.methods:
            if min([self.line(method), *map(self.line, method.decorator_list)]) == line:
                return method
        raise Refused("the method is no longer where it was")

    def line(self, node: ast.expr | ast.stmt | ast.arg | ast.excepthandler) -> int:
        """The line of the file in which a node starts."""
        return node.lineno + self._shift

    def span(self, node: ast.expr | ast.stmt | ast.arg) -> Span:
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

    def code(self, node: ast.expr | ast.stmt | ast.arg) -> str:
        """The text of a node that stands on one line."""
        span = self.span(node)
        return self.lines[span.line - 1][span.column - 1 : span.end_column - 1 if span.line == span.end_line else None]

    def replaced(self, node: ast.expr | ast.stmt | ast.arg, text: str) -> Edit:
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

    def step(self, function: Function) -> str:
        """What the body of a function is indented by."""
        return self.margin(function.body[0]).removeprefix(self.margin(function)) or "    "

    def moved_in(self, statement: ast.stmt, step: str) -> Iterator[Edit]:
        """Edits that indent a statement of one line. Raises `Refused` for longer ones."""
        span = self.span(statement)
        if span.line != span.end_line:
            raise Refused("the statement has several lines")
        yield self.inserted(span.line, span.column, step)

    def before_methods(self, text: Callable[[str, str], str]) -> Edit:
        """An edit that inserts lines into the class before its first method or condition, and the comments right above.

        `text` gives them for the indentation of the class's body, and of a method's body in it. Raises `Refused`.
        """
        first = next(
            (s for s in self.cls.body if isinstance(s, Function | ast.ClassDef | ast.If | ast.Try | ast.With)), None
        )
        if first is None:
            raise Refused("the class has no methods of its own")
        number = min([self.line(first), *map(self.line, first.decorator_list if isinstance(first, Function) else [])])
        while self.lines[number - 2].lstrip().startswith("#"):
            number -= 1
        step = (
            self.step(first) if isinstance(first, Function) else self.margin(first).removeprefix(self.margin(self.cls))
        )
        return self.inserted(number, 1, text(self.margin(first), step))

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


def receiver_of(function: Function) -> str:
    """The name of a method's first parameter, `""` if it has none."""
    arguments = (*function.args.posonlyargs, *function.args.args)
    return arguments[0].arg if arguments else ""


def column(lines: Sequence[str], line: int, offset: int) -> int:
    """The column of a place that `ast` gives in bytes."""
    return len(lines[line - 1].encode("utf-8")[:offset].decode("utf-8", "replace")) + 1


def _methods(body: Sequence[ast.stmt]) -> Iterator[Function]:
    for statement in body:
        if isinstance(statement, Function):
            yield statement
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            yield from _methods([s for s in ast.iter_child_nodes(statement) if isinstance(s, ast.stmt)])
