"""Finds the configuration file and reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from monai_tslint.config.keys import KEYS
from monai_tslint.config.paths import absolute, display_path, exists, is_file
from monai_tslint.config.settings import ConfigError, Settings
from monai_tslint.config.values import Values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

OWN_FILE = "monai-tslint.toml"
_TOOL = "monai-tslint"
_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")

Table = Mapping[str, object]


def load(start: Path, explicit: Path | None = None) -> Settings:
    """The settings for a run on `start` (a file or a folder): those of the file `explicit`, else of the nearest file.

    Raises `ConfigError` with every mistake.
    """
    file = explicit if explicit is not None else find(start)
    if file is None:
        return Settings(src=project(start))
    table, prefix = _own_table(file, _parse(file))
    if table is None:
        raise ConfigError((f"{_shown(file)}: there is no table `[tool.{_TOOL}]`",))
    source = absolute(file)
    values = Values(table, _shown(file), prefix, source.parent)
    settings = _settings(values, source)
    if values.problems:
        raise ConfigError(tuple(values.problems))
    return settings


def find(start: Path) -> Path | None:
    """The nearest configuration file, looking upwards from a file or folder."""
    here = absolute(start)
    for folder in (here, *here.parents):
        if is_file(folder / OWN_FILE):
            return folder / OWN_FILE
        project = folder / "pyproject.toml"
        if is_file(project) and _own_table(project, _parse(project))[0] is not None:
            return project
    return None


def project(start: Path) -> tuple[Path, ...]:
    """The folder of the project that a file or folder without configuration belongs to, if there is one."""
    here = absolute(start)
    folders = (folder for folder in (here, *here.parents) if any(exists(folder / name) for name in _MARKS))
    return tuple(islice(folders, 1))


def _shown(file: Path) -> str:
    return display_path(absolute(file))


def _parse(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError((f"{_shown(file)}: cannot be read: {error.strerror}",)) from None
    except UnicodeDecodeError:
        raise ConfigError((f"{_shown(file)}: is not encoded in UTF-8",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{_shown(file)}: is not valid TOML: {error}",)) from None


def _own_table(file: Path, data: Table) -> tuple[Table | None, str]:
    """Our table in a parsed file, and the prefix of its keys; every file but pyproject.toml may be ours as a whole."""
    tool = data.get("tool")
    table = tool.get(_TOOL) if isinstance(tool, dict) else None
    if isinstance(table, dict):
        return table, f"tool.{_TOOL}."
    if table is not None:
        raise ConfigError((f"{_shown(file)}: `tool.{_TOOL}` must be a table",))
    return (None, "") if file.name == "pyproject.toml" else (data, "")


def _settings(values: Values, source: Path) -> Settings:
    read = {key.field: values.read(key) for key in KEYS}
    values.unknown(KEYS)
    return _made(Settings, {"root": source.parent, "source": source, **read})


def _made(make: type[Record], values: Mapping[str, object]) -> Record:
    """A record with these fields, whose types are those of the keys."""
    return make(**values)
