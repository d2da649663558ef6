"""Finds the configuration file and reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from monai_tslint.config import selectors
from monai_tslint.config.paths import absolute, display_path, exists, is_file
from monai_tslint.config.settings import DEFAULT_EXCLUDE, DEFAULT_SELECT, ConfigError, Settings
from monai_tslint.config.values import Values, dotted_mistake, method_mistake, pattern_mistake
from monai_tslint.findings import Severity

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
    values = Values(table, _shown(file), prefix)
    source = absolute(file)
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
    settings = Settings(
        root=source.parent,
        source=source,
        select=values.texts("select", selectors.mistake, DEFAULT_SELECT),
        ignore=values.texts("ignore", selectors.mistake),
        extend_select=values.texts("extend-select", selectors.mistake),
        per_file_ignores=values.table("per-file-ignores", selectors.mistake),
        exclude=values.texts("exclude", pattern_mistake, DEFAULT_EXCLUDE),
        extend_exclude=values.texts("extend-exclude", pattern_mistake),
        strict=values.flag("strict", default=False),
        monai=values.version("monai"),
        fail_on=values.severity("fail-on", Severity.WARNING),
        respect_gitignore=values.flag("respect-gitignore", default=True),
        force_exclude=values.flag("force-exclude", default=False),
        src=values.folders("src", source.parent),
        baseline=values.path("baseline", source.parent),
        frameworks=values.files("frameworks", source.parent),
        shared_bases=values.texts("shared-bases", dotted_mistake),
        entry_points=values.texts("entry-points", method_mistake),
        markers=values.texts("markers", dotted_mistake),
        known_safe_types=values.texts("known-safe-types", dotted_mistake),
        check_modules=values.flag("check-modules", default=False),
        extend_safe_fixes=values.texts("extend-safe-fixes", selectors.mistake),
        extend_unsafe_fixes=values.texts("extend-unsafe-fixes", selectors.mistake),
    )
    values.finish()
    return settings
