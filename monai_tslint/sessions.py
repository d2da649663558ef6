"""The workspace of a check, made anew or kept from the check before, with what has changed since brought in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from monai_tslint import catalogues
from monai_tslint.external import installed_sources, package_imports
from monai_tslint.facts import FileIndex, FunctionFacts
from monai_tslint.factstore import FactStore
from monai_tslint.files import Source, is_of_bundle
from monai_tslint.findings import Problem
from monai_tslint.frameworks import Pack
from monai_tslint.knowledge import Gathered, Knowledge
from monai_tslint.workspace import External, Release, Unparsable, Workspace


class Remembered(Protocol):
    """What earlier runs have read."""

    def outline(self, source: Source) -> FileIndex | None:
        """The outline of a source."""

    def facts(self, key: str) -> FunctionFacts | None:
        """Facts for a `FactStore`."""

    def inherited(self, workspace: Workspace, find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What `find` gives: the inherited classes of other packages whose files a project needs."""


class Session:
    """What is kept between checks of one project, which changes. They find what a first check would find.

    What is `remembered` need not be read again.
    """

    def __init__(self, remembered: Remembered | None = None) -> None:
        self._remembered = remembered
        self._workspace: Workspace | None = None
        self._knowledge = Knowledge(())
        self._known: dict[str, tuple[Source, Problem | None]] = {}
        self._outlines: object = None
        self._state: object = None

    def is_news(self, state: object) -> bool:
        """Whether this state differs from the one that was asked about before."""
        before, self._state = self._state, state
        return before != state

    def brought_up(self, gathered: Gathered) -> tuple[Workspace, tuple[Problem, ...]]:
        """The workspace with what was gathered, and the problems of sources that are not what they say they are."""
        workspace = self._suitable(gathered.knowledge)
        sources = {source.path: source for source in gathered.sources}
        for path in self._known.keys() - sources.keys():
            workspace.remove(path)
            del self._known[path]
        for path, source in sources.items():
            if path not in self._known or self._known[path][0] != source:
                self._known[path] = (source, self._brought_in(workspace, source))
                if source.notebook is not None:
                    workspace.add_notebook(path, source.notebook)
        outlines = workspace.outlines()
        if outlines != self._outlines:
            workspace.forget_external()
            self._add_installed(workspace, gathered.knowledge.packs)
            self._outlines = outlines
        problems = (self._known[path][1] for path in sources)
        return workspace, tuple(problem for problem in problems if problem is not None)

    def _brought_in(self, workspace: Workspace, source: Source) -> Problem | None:
        outline = self._remembered.outline(source) if self._remembered is not None else None
        if outline is None:
            return brought_in(workspace, source, dict(self._knowledge.apart).get(source.path))
        workspace.restore(outline, source.text)
        return None

    def _add_installed(self, workspace: Workspace, packs: Sequence[Pack]) -> None:
        """Bring in the sources of inherited classes of other installed packages."""
        find = partial(_inherited, workspace, packs)
        names = find() if self._remembered is None else self._remembered.inherited(workspace, find)
        for file in installed_sources(names):
            workspace.add_external(file.path, file.module, file.is_package, file.text)

    def _suitable(self, knowledge: Knowledge) -> Workspace:
        """The workspace from before, or a new one if that knew other libraries."""
        if self._workspace is None or knowledge != self._knowledge:
            store = FactStore(self._remembered.facts) if self._remembered is not None else FactStore()
            known = {name: _library(name, version) for name, version in knowledge.catalogues}
            others = {key: {**known, key[0]: _library(*key)} for key in {release for _, release in knowledge.apart}}
            libraries = {key: tuple(found.values()) for key, found in others.items()}
            self._workspace = Workspace(knowledge.packs, known.values(), store, libraries)
            self._knowledge, self._known, self._outlines = knowledge, {}, None
        self._workspace.failures.clear()
        return self._workspace


def _library(name: str, version: str) -> External:
    found = catalogues.load(name, version)
    return External(found.files, found.facts)


def brought_in(workspace: Workspace, source: Source, release: Release | None = None) -> Problem | None:
    """Give a source to the workspace, in place of what it had of it. The problem if it is not what it says it is.

    `release` is the one that a configuration is made for, if that is not the project's.
    """
    if source.is_configuration:
        return _configured(workspace, source, release)
    if source.notebook is not None:
        from monai_tslint.notebooks.syntax import syntax_error

        wrong = syntax_error(source.notebook)
        if wrong is not None:
            workspace.remove(source.path)
            return Problem(source.path, wrong.line, wrong.message, cell=wrong.cell)
    try:
        workspace.update(source.path, source.module, source.is_package, source.text, source.digest)
    except Unparsable as error:
        return Problem(source.path, error.line, error.message)
    return None


def _configured(workspace: Workspace, source: Source, release: Release | None) -> Problem | None:
    """The same of a configuration; one that cannot be read is a problem only if it certainly is a bundle's."""
    workspace.remove(source.path)
    try:
        workspace.add_configuration(source.path, source.text, release)
    except Unparsable as error:
        return Problem(source.path, error.line, error.message) if is_of_bundle(source.absolute) else None
    return None


def _inherited(workspace: Workspace, packs: Sequence[Pack]) -> tuple[str, ...]:
    """The inherited classes of other packages that matter.

    One of a class that is not shared by its other bases matters only if its package builds on a framework.
    """
    sections = [section for pack in packs for section in pack.shared]
    modules = frozenset(module for pack in packs if pack.shared for module in pack.modules)
    return tuple(
        base
        for base, shared in workspace.foreign_bases().items()
        if not any(section.covers(base) for section in sections) and (shared or package_imports(base, modules))
    )
