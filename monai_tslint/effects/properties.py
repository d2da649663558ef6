"""Which decorators make a method a property, so that naming it does not name a method."""

from __future__ import annotations


def is_property(decorators: tuple[str, ...]) -> bool:
    """Whether these decorators make a method a property getter."""
    return any(d.rpartition(".")[2] in ("property", "cached_property") for d in decorators)


def is_accessor(decorators: tuple[str, ...]) -> bool:
    """Whether these decorators make a method part of a property: getter, setter or deleter."""
    return is_property(decorators) or any(d.rpartition(".")[2] in ("setter", "getter", "deleter") for d in decorators)
