"""Reads pack files (TOML). Every mistake is reported, each with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from monai_tslint.frameworks.packs import Functions, Marker, Methods, Pack, Pipelines, Shared, Types

_FOUNDATION = ("monai", "torch", "python")
"""Always there: what others build on, and what a base in an installed package may turn out to be. They are asked last."""


class PackError(Exception):
    """A pack file cannot be used; `problems` are complete sentences that name the file and the key."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_builtin(sources: Iterable[str] | None = None) -> tuple[Pack, ...]:
    """The packs that come with the tool, libraries first.

    Given the texts of all `sources`, only those that matter to them: a pack is named after the module that it is about, and
    code that never names the module does not use it.
    """
    wanted = _libraries()
    if sources is not None:
        texts = tuple(sources)
        wanted = tuple(name for name in wanted if any(name in text for text in texts))
    return tuple(_builtin(name) for name in (*wanted, *_FOUNDATION))


@cache
def _libraries() -> tuple[str, ...]:
    names = (entry.name for entry in files("monai_tslint.frameworks").iterdir())
    return tuple(sorted({n.removesuffix(".toml") for n in names if n.endswith(".toml")} - set(_FOUNDATION)))


@cache
def _builtin(name: str) -> Pack:
    file = files("monai_tslint.frameworks") / f"{name}.toml"
    return parse(file.name, file.read_text("utf-8"))


def load(path: Path) -> Pack:
    """The pack in a file. Raises `PackError` with every mistake in it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError((f"{path}: cannot be read: {error}",)) from None
    return parse(str(path), text)


def parse(origin: str, text: str) -> Pack:
    """The pack in a TOML text; `origin` names it in errors. Raises `PackError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError((f"{origin}: not valid TOML: {error}",)) from None
    problems: list[str] = []
    pack = _pack(_Table(data, "", problems))
    if problems:
        raise PackError(tuple(f"{origin}: {problem}" for problem in problems))
    return pack


def _pack(table: _Table) -> Pack:
    pack = Pack(
        name=table.text("name", required=True),
        modules=table.names("modules"),
        distribution=table.text("distribution") or None,
        version_file=table.text("version-file") or None,
        shared=tuple(_shared(t) for t in table.tables("shared")),
        markers=tuple(_marker(t) for t in table.tables("markers")),
        pipelines=_pipelines(table.table("pipelines")),
        types=_types(table.table("types")),
        functions=_functions(table.table("functions")),
        methods=_methods(table.table("methods")),
        canonical=table.table("canonical").texts(),
    )
    table.finish()
    return pack


def _shared(table: _Table) -> Shared:
    shared = Shared(
        kind=table.text("kind", required=True),
        bases=table.names("bases", required=True),
        entry_points=table.names("entry-points", required=True),
        setup=table.names("setup"),
        requires=table.names("requires"),
        other_than=table.names("other-than"),
        check=table.flag("check", default=True),
    )
    table.finish()
    return shared


def _marker(table: _Table) -> Marker:
    marker = Marker(bases=table.names("bases", required=True), carriers=table.names("carriers"))
    table.finish()
    return marker


def _pipelines(table: _Table) -> Pipelines:
    pipelines = Pipelines(table.names("names"), table.names("entry-points") or ("__call__",))
    table.finish()
    return pipelines


def _types(table: _Table) -> Types:
    keys = [f.name.replace("_", "-") for f in fields(Types)]
    types = Types(**{key.replace("-", "_"): table.set(key) for key in keys})
    table.finish()
    return types


def _functions(table: _Table) -> Functions:
    functions = Functions(
        safe=table.set("safe"),
        mutating=table.table("mutating").positions(),
        deep_copying=table.set("deep-copying"),
        shallow_copying=table.set("shallow-copying"),
        aliasing=table.table("aliasing").positions(),
        fresh=table.set("fresh"),
        null_contexts=table.set("null-contexts"),
        results=table.table("results").texts(),
    )
    table.finish()
    return functions


def _methods(table: _Table) -> Methods:
    mutators = table.table("mutators")
    methods = Methods(
        mutators={name: mutators.set(name) for name in mutators.data},
        unambiguous=table.set("unambiguous"),
        mutating_arguments=table.table("mutating-arguments").positions(),
        aliasing=table.set("aliasing"),
        splitting=table.set("splitting"),
        deep_copying=table.set("deep-copying"),
        shallow_copying=table.set("shallow-copying"),
        drawing=table.set("drawing"),
        running=table.table("running").texts(),
        left_by_calls=table.table("left-by-calls").texts(),
    )
    table.finish()
    return methods


class _Table:
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
        value = self._get(key, "")
        if not isinstance(value, str):
            self._wrong(key, "must be a string")
            return ""
        if required and not value:
            self._wrong(key, "is missing")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._get(key, default)
        if isinstance(value, bool):
            return value
        self._wrong(key, "must be true or false")
        return default

    def names(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self._wrong(key, "must be a list of names")
            return ()
        if required and not value:
            self._wrong(key, "is missing" if key not in self.data else "is empty")
        return tuple(value)

    def set(self, key: str) -> frozenset[str]:
        return frozenset(self.names(key))

    def table(self, key: str) -> _Table:
        value = self._get(key, {})
        if not isinstance(value, dict):
            self._wrong(key, "must be a table")
            value = {}
        return _Table(value, f"{self._where}{key}.", self._problems)

    def tables(self, key: str) -> list[_Table]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, f"must be an array of tables (`[[{key}]]`)")
            return []
        return [_Table(item, f"{key}[{i}].", self._problems) for i, item in enumerate(value)]

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

    def finish(self) -> None:
        """Note the keys that mean nothing here."""
        for key in self.data:
            if key not in self._asked:
                self._wrong(key, f"is unknown; known keys are {', '.join(sorted(self._asked))}")
