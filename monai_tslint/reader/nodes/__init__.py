"""libcst nodes from Python's own parser.

libcst's parser builds every space and comma as an object, which costs twelve times as much as `ast.parse`. Reading needs
none of them, so here the tree of `ast` is rewritten in libcst's nodes, white space left at its defaults. The reader visits
these; the fixes visit what libcst parsed, with the same classes and fields.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import libcst as cst
from msgspec import Struct

from monai_tslint.reader.nodes.expressions import Unsupported
from monai_tslint.reader.nodes.statements import Builder
from monai_tslint.texts import parse

__all__ = ["Built", "Unsupported", "build"]


class Built(Struct, frozen=True):
    """The body of a function. `origins` gives for nodes, by `id`, the node of `ast` that says where they stand.

    Line L of `ast` is line L + `shift` of the file.
    """

    body: cst.IndentedBlock
    origins: Mapping[int, ast.expr]
    shift: int


def build(lines: Sequence[str], first: int, last: int) -> Built:
    """The body of the function (decorators included) that stands on the lines `first` to `last` of a file.

    Raises `SyntaxError` if Python cannot parse it and `Unsupported` for syntax without nodes.
    """
    text = "\n".join(line.lstrip("\f") for line in lines[first - 1 : last])
    nested = text[:1] in (" ", "\t")
    module = parse(f"if 1:\n{text}" if nested else text)
    outer = module.body[-1]
    function = outer.body[-1] if isinstance(outer, ast.If) else outer
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        raise Unsupported(function)
    builder = Builder()
    return Built(builder.block(function.body), builder.origins, first - 2 if nested else first - 1)
