"""What operators make of constants."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from monai_tslint.pipelines.script import Scalar
from monai_tslint.pipelines.values import UNKNOWN, Known, Value, constants, truth

_COMPARISONS: dict[str, Callable[[Scalar, Scalar], bool]] = {
    "Eq": lambda a, b: a == b,
    "NotEq": lambda a, b: a != b,
    "Is": lambda a, b: type(a) is type(b) and a == b,
    "IsNot": lambda a, b: type(a) is not type(b) or a != b,
    "Gt": lambda a, b: isinstance(a, int | float) and isinstance(b, int | float) and a > b,
    "GtE": lambda a, b: isinstance(a, int | float) and isinstance(b, int | float) and a >= b,
    "Lt": lambda a, b: isinstance(a, int | float) and isinstance(b, int | float) and a < b,
    "LtE": lambda a, b: isinstance(a, int | float) and isinstance(b, int | float) and a <= b,
}


def added(left: Value, right: Value) -> Value:
    """The sum of constants."""
    numbers = [(a, b) for a in constants(left) for b in constants(right)]
    found = [Known(a + b) for a, b in numbers if isinstance(a, int) and isinstance(b, int)]
    return tuple(found) if len(found) == len(left) * len(right) and found else UNKNOWN


def alternatives(values: list[Value], *, stops: bool) -> Iterator[Value]:
    """What `or` (`and`) may give: each value but those that certainly do not (do) end it."""
    for index, value in enumerate(values):
        holds = truth(value)
        if holds is stops or index == len(values) - 1:
            yield value
            return
        if holds is None:
            yield tuple(a for a in value if not (isinstance(a, Known) and bool(a.value) is not stops))


def compared(operator: str, values: list[Value]) -> Value:
    """The outcomes of a comparison of constants; unknown for any other operator."""
    compare = _COMPARISONS.get(operator)
    if compare is None:
        return UNKNOWN
    left, right = constants(values[0]), constants(values[1])
    if len(left) != len(values[0]) or len(right) != len(values[1]):
        return UNKNOWN
    return tuple(dict.fromkeys(Known(compare(a, b)) for a in left for b in right))
