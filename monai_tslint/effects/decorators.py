"""Decorators of the project that wrap: what their wrapper does to its parameters is done to the function's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.effects import lifting
from monai_tslint.effects.binding import bind_nested
from monai_tslint.effects.domain import Binding, plain_path
from monai_tslint.effects.domain import apply as apply_path
from monai_tslint.facts import Call, Context, Fresh, FunctionFacts, Span
from monai_tslint.link.symbols import FunctionSymbol
from monai_tslint.values import of_path

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def apply(body: Body) -> None:
    """Take over the effects of the wrappers that the function of `body` is decorated with."""
    engine, function = body.engine, body.function
    for decorator in function.function.decorators:
        symbol = engine.project.resolve(function.module, decorator.partition("(")[0])
        if not isinstance(symbol, FunctionSymbol) or symbol.owner is not None or not _wraps(engine.facts(symbol)):
            continue
        values = [of_path((f"p:{p.name}",)) for p in function.function.parameters]
        summary = engine.summary(symbol, None, frozenset())
        line = function.function.def_line
        for number, (_, names) in enumerate(engine.facts(symbol).nested):
            binding = bind_nested(number, names, tuple(("", value) for value in values))
            receiver = values[0] if values else None
            _guard(body, engine.facts(symbol), symbol, binding)
            lifting.lift(body, summary, binding, Span(line, 1, line, 1), Context(), receiver)


def _wraps(facts: FunctionFacts) -> bool:
    """Whether a decorator calls something that it or a function in it was given: one that only notes its function does not."""
    calls = (callee for event in facts.events if isinstance(event, Call) for callee in event.callees)
    return any(len(callee) == 1 and callee[0][:2] in ("p:", "n:") for callee in calls)


def _guard(body: Body, facts: FunctionFacts, decorator: FunctionSymbol, binding: Binding) -> None:
    """Locks that the wrapper holds while it calls the function are held in all of it."""
    parameters = decorator.function.parameters
    wrapped = (f"p:{parameters[0].name}",) if parameters else ()
    for event in facts.events:
        if not isinstance(event, Call) or wrapped not in event.callees:
            continue
        found = {a for lock in event.context.locks for a in apply_path(lock, binding) if not isinstance(a, Fresh)}
        locks = tuple(
            sorted(plain_path(a) for a in found if body.engine.models.is_lock(body.types(a), plain_path(a)[-1]))
        )
        for key, effect in list(body.effects.items()):
            body.effects[key] = replace(effect, guards=tuple(dict.fromkeys((*effect.guards, *locks))))
