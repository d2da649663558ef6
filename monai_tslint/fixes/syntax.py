"""A function as it stands in its file now: its concrete syntax, and where each node is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from monai_tslint.facts import Span
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Refused
from monai_tslint.proposals import Region


class Parsed:
    """The syntax of one region, and edits of it. Raises `Refused` where libcst cannot parse it."""

    def __init__(self, lines: Sequence[str], region: Region) -> None:
        self.path = region.path
        self.lines = lines
        chosen = [lines[number - 1] for number in range(region.line, min(region.end_line, len(lines)) + 1)]
        feeds = [len(line) - len(line.lstrip("\f")) for line in chosen]
        text = "\n".join((*(line.lstrip("\f") for line in chosen), ""))
        indented = text[:1] in (" ", "\t")
        self._first = region.line - indented
        self._feeds = [0, *feeds] if indented else feeds
        try:
            self.module = cst.parse_module(f"if 1:\n{text}" if indented else text)
        except cst.ParserSyntaxError as error:
            raise Refused(f"libcst cannot read the code: {error.message}") from None
        outer = self.module.body[-1]
        self.node = outer.body.body[-1] if indented and isinstance(outer, cst.If) else outer

    @property
    def function(self) -> cst.FunctionDef:
        """The region's function. Raises `Refused` if it is none."""
        if not isinstance(self.node, cst.FunctionDef):
            raise Refused("the function is no longer where it was")
        return self.node

    @cached_property
    def _ranges(self) -> dict[cst.CSTNode, CodeRange]:
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        return dict(wrapper.resolve(PositionProvider))

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node stands in the file, white space and comments around it left out."""
        found = self._ranges[node]
        return Span(*self._point(found.start.line, found.start.column), *self._point(found.end.line, found.end.column))

    def _point(self, line: int, column: int) -> tuple[int, int]:
        feeds = self._feeds[line - 1] if line <= len(self._feeds) else 0
        return self._first + line - 1, column + 1 + feeds

    def inserted(self, line: int, column: int, text: str) -> Edit:
        """An edit that inserts a text before a point of the file."""
        return Edit(self.path, line, column, line, column, text)
