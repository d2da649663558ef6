"""Gives the parameters of a callee the values that a call passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monai_tslint.facts import Fresh, FunctionIndex, Parameter, Value
from monai_tslint.link.symbols import ClassInfo

Arguments = tuple[tuple[str, Value], ...]
"""The arguments of a call in source order; the name is `""` if positional, `"*"` or `"**"` if unpacked."""


def bind(function: FunctionIndex, receiver: Value | None, arguments: Arguments) -> dict[str, Value]:
    """The callee's parameters with the values that a call gives them."""
    given = arguments if receiver is None else (("", receiver), *arguments)
    return _bound("p:", function.parameters, given)


def bind_nested(number: int, names: Iterable[str], arguments: Arguments) -> dict[str, Value]:
    """The same for the function nested in another as number `number`; stars stand before the names."""
    parameters = [Parameter(n.lstrip("*"), n[: len(n) - len(n.lstrip("*"))]) for n in names]
    return _bound(f"n:{number}:", parameters, arguments)


def bind_fields(info: ClassInfo, arguments: Arguments) -> Iterator[tuple[str, Value]]:
    """The attributes of a data class that its generated constructor sets, with their values."""
    annotated = [Parameter(name) for name, annotation, _ in info.index.attributes if annotation is not None]
    for root, value in _bound("", annotated, arguments).items():
        yield f".{root}", value


def _bound(prefix: str, parameters: Iterable[Parameter], arguments: Arguments) -> dict[str, Value]:
    parameters = tuple(parameters)
    positional = [p.name for p in parameters if not p.kind and not p.keyword_only]
    named = {p.name for p in parameters if not p.kind}
    values: list[Value] = []
    keywords: dict[str, Value] = {}
    for name, value in arguments:
        if name == "*":
            values += _items(value)
        elif name == "**":
            keywords.update(_entries(value))
        elif name:
            keywords[name] = value
        else:
            values.append(value)
    binding = {f"{prefix}{name}": value for name, value in zip(positional, values, strict=False)}
    binding.update({f"{prefix}{name}": value for name, value in keywords.items() if name in named})
    for parameter in parameters:
        if parameter.kind == "*":
            rest = [(f"[{i}]", v) for i, v in enumerate(values[len(positional) :])]
            binding[f"{prefix}{parameter.name}"] = _gathered("tuple", rest)
        elif parameter.kind == "**":
            others = [(f"[={name}]", v) for name, v in keywords.items() if name not in named]
            binding[f"{prefix}{parameter.name}"] = _gathered("kwargs", others)
    return binding


def _gathered(kind: str, fields: list[tuple[str, Value]]) -> Value:
    """The tuple or dict that collects what has no parameter of its own."""
    return Value((Fresh(0, tuple(fields), kind=kind),), frozenset(d for _, v in fields for d in v.deps))


def _items(value: Value) -> list[Value]:
    """The positional arguments in an unpacked tuple, as far as their positions are known."""
    for atom in value.atoms:
        if isinstance(atom, Fresh):
            return [field for name, field in atom.fields if name[1:-1].isdigit()]
    return []


def _entries(value: Value) -> dict[str, Value]:
    """The keyword arguments in an unpacked dict, as far as their names are known."""
    fields = [f for atom in value.atoms if isinstance(atom, Fresh) for f in atom.fields]
    return {name[2:-1]: field for name, field in fields if name.startswith("[=")}
