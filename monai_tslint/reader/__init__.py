"""Reads the bodies of functions: source text of one function to `FunctionFacts`. The one place that walks syntax."""

from __future__ import annotations

from collections.abc import Sequence

from monai_tslint.facts import FunctionFacts, FunctionIndex, Value
from monai_tslint.reader.body import Body, Unsupported, parsed
from monai_tslint.reader.statements import Statements
from monai_tslint.values import join

__all__ = ["read_function"]


def read_function(lines: Sequence[str], function: FunctionIndex) -> FunctionFacts:
    """What the body of `function` does.

    `lines` are all lines of its file, split at newlines. A body that cannot be parsed, or that is nested too deeply to be
    walked, gives facts without events and with `problem` set.
    """
    try:
        body = parsed(lines, function.line, function.end_line)
        frame = _visited(body, function)
    except SyntaxError as error:
        return FunctionFacts((), problem=f"Python cannot parse it: {error.msg}")
    except Unsupported as error:
        return FunctionFacts((), problem=str(error))
    except RecursionError:
        return FunctionFacts((), problem="it is nested too deeply")
    spans = body.locate(frame.nodes)
    return FunctionFacts(frame.located(spans), join(frame.returned), tuple(frame.nested), frame.generator)


def _visited(body: Body, function: FunctionIndex) -> Statements:
    """The reader after it has visited a body: its events, not yet located, and what it returns."""
    frame = Statements()
    names = [p.name for p in function.parameters]
    frame.scope.variables = {n: Value(((f"p:{n}",),), frozenset({(f"p:{n}",)})) for n in names}
    frame.receiver = frame.scope.variables[names[0]] if names else None
    frame.block(body.statements)
    return frame
