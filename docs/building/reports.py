"""The reference of the JSON output, from its schemas."""

from __future__ import annotations

from collections.abc import Iterator

from building.tables import table
from monai_tslint.schemas import SCHEMAS
from monai_tslint.schemas.forms import Json

Record = dict[str, Json]


def report_keys() -> str:
    """The object that `check` prints, and all objects in it."""
    return _tables("report")


def inventory_keys() -> str:
    """The object that `inventory` prints, and all objects in it."""
    return _tables("inventory")


def _tables(name: str) -> str:
    parts = []
    for path, record in _records("", SCHEMAS[name]()):
        title = f"**`{path}`**\n\n" if path else ""
        rows = [(f"`{key}`", _kind(value), _text(value)) for key, value in _properties(record).items()]
        parts.append(title + table(("key", "value", "meaning"), rows))
    return "\n".join(parts)


def _records(path: str, record: Record) -> Iterator[tuple[str, Record]]:
    """A record and those in it, each with where it is; `[]` stands for the items of a list."""
    yield path, record
    for key, value in _properties(record).items():
        inner, mark = _content(value)
        if "properties" in inner:
            yield from _records(f"{path}.{key}{mark}".lstrip("."), inner)


def _content(value: Json) -> tuple[Record, str]:
    """The form of a value, or of the items of a list, or of what is not null."""
    form = _record(value)
    if form.get("type") == "array":
        return _record(form["items"]), "[]"
    choices = form.get("anyOf")
    return (_record(choices[0]), "") if isinstance(choices, list) else (form, "")


def _kind(value: Json) -> str:
    form = _record(value)
    inner, mark = _content(value)
    if mark:
        return f"list of {_kind(inner)}s"
    if "anyOf" in form:
        return f"{_kind(inner)} or null"
    if "const" in form:
        return f"`{form['const']}`"
    if isinstance(words := form.get("enum"), list):
        return ", ".join(f"`{word}`" for word in words)
    kind = form["type"]
    return " or ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _text(value: Json) -> str:
    description = _record(value).get("description", "")
    return description if isinstance(description, str) else ""


def _properties(record: Record) -> Record:
    return _record(record.get("properties", {}))


def _record(value: Json) -> Record:
    """A value that is an object, as all forms in a schema are."""
    if not isinstance(value, dict):
        raise TypeError(value)
    return value
