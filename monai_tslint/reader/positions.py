"""Where chosen nodes stand in the source: one pass of code generation that notes only these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

from monai_tslint.facts import Span


class _Recorder(CodegenState):
    """Generates the code as a list of tokens and remembers at which token a wanted node starts and ends."""

    __slots__ = ("ranges", "starts", "wanted")

    def __init__(self, wanted: set[int], indent: str) -> None:
        super().__init__(default_indent=indent, default_newline="\n")
        self.wanted = wanted
        self.starts: dict[int, int] = {}
        self.ranges: dict[int, tuple[int, int]] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.starts[id(node)] = len(self.tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.ranges[id(node)] = (self.starts[id(node)], len(self.tokens))


def _points(tokens: list[str], indexes: Iterable[int], numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Line and column before each of the tokens with these indexes."""
    points: dict[int, tuple[int, int]] = {}
    line, column, done = 0, 1, 0
    for index in sorted(set(indexes)):
        text = "".join(tokens[done:index])
        done = index
        newlines = text.count("\n")
        if newlines:
            line += newlines
            column = len(text) - text.rfind("\n")
        else:
            column += len(text)
        points[index] = (numbers[min(line, len(numbers) - 1)], column)
    return points


def locate(module: cst.Module, nodes: Iterable[cst.CSTNode], numbers: Sequence[int]) -> dict[int, Span]:
    """The span of each of `nodes` (by `id`) in `module`; `numbers` gives the number in the file of each of its lines.

    Columns count code points; an expression's own parentheses belong to it, white space around it does not.
    """
    state: Any = _Recorder({id(node) for node in nodes}, module.default_indent)
    module._codegen(state)
    points = _points(state.tokens, (i for pair in state.ranges.values() for i in pair), numbers)
    return {node: Span(*points[start], *points[end]) for node, (start, end) in state.ranges.items()}
