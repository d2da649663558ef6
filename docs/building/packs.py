"""The reference of framework packs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from typing import get_args, get_origin

from building.tables import table
from monai_tslint.frameworks import documented, page
from monai_tslint.frameworks.packs import Pack
from monai_tslint.frameworks.tables import hints, is_required

_WORDS: Mapping[object, str] = {
    str: "string",
    str | None: "string",
    bool: "true or false",
    int: "whole number",
    tuple[str, ...]: "list of names",
    frozenset[str]: "list of names",
    Mapping[str, int]: "table: names with positions of arguments, from 0",
    Mapping[str, str]: "table: names with names",
    Mapping[str, frozenset[str]]: "table: names with lists of names",
}


def framework_index() -> str:
    """The frameworks that have a page, with what is shared there."""
    return "".join(f"- [{name}](frameworks/{name}.md): {_first_sentence(name)}\n" for name in documented())


def _first_sentence(name: str) -> str:
    """The line under the title of a framework's page."""
    return " ".join((page(name) or "").split("\n\n")[1].split())


def pack_keys() -> str:
    """A section for each table of a pack: what it says, and its keys."""
    return "\n".join(_section(title, make) for title, make in _tables("", Pack))


def _tables(title: str, make: type) -> Iterator[tuple[str, type]]:
    """A table and those in it, as TOML spells them."""
    yield title, make
    types = hints(make)
    for one in fields(make):
        kind, many = _record(types[one.name])
        if kind is not None:
            inner = f"{title.strip('[]')}.{_key(one)}".lstrip(".")
            yield from _tables(f"[[{inner}]]" if many else f"[{inner}]", kind)


def _record(kind: object) -> tuple[type | None, bool]:
    """The record that a field holds, and whether it holds many."""
    many = get_origin(kind) is tuple
    inner = get_args(kind)[0] if many else kind
    return (inner, many) if isinstance(inner, type) and is_dataclass(inner) else (None, False)


def _section(title: str, make: type) -> str:
    types = hints(make)
    own = [one for one in fields(make) if types[one.name] in _WORDS]
    rows = [(f"`{_key(one)}`", _WORDS[types[one.name]], "required" if is_required(one) else "") for one in own]
    heading = f"### `{title}`" if title else "### The top of the file"
    keys = table(("key", "value", ""), rows) if rows else ""
    return f"{heading}\n\n{_described(make)}\n\n{keys}"


def _described(make: type) -> str:
    """The description of a record, with its fields spelled as keys."""
    lines = [line.strip() for line in (make.__doc__ or "").strip().splitlines()]
    names = "|".join(one.name for one in fields(make))
    return re.sub(rf"`({names})`", lambda name: name[0].replace("_", "-"), "\n".join(lines))


def _key(one: Field[object]) -> str:
    return one.name.replace("_", "-")
