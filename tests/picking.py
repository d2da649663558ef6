"""Takes parts out of parsed JSON, whose type nobody knows."""

from __future__ import annotations


def pick(value: object, *keys: str | int) -> object:
    """What the keys and indexes lead to; `None` if there is nothing of that name."""
    for key in keys:
        if isinstance(key, str):
            assert isinstance(value, dict)
            value = value.get(key)
        else:
            assert isinstance(value, list)
            value = value[key]
    return value


def each(value: object, *keys: str | int) -> list[object]:
    """The same for each item of a list."""
    assert isinstance(value, list)
    return [pick(item, *keys) for item in value]
