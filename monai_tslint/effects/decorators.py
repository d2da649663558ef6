"""Decorators of the project that wrap: what their wrapper does to its parameters is done to the function's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.facts import Context, Span
from monai_tslint.link.symbols import FunctionSymbol
from monai_tslint.values import of_path

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def apply(body: Body) -> None:
    """Take over the effects of the wrappers that the function of `body` is decorated with."""
    engine, function = body.engine, body.function
    for decorator in function.function.decorators:
        symbol = engine.project.resolve(function.module, decorator.partition("(")[0])
        if not isinstance(symbol, FunctionSymbol) or symbol.owner is not None:
            continue
        values = [of_path((f"p:{p.name}",)) for p in function.function.parameters]
        summary = engine.summary(symbol, None, frozenset())
        line = function.function.def_line
        for number, (_, names) in enumerate(engine.facts(symbol).nested):
            binding = {f"n:{number}:{name}": value for name, value in zip(names, values, strict=False)}
            receiver = values[0] if values else None
            body.lift(summary, binding, Span(line, 1, line, 1), Context(), receiver)
