"""Finds the Python files, notebooks and bundle configurations below the given paths."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from monai_tslint.config import Settings, absolute, display_path
from monai_tslint.facts import NOTEBOOK
from monai_tslint.files.configurations import SUFFIXES, is_marked, may_be, names_target
from monai_tslint.files.ignoring import Excludes, GitIgnores
from monai_tslint.files.source import OtherLanguage, Packages, Source, Unreadable, of_text, read
from monai_tslint.findings import Location, Problem

STDIN = "<stdin>"


class _Found(Struct):
    """Files by identity, so that overlapping roots and links give each file once."""

    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, identity: str, path: str) -> None:
        self.files[identity] = min(self.files.get(identity, path), path)


def discover(
    paths: Sequence[Path], settings: Settings, texts: Mapping[str, str] | None = None
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The sources in files and folders, sorted by path, and the problems of those that cannot be read.

    Given files are always taken, unless the settings force the excludes on them; below folders `*.py`, `*.ipynb` and bundle
    configurations, without what the settings exclude. Notebooks in other languages than Python, and JSON and YAML files that
    are no configurations, are no sources. `texts` take the places of the files with these absolute paths, and are asked for.
    The other files of the project come as sources that nobody asked for, as far as they can be read; none if
    the paths have no sources.
    """
    found = _collect(paths, settings)
    known = set(found.files)
    sources: list[Source] = []
    packages = Packages()
    for name, text in (texts or {}).items():
        found.files.pop(os.path.realpath(name), None)
        known.add(os.path.realpath(name))
        if stands_for_source(name, text):
            _keep(partial(of_text, name, text, packages), sources, found.problems)
    for name in _without_data(found.files.values()):
        _keep(partial(read, name, packages), sources, found.problems)
    nothing = paths and not (sources or found.problems)
    around = {} if nothing else _collect(_not_below(paths, settings.src), settings).files
    for name in _without_data(n for identity, n in around.items() if identity not in known):
        with suppress(Unreadable, OtherLanguage):
            sources.append(replace(read(name, packages), asked=False))
    problems = sorted(found.problems, key=lambda p: (p.path, p.line, p.message))
    return tuple(sorted(sources, key=lambda s: s.path)), tuple(problems)


def stands_for_source(absolute: str, text: str) -> bool:
    """Whether a text that stands for a file is one that `discover` takes."""
    return not may_be(absolute) or is_marked(text.encode("utf-8", "surrogateescape"))


def excluded(path: Path, settings: Settings) -> bool:
    """Whether the settings leave out a file, or a folder above it."""
    return Excludes.of(settings).reach(path, is_folder=False)


def find(paths: Sequence[Path], settings: Settings) -> tuple[str, ...]:
    """The files that `discover` would read, as reports show them, sorted."""
    return tuple(sorted(map(display_path, _without_data(_collect(paths, settings).files.values()))))


def lines_of_file(here: Location, stdin_filename: str | None = None, stdin: str | None = None) -> tuple[str, ...]:
    """The lines of the file of a location, or of its cell; none if the file cannot be read (any more)."""
    name = str(absolute(here.path))
    try:
        if stdin is not None and name == str(absolute(stdin_filename or STDIN)):
            source = of_text(name, stdin, Packages())
        else:
            source = read(name, Packages())
    except (Unreadable, OtherLanguage):
        return ()
    if source.notebook is not None:
        return tuple(source.notebook.lines(here.cell)) if here.cell is not None else ()
    return tuple(source.text.split("\n"))


def _without_data(names: Iterable[str]) -> Iterator[str]:
    """The files without those that have the name of a configuration, but are none."""
    return (name for name in names if not may_be(name) or names_target(name))


def _keep(make: Callable[[], Source], sources: list[Source], problems: list[Problem]) -> None:
    try:
        sources.append(make())
    except Unreadable as error:
        problems.append(error.problem)
    except OtherLanguage:
        pass


def _not_below(paths: Sequence[Path], folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders that are not among the paths, nor inside one of them."""
    given = {absolute(path) for path in paths}
    return tuple(folder for folder in folders if given.isdisjoint((folder, *folder.parents)))


def _collect(paths: Sequence[Path], settings: Settings) -> _Found:
    found = _Found()
    excludes = Excludes.of(settings)
    for path in paths:
        root = absolute(path)
        try:
            is_folder = stat.S_ISDIR(root.stat().st_mode)
        except OSError as error:
            found.problems.append(Problem(display_path(root), 1, f"cannot be read: {error.strerror}"))
            continue
        if settings.force_exclude and excludes.reach(root, is_folder=is_folder):
            continue
        if is_folder:
            _walk(root, excludes.below(str(root)), settings, found)
        else:
            found.add(os.path.realpath(root), str(root))
    return found


def _walk(top: Path, excludes: Excludes, settings: Settings, found: _Found) -> None:
    """Collect below a folder. Links to folders are not followed, so there are no cycles."""
    root = str(top)
    real_root = os.path.realpath(root)
    pending = [(root, GitIgnores.above(top) if settings.respect_gitignore else GitIgnores())]
    while pending:
        folder, ignores = pending.pop()
        if settings.respect_gitignore:
            ignores = ignores.entering(folder)
        for entry in _entries(folder, found):
            is_folder = entry.is_dir(follow_symlinks=False)
            wanted = is_folder or _is_source(entry)
            if not wanted or excludes.match(entry.path, entry.name, is_folder=is_folder):
                continue
            if ignores.match(entry.path, is_folder=is_folder):
                continue
            if is_folder:
                pending.append((entry.path, ignores))
            else:
                linked = entry.is_symlink()
                identity = os.path.realpath(entry.path) if linked else real_root + entry.path[len(root) :]
                found.add(identity, entry.path)


def _is_source(entry: os.DirEntry[str]) -> bool:
    """Whether this is a regular file, or a link to one, with the suffix of Python files, notebooks or configurations."""
    try:
        return entry.name.endswith((".py", NOTEBOOK, *SUFFIXES)) and entry.is_file()
    except OSError:
        return False


def _entries(folder: str, found: _Found) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        found.problems.append(Problem(display_path(folder), 1, f"cannot be listed: {error.strerror}"))
