"""Calls of classes of the project: the new object, what it keeps of the arguments, what its constructor does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.effects import lifting
from monai_tslint.effects.binding import Arguments, bind, bind_fields
from monai_tslint.effects.domain import receiver_of
from monai_tslint.facts import Call, Fresh, Value
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.values import made_at

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def construct(body: Body, info: ClassInfo, arguments: Arguments, event: Call, shares: bool) -> Value:
    """A constructor: the object is fresh, but what it stores and changes of its arguments is not."""
    types = body.engine.types
    body.engine.dispatch.name(info)
    base = Fresh(made_at(event.span), kind=types.kind_of(info))
    fields = tuple(bind_fields(info, arguments)) if shares and _is_data_class(info) else ()
    result = Value((Fresh(base.site, fields, kind=base.kind),), frozenset(d for _, v in arguments for d in v.deps))
    for name in ("__init__", "__post_init__") if shares else ():
        member = body.engine.lookup(info, name)
        if member is None or not member.functions:
            continue
        symbol = FunctionSymbol(member.owner.file, member.functions[-1], member.owner)
        arguments = arguments if name == "__init__" else ()
        binding = bind(symbol.function, result, arguments)
        receiver = receiver_of(symbol)
        summary = body.engine.summary(symbol, info, body.relevant_in(binding) | {receiver or ""})
        fields = (*fields, *body.engine.fields_after(summary, symbol, binding))
        result = Value((Fresh(base.site, fields, kind=base.kind),), result.deps)
        lifting.lift(body, summary, bind(symbol.function, result, arguments), event.span, event.context)
    return result


def _is_data_class(info: ClassInfo) -> bool:
    return any(d.partition("(")[0].rpartition(".")[2] == "dataclass" for d in info.index.decorators)
