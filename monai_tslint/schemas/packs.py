"""The schema of a framework pack, from the records that packs are read into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo

from monai_tslint.frameworks.packs import Pack
from monai_tslint.frameworks.tables import columns, is_record
from monai_tslint.schemas.forms import Json, listed, mapped, record, text

_NAME: Json = {"type": "string", "minLength": 1}
_POSITION: Json = {"type": "integer", "minimum": 0}


def pack() -> dict[str, Json]:
    """A pack file."""
    return {**_record(Pack), "title": "A framework pack of monai-tslint"}


def _record(make: type[Struct]) -> dict[str, Json]:
    """The table that a record is read from; its description is that of the record."""
    found = columns(make)
    keys = {key(one): _field(one) for one in found}
    described = record(keys, [key(one) for one in found if one.required])
    return {**described, "description": _first_paragraph(make.__doc__ or "")}


def key(one: FieldInfo) -> str:
    """The key that a field is read from."""
    return one.name.replace("_", "-")


def _first_paragraph(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _field(one: FieldInfo) -> dict[str, Json]:
    form = _form(one.type, required=one.required)
    if one.default is NODEFAULT or not isinstance(one.default, (bool, tuple)) or not one.default:
        return form
    return {**form, "default": one.default if isinstance(one.default, bool) else [*one.default]}


def _form(kind: object, *, required: bool) -> dict[str, Json]:
    if kind is str or kind == str | None:
        return {"type": "string", "minLength": 1} if required else text()
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return {"type": "integer", "minimum": 0}
    if kind in (tuple[str, ...], frozenset[str]):
        return listed(_NAME, some=required)
    if is_record(kind):
        return _record(kind)
    if get_origin(kind) is tuple:
        return listed(_record(get_args(kind)[0]))
    values: Mapping[object, Json] = {int: _POSITION, str: text()}
    return mapped(values.get(get_args(kind)[1], listed(_NAME)))
