"""Paths as the tool keeps them and as it shows them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def absolute(path: str | Path) -> Path:
    """`path` from the root, without `..`; links stay as the user wrote them."""
    return Path(os.path.normpath(Path(path).absolute()))


def common_place(paths: Iterable[str | Path]) -> Path:
    """The nearest place that all of these lie in, which a configuration is looked for from; the working directory for none."""
    named = [absolute(path) for path in paths]
    return Path(os.path.commonpath(named)) if named else Path.cwd()


def is_file(path: Path) -> bool:
    """Whether there is such a file; one in a folder that we may not enter is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def exists(path: Path) -> bool:
    """Whether there is such a file or folder, as far as we may know."""
    try:
        return path.exists()
    except OSError:
        return False


def inside(path: str, folder: str, *, is_folder: bool = False) -> str | None:
    """`path` relative to `folder` as `.gitignore` patterns see it, None outside of it."""
    prefix = folder.rstrip(os.sep) + os.sep
    if not path.startswith(prefix):
        return None
    return path[len(prefix) :].replace(os.sep, "/") + ("/" if is_folder else "")


def display_path(path: str | Path) -> str:
    """An absolute path as reports show it: posix, relative to the working directory where it lies below it."""
    here = os.getcwd().rstrip(os.sep) + os.sep  # noqa: PTH109 - asked for each file, and `Path` costs ten times as much
    return str(path).removeprefix(here).replace(os.sep, "/")
