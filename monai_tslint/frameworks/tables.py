"""TOML tables that note what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeGuard, TypeVar, get_args, get_origin

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from monai_tslint.similarity import nearest

Record = TypeVar("Record", bound=Struct)


class Table:
    """A TOML table that notes what is wrong with it, and which keys nobody asked for."""

    def __init__(self, data: Mapping[str, object], where: str, problems: list[str]) -> None:
        self.data = data
        self._where = where
        self._problems = problems
        self._asked: set[str] = set()

    def _wrong(self, key: str, what: str) -> None:
        self._problems.append(f"`{self._where}{key}` {what}")

    def _get(self, key: str, default: object) -> object:
        self._asked.add(key)
        return self.data.get(key, default)

    def text(self, key: str, *, required: bool = False) -> str:
        """A string."""
        value = self._get(key, "")
        if not isinstance(value, str):
            self._wrong(key, "must be a string")
            return ""
        if required and not value:
            self._wrong(key, "is missing")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(key, default)
        if isinstance(value, bool):
            return value
        self._wrong(key, "must be true or false")
        return default

    def names(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of names."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self._wrong(key, "must be a list of names")
            return ()
        if required and not value:
            self._wrong(key, "is missing" if key not in self.data else "is empty")
        return tuple(value)

    def set(self, key: str) -> frozenset[str]:
        """A list of names whose order means nothing."""
        return frozenset(self.names(key))

    def table(self, key: str) -> Table:
        """A table in this one; an empty one if it is not there."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            self._wrong(key, "must be a table")
            value = {}
        return Table(value, f"{self._where}{key}.", self._problems)

    def tables(self, key: str) -> list[Table]:
        """An array of tables."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, f"must be an array of tables (`[[{self._where}{key}]]`)")
            return []
        return [Table(item, f"{self._where}{key}[{i}].", self._problems) for i, item in enumerate(value)]

    def positions(self) -> dict[str, int]:
        """The whole table as names with argument positions."""
        for key, value in self.data.items():
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                self._wrong(key, "must be the position of an argument, from 0")
        return {key: value for key, value in self.data.items() if isinstance(value, int)}

    def texts(self) -> dict[str, str]:
        """The whole table as names with texts."""
        for key, value in self.data.items():
            if not isinstance(value, str):
                self._wrong(key, "must be a string")
        return {key: value for key, value in self.data.items() if isinstance(value, str)}

    def number(self, key: str, *, default: int) -> int:
        """A whole number from 0."""
        value = self._get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._wrong(key, "must be a whole number, from 0")
        return default

    def record(self, make: type[Record]) -> Record:
        """The whole table as a record, one key for each field; a field without a default is a key that must be there."""
        values = {one.name: self._field(one) for one in columns(make)}
        self.finish()
        return make(**values)

    def _field(self, one: FieldInfo) -> object:
        key, kind, required = one.name.replace("_", "-"), one.type, one.required
        if kind is str:
            return self.text(key, required=required)
        if kind is bool:
            return self.flag(key, default=bool(one.default))
        if kind is int:
            return self.number(key, default=0)
        if kind == tuple[str, ...]:
            return self.names(key, required=required) or (() if required else one.default)
        if kind == str | None:
            return self.text(key) or None
        if kind == frozenset[str]:
            return self.set(key)
        return self._nested(key, kind)

    def _nested(self, key: str, kind: object) -> object:
        """A field that has tables."""
        if get_origin(kind) is tuple:
            return tuple(table.record(get_args(kind)[0]) for table in self.tables(key))
        inner = self.table(key)
        if is_record(kind):
            return inner.record(kind)
        if kind == Mapping[str, int]:
            return inner.positions()
        if kind == Mapping[str, str]:
            return inner.texts()
        return {name: inner.set(name) for name in inner.data}

    def finish(self) -> None:
        """Note the keys that mean nothing here."""
        for key in self.data:
            if key not in self._asked:
                guess = nearest(key.replace("_", "-"), self._asked)
                remedy = f"did you mean `{guess}`?" if guess else f"known keys are {', '.join(sorted(self._asked))}"
                self._wrong(key, f"is unknown; {remedy}")


@cache
def columns(make: type[Struct]) -> tuple[FieldInfo, ...]:
    """The fields of a record."""
    return fields(make)


def is_record(kind: object) -> TypeGuard[type[Struct]]:
    """Whether this is the type of a record."""
    return isinstance(kind, type) and issubclass(kind, Struct)
