"""The analysed projects of the open files. Everything here runs in one thread, and nothing in it knows the protocol's loop."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from monai_tslint import analysing, config
from monai_tslint.analysing import Run
from monai_tslint.config import ConfigError, Settings
from monai_tslint.facts import NOTEBOOK
from monai_tslint.files import excluded, may_be
from monai_tslint.findings import Finding, Report
from monai_tslint.fixes import Planner
from monai_tslint.live import Live
from monai_tslint.lsp.documents import OpenFile
from monai_tslint.lsp.options import Options
from monai_tslint.reporting import placed

_INSTALLED = {"site-packages", "dist-packages"}
"""Folders of packages that somebody else wrote: an editor opens files of theirs to show a definition."""


class Superseded(Exception):
    """The state that is worked on is no longer that of the editor."""


class State(Struct, frozen=True):
    """What the editor has told: `folders` are those of its workspace."""

    files: tuple[OpenFile, ...]
    folders: tuple[str, ...]
    options: Options


class Analysed(Struct, frozen=True):
    """What is to be said of one project; the findings of `report` are those of modules, `placed` are the same in cells."""

    live: Live
    run: Run
    report: Report
    placed: tuple[Finding, ...]
    planner: Planner


class _Project(Struct):
    live: Live
    analysed: Analysed | None = None


class Outcome(Struct, frozen=True):
    """The open files of which everything is known now, the projects of those that are checked, all projects that are.

    `mistakes` are those of the user, `errors` ours. Files of a project that could not be analysed are not among `files`.
    """

    files: tuple[OpenFile, ...] = ()
    homes: Mapping[str, Analysed] = field(default_factory=dict)
    projects: tuple[Analysed, ...] = ()
    mistakes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


class Session(Struct):
    """The projects, kept from one state of the editor to the next. `stale` says that files may have changed on the disk."""

    stale: bool = True
    _projects: dict[Settings, _Project] = field(default_factory=dict)
    _homes: dict[str, Settings] = field(default_factory=dict)
    _state: State | None = None
    _mistakes: list[str] = field(default_factory=list)

    def analyse(self, state: State, superseded: Callable[[], bool]) -> Outcome:
        """Bring everything up to date. Raises `Superseded` as soon as it is noticed."""

        def watch(*_: object) -> None:
            if superseded():
                raise Superseded

        watch()
        try:
            self._follow(state)
        except Exception:
            self.stale = True
            raise
        done: dict[Settings, Analysed] = {}
        mistakes, errors = list(self._mistakes), []
        for settings, project in self._projects.items():
            watch()
            try:
                done[settings] = _analysed(project, watch)
            except ConfigError as error:
                mistakes += error.problems
            except Superseded:
                raise
            except Exception:  # noqa: BLE001 - an error of ours is reported, and the server lives on
                errors.append(f"while checking {_named(project, state.files)}: {traceback.format_exc()}")
        watch()
        internal = (p for analysed in done.values() for p in analysed.report.problems if p.internal)
        errors += (f"{problem.path}: internal error: {problem.message}" for problem in internal)
        files = tuple(file for file in state.files if self._homes.get(file.path) not in self._projects.keys() - done)
        homes = {path: done[home] for path, home in self._homes.items() if home in done}
        return Outcome(files, homes, tuple(done.values()), tuple(dict.fromkeys(mistakes)), tuple(errors))

    def _follow(self, state: State) -> None:
        """Take over what has changed since the last state."""
        before, self._state = self._state, state
        same = before is not None and (before.folders, before.options) == (state.folders, state.options)
        texts = {} if before is None else {file.path: file for file in before.files}
        if self.stale or not same or texts.keys() != {file.path for file in state.files}:
            self.stale = False
            self._read_all(state)
            return
        for file in state.files:
            home = self._homes.get(file.path)
            if home is not None and file != texts[file.path]:
                self._write(home, file)

    def _write(self, home: Settings, file: OpenFile) -> None:
        try:
            self._projects[home].live.write(file.path, file.text)
        except ConfigError as error:
            self._mistakes += error.problems

    def _read_all(self, state: State) -> None:
        """Find out anew what belongs to which project, and read it. What cannot be used leaves what was there before."""
        self._mistakes = []
        groups: dict[Settings, list[OpenFile]] = {}
        for file in filter(_is_ours, state.files):
            home = self._home(file.path, state)
            if home is not None and not excluded(Path(file.path), home):
                groups.setdefault(home, []).append(file)
        folders: dict[Settings, list[Path]] = {}
        for folder in state.folders if state.options.everywhere else ():
            home = self._home(folder, state)
            if home is not None:
                folders.setdefault(home, []).append(Path(folder))
        projects, left = self._read({home: groups.get(home, []) for home in {**groups, **folders}}, folders)
        back: dict[Settings, list[OpenFile]] = {}
        for file in left:
            if file.path in self._homes:
                back.setdefault(self._homes[file.path], []).append(file)
        with_others = {home: files + (groups[home] if home in projects else []) for home, files in back.items()}
        projects |= self._read(with_others, folders)[0]
        members = [(home, file) for home, files in (*groups.items(), *back.items()) for file in files]
        self._homes = {file.path: home for home, file in members if home in projects}
        self._projects = projects

    def _read(
        self, groups: Mapping[Settings, list[OpenFile]], folders: Mapping[Settings, list[Path]]
    ) -> tuple[dict[Settings, _Project], list[OpenFile]]:
        """The projects with these settings, files and folders; and the files of which the settings cannot be used."""
        projects: dict[Settings, _Project] = {}
        left: list[OpenFile] = []
        for settings, files in groups.items():
            project = self._projects.get(settings) or _Project(Live(settings))
            try:
                project.live.read(folders.get(settings, ()), {file.path: file.text for file in files})
            except ConfigError as error:
                self._mistakes += error.problems
                left += files
            else:
                project.analysed = None  # the baseline may have changed
                projects[settings] = project
        return projects, left

    def _home(self, path: str, state: State) -> Settings | None:
        """The settings for a file or folder: as `check` finds them, or if these are wrong, the last that were right."""
        try:
            return state.options.applied(_found(path, state))
        except ConfigError as error:
            self._mistakes += error.problems
            known = self._homes.get(path)
            near = (home for home in self._projects if Path(path).is_relative_to(home.root))
            return known if known is not None else next(near, None)


def _found(path: str, state: State) -> Settings:
    """The settings of the nearest configuration; without one, of the project, the workspace's folder, or the file's."""
    settings = config.load(Path(path), state.options.config)
    if settings.source is not None:
        return settings
    around = [folder for folder in state.folders if Path(path).is_relative_to(folder)]
    inner = [Path(folder) for folder in sorted(around, key=len)[-1:]]
    src = settings.src or tuple(inner)
    return replace(settings, src=src, root=src[0] if src else Path(path).parent)


def _is_ours(file: OpenFile) -> bool:
    """Whether this is a file that can be checked, and not one of an installed package."""
    if not _INSTALLED.isdisjoint(Path(file.path).parts):
        return False
    python = file.document is not None and file.document.language == "python" and not file.path.endswith(".pyi")
    return python or file.path.endswith((".py", NOTEBOOK)) or may_be(file.path)


def _analysed(project: _Project, watch: Callable[..., None]) -> Analysed:
    run = project.live.run(watch)
    known = project.analysed
    if known is not None and known.run is run:
        return known
    watch()
    settings = project.live.settings
    report = analysing.report_of(run, settings)
    shown = placed(report, run.notebooks).findings
    planner = Planner(run.workspace, settings.applicability)
    project.analysed = Analysed(project.live, run, report, shown, planner)
    return project.analysed


def _named(project: _Project, files: Iterable[OpenFile]) -> str:
    """The open files of a project, for a message."""
    own = {source.absolute for source in project.live.sources}
    return ", ".join(_relative(file for file in files if file.path in own)) or str(project.live.settings.root)


def _relative(files: Iterable[OpenFile]) -> Iterator[str]:
    return (config.display_path(file.path) for file in files)
