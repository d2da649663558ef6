"""Reads pack files (TOML). Every mistake is reported, each with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from monai_tslint.frameworks.flows import Flows
from monai_tslint.frameworks.packs import Bundles, Functions, Marker, Methods, Pack, Pipelines, Shared, Types
from monai_tslint.frameworks.tables import Table

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
    pack = _pack(Table(data, "", problems))
    if problems:
        raise PackError(tuple(f"{origin}: {problem}" for problem in problems))
    return pack


def _pack(table: Table) -> Pack:
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
        flows=table.table("flows").record(Flows),
        bundles=_bundles(table.table("bundles")),
    )
    table.finish()
    return pack


def _shared(table: Table) -> Shared:
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


def _marker(table: Table) -> Marker:
    marker = Marker(bases=table.names("bases", required=True), carriers=table.names("carriers"))
    table.finish()
    return marker


def _bundles(table: Table) -> Bundles:
    bundles = Bundles(table.names("packages"), table.table("names").texts())
    table.finish()
    return bundles


def _pipelines(table: Table) -> Pipelines:
    pipelines = Pipelines(table.names("names"), table.names("entry-points") or ("__call__",))
    table.finish()
    return pipelines


def _types(table: Table) -> Types:
    keys = [f.name.replace("_", "-") for f in fields(Types)]
    types = Types(**{key.replace("-", "_"): table.set(key) for key in keys})
    table.finish()
    return types


def _functions(table: Table) -> Functions:
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


def _methods(table: Table) -> Methods:
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
