"""Reads pack files (TOML). Every mistake is reported, each with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from monai_tslint.frameworks.packs import Pack
from monai_tslint.frameworks.tables import Table

_FOLDER = Path(__file__).parent
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
    return tuple(sorted({path.stem for path in _FOLDER.glob("*.toml")} - set(_FOUNDATION)))


@cache
def _builtin(name: str) -> Pack:
    file = _FOLDER / f"{name}.toml"
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
    pack = Table(data, "", problems).record(Pack)
    if problems:
        raise PackError(tuple(f"{origin}: {problem}" for problem in problems))
    return pack
