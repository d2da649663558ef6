"""The parameters of nested functions."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from monai_tslint.facts import Fresh, Value


def starred(parameter: cst.Param) -> str:
    """A parameter's name with its stars."""
    star = parameter.star if isinstance(parameter.star, str) else ""
    return star + parameter.name.value


def without(value: Value, root: str) -> Value:
    """`value` without what is reached through the parameters of a nested function, which only its calls know."""
    atoms = tuple(a for a in value.atoms if isinstance(a, Fresh) or not a[0].startswith(root))
    return Value(atoms, frozenset(d for d in value.deps if not d[0].startswith(root)))


def parameters(params: cst.Parameters) -> Sequence[cst.Param]:
    """All parameters of a function in the order of its signature."""
    star = [params.star_arg] if isinstance(params.star_arg, cst.Param) else []
    last = [params.star_kwarg] if params.star_kwarg is not None else []
    return [*params.posonly_params, *params.params, *star, *params.kwonly_params, *last]
