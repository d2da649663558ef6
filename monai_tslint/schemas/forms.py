"""Pieces of JSON schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def text(pattern: str | None = None) -> dict[str, Json]:
    """A string, of this form."""
    return {"type": "string"} if pattern is None else {"type": "string", "pattern": pattern}


def listed(item: Json, *, some: bool = False) -> dict[str, Json]:
    """An array of such items; of at least one with `some`."""
    return {"type": "array", "items": item, **({"minItems": 1} if some else {})}


def mapped(value: Json) -> dict[str, Json]:
    """An object with any keys and such values."""
    return {"type": "object", "additionalProperties": value}


def record(properties: Mapping[str, Json], required: Iterable[str] = ()) -> dict[str, Json]:
    """An object with these properties and no others."""
    found: dict[str, Json] = {"type": "object", "properties": {**properties}, "additionalProperties": False}
    needed: list[Json] = [*required]
    return {**found, "required": needed} if needed else found
