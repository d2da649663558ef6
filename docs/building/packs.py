"""The reference of framework packs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_args, get_origin

from msgspec import Struct
from msgspec.structs import FieldInfo

from building.tables import table
from monai_tslint.frameworks.packs import Pack
from monai_tslint.frameworks.pages import documented, page
from monai_tslint.frameworks.tables import columns, is_record

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


def _tables(title: str, make: type[Struct]) -> Iterator[tuple[str, type[Struct]]]:
    """A table and those in it, as TOML spells them."""
    yield title, make
    for one in columns(make):
        kind, many = _record(one.type)
        if kind is not None:
            inner = f"{title.strip('[]')}.{_key(one)}".lstrip(".")
            yield from _tables(f"[[{inner}]]" if many else f"[{inner}]", kind)


def _record(kind: object) -> tuple[type[Struct] | None, bool]:
    """The record that a field holds, and whether it holds many."""
    many = get_origin(kind) is tuple
    inner = get_args(kind)[0] if many else kind
    return (inner, many) if is_record(inner) else (None, False)


def _section(title: str, make: type[Struct]) -> str:
    own = [one for one in columns(make) if one.type in _WORDS]
    rows = [(f"`{_key(one)}`", _WORDS[one.type], "required" if one.required else "") for one in own]
    heading = f"### `{title}`" if title else "### The top of the file"
    keys = table(("key", "value", ""), rows) if rows else ""
    return f"{heading}\n\n{_described(make)}\n\n{keys}"


def _described(make: type[Struct]) -> str:
    """The description of a record, with its fields spelled as keys."""
    lines = [line.strip() for line in (make.__doc__ or "").strip().splitlines()]
    names = "|".join(one.name for one in columns(make))
    return re.sub(rf"`({names})`", lambda name: name[0].replace("_", "-"), "\n".join(lines))


def _key(one: FieldInfo) -> str:
    return one.name.replace("_", "-")
