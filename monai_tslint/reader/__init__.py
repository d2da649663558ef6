"""Reads the bodies of functions: source text of one function to `FunctionFacts`. The one place that walks syntax."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from monai_tslint.facts import FunctionFacts, FunctionIndex, Value
from monai_tslint.reader.positions import locate
from monai_tslint.reader.statements import Statements, parameters
from monai_tslint.values import join

__all__ = ["read_function"]


def read_function(lines: Sequence[str], function: FunctionIndex) -> FunctionFacts:
    """What the body of `function` does.

    `lines` are all lines of its file, split at newlines. A body that libcst cannot parse, or that is nested too deeply to be
    walked, gives facts without events and with `problem` set.
    """
    source = "\n".join(lines[function.line - 1 : function.end_line]).lstrip("\f") + "\n"
    first_line = function.line
    if source[0] in " \t":
        source, first_line = f"if 1:\n{source}", first_line - 1
    try:
        return _read(cst.parse_module(source), first_line)
    except cst.ParserSyntaxError as error:
        return FunctionFacts((), problem=f"libcst cannot read it: {error.message}")
    except RecursionError:
        return FunctionFacts((), problem="it is nested too deeply")


def _read(module: cst.Module, first_line: int) -> FunctionFacts:
    node: cst.CSTNode = module.body[-1]
    if isinstance(node, cst.If):
        node = node.body.body[-1]
    definition = cst.ensure_type(node, cst.FunctionDef)
    frame = Statements()
    names = [p.name.value for p in parameters(definition.params)]
    frame.scope.variables = {n: Value(((f"p:{n}",),), frozenset({(f"p:{n}",)})) for n in names}
    frame.receiver = frame.scope.variables[names[0]] if names else None
    frame.suite(definition.body)
    spans = locate(module, frame.nodes, first_line) if frame.events else {}
    return FunctionFacts(
        frame.located(spans), join(frame.returned), tuple(frame.nested), frame.generator
    )
