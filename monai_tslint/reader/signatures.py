"""The parameters of nested functions, and the arguments of calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from monai_tslint.facts import Fresh, Value


class Parameter(Struct, frozen=True):
    """A parameter: its stars, its name and its default."""

    star: str
    name: str
    default: ast.expr | None


def parameters(node: ast.arguments) -> Iterator[Parameter]:
    """All parameters of a function in the order of its signature."""
    plain = [*node.posonlyargs, *node.args]
    defaults = [*[None] * (len(plain) - len(node.defaults)), *node.defaults]
    for one, default in zip(plain, defaults, strict=True):
        yield Parameter("", one.arg, default)
    if node.vararg is not None:
        yield Parameter("*", node.vararg.arg, None)
    for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        yield Parameter("", one.arg, default)
    if node.kwarg is not None:
        yield Parameter("**", node.kwarg.arg, None)


def arguments(call: ast.Call) -> list[tuple[str, ast.expr]]:
    """The arguments of a call: the name or the stars of each, and what is given."""
    return [
        *(("*", a.value) if isinstance(a, ast.Starred) else ("", a) for a in call.args),
        *((keyword.arg or "**", keyword.value) for keyword in call.keywords),
    ]


def without(value: Value, root: str) -> Value:
    """`value` without what is reached through the parameters of a nested function, which only its calls know."""
    atoms = tuple(a for a in value.atoms if isinstance(a, Fresh) or not a[0].startswith(root))
    return Value(atoms, frozenset(d for d in value.deps if not d[0].startswith(root)))
