"""Decorators of the project that wrap: what their wrapper does to its first argument is done to the method's object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.effects.domain import Binding
from monai_tslint.facts import Call, Value
from monai_tslint.link.symbols import FunctionSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.calls import Calls, Target


def apply(calls: Calls, target: Target, binding: Binding, event: Call) -> None:
    """Take over the effects of the wrappers that `target` is decorated with."""
    engine, function = calls.engine, target.function
    for decorator in function.function.decorators:
        symbol = engine.project.resolve(function.module, decorator.partition("(")[0])
        if not isinstance(symbol, FunctionSymbol) or symbol.owner is not None:
            continue
        facts = engine.facts(symbol)
        summary = engine.summary(symbol, None)
        values = [binding[f"p:{p.name}"] for p in function.function.parameters if f"p:{p.name}" in binding]
        for number, (_, names) in enumerate(facts.nested):
            wrapped = _bind(number, names, values)
            calls.body.lift(summary, wrapped, event.span, event.context)


def _bind(number: int, names: tuple[str, ...], values: list[Value]) -> dict[str, Value]:
    return {f"n:{number}:{name}": value for name, value in zip(names, values, strict=False)}
