"""A class as an abstract syntax tree with places in its file: for fixes to which comments and brackets do not matter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Refused
from monai_tslint.fixes.places import Function, Places
from monai_tslint.proposals import Region

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


class Tree(Places):
    """The syntax of one region, and edits of it. Raises `Refused` if it is no class."""

    def __init__(self, lines: Sequence[str], region: Region) -> None:
        node, shift = parsed(lines, region)
        super().__init__(region.path, lines, shift)
        if not isinstance(node, ast.ClassDef):
            raise Refused("the class is no longer where it was")
        self.cls = node

    @property
    def methods(self) -> tuple[Function, ...]:
        """The methods, also those that are defined under a condition."""
        return tuple(_methods(self.cls.body))

    def method_at(self, line: int) -> Function:
        """The method that starts, decorators included, in a line of the file. Raises `Refused`."""
        for method in self.methods:
            if min([self.line(method), *map(self.line, method.decorator_list)]) == line:
                return method
        raise Refused("the method is no longer where it was")

    def step(self, function: Function) -> str:
        """What the body of a function is indented by."""
        return self.margin(function.body[0]).removeprefix(self.margin(function)) or "    "

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

    def at_start(self, function: Function, text: str) -> Edit:
        """An edit that inserts a line after the docstring of a function, above the comments there. Raises `Refused`."""
        first, above = function.body[0], function.lineno + self._shift
        if ast.get_docstring(function, clean=False) is not None:
            if len(function.body) == 1:
                raise Refused("the function has nothing but a docstring")
            first, above = function.body[1], self.span(first).end_line
        signature = [n for n in (*ast.walk(function.args), function.returns) if isinstance(n, ast.expr | ast.arg)]
        above = max([above, *(self.span(node).end_line for node in signature)])
        edit = self.before(first, text)
        number = edit.start_line
        while number - 1 > above and self._is_comment(number - 1):
            number -= 1
        return edit if number == edit.start_line else self.inserted(number, 1, edit.replacement)

    def _is_comment(self, number: int) -> bool:
        text = self.lines[number - 1].strip()
        return text.startswith("#") and not text.startswith("# type:")


def receiver_of(function: Function) -> str:
    """The name of a method's first parameter, `""` if it has none."""
    arguments = (*function.args.posonlyargs, *function.args.args)
    return arguments[0].arg if arguments else ""


def _methods(body: Sequence[ast.stmt]) -> Iterator[Function]:
    for statement in body:
        if isinstance(statement, Function):
            yield statement
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            yield from _methods([s for s in ast.iter_child_nodes(statement) if isinstance(s, ast.stmt)])
