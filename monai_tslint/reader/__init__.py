"""Reads the bodies of functions: source text of one function to `FunctionFacts`. The one place that walks syntax."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from monai_tslint.facts import FunctionFacts, FunctionIndex, Value
from monai_tslint.reader import positions
from monai_tslint.reader.statements import Statements
from monai_tslint.values import join

__all__ = ["read_function"]


def read_function(lines: Sequence[str], function: FunctionIndex, *, locate: bool = True) -> FunctionFacts:
    """What the body of `function` does.

    `lines` are all lines of its file, split at newlines. Without `locate`, which saves a third of the time, spans have line 0
    and a column that only tells events apart. A body that libcst cannot parse, or that is nested too deeply to be
    walked, gives facts without events and with `problem` set.
    """
    try:
        try:
            source, numbers = _body(lines, function)
            module = cst.parse_module(source)
        except cst.ParserSyntaxError:
            source, numbers = _whole(lines, function)
            module = cst.parse_module(source)
        return _read(module, function, numbers if locate else None)
    except cst.ParserSyntaxError as error:
        return FunctionFacts((), problem=f"libcst cannot read it: {error.message}")
    except RecursionError:
        return FunctionFacts((), problem="it is nested too deeply")


def _body(lines: Sequence[str], function: FunctionIndex) -> tuple[str, list[int]]:
    """The body of a function as a module of its own, and the number in the file of each of its lines.

    Signature, docstring, blank lines and comment lines are left out: they cost as much to parse as code does.
    """
    numbers = [
        number
        for number in range(function.body_line, function.end_line + 1)
        if (text := lines[number - 1].lstrip()) and text[0] != "#"
    ]
    body = [lines[number - 1].lstrip("\f") for number in numbers]
    if function.body_line == function.def_line or body[0][0] not in " \t":
        return _whole(lines, function)
    return "\n".join(("def _():", *body, "")), [function.def_line, *numbers]


def _whole(lines: Sequence[str], function: FunctionIndex) -> tuple[str, list[int]]:
    """The same with everything kept, for functions whose body does not stand on lines of its own."""
    whole = range(function.line, function.end_line + 1)
    text = "\n".join((*(lines[number - 1].lstrip("\f") for number in whole), ""))
    return (f"if 1:\n{text}", [function.line, *whole]) if text[0] in " \t" else (text, list(whole))


def _read(module: cst.Module, function: FunctionIndex, numbers: Sequence[int] | None) -> FunctionFacts:
    node: cst.CSTNode = module.body[-1]
    if isinstance(node, cst.If):
        node = node.body.body[-1]
    frame = Statements()
    names = [p.name for p in function.parameters]
    frame.scope.variables = {n: Value(((f"p:{n}",),), frozenset({(f"p:{n}",)})) for n in names}
    frame.receiver = frame.scope.variables[names[0]] if names else None
    frame.suite(cst.ensure_type(node, cst.FunctionDef).body)
    spans = positions.locate(module, frame.nodes, numbers) if numbers and frame.events else {}
    return FunctionFacts(frame.located(spans), join(frame.returned), tuple(frame.nested), frame.generator)
