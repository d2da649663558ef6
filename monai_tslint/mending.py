"""A check that mends: the fixes are applied and verified in memory, then the files are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint import analysing
from monai_tslint.analysing import Progress, Run
from monai_tslint.config import Settings, absolute
from monai_tslint.files import STDIN, Source
from monai_tslint.findings import Edit, Finding, Fix, Location, Problem, Report
from monai_tslint.fixes import (
    Mended,
    NotWritten,
    Planner,
    applied,
    changed,
    difference,
    mend,
    mend_one,
    rewrite,
    rewritten,
    text_of,
)
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.notebooks.model import Notebook
from monai_tslint.proposals import Applicability
from monai_tslint.reporting import placed
from monai_tslint.sessions import brought_in


class Outcome(Struct, frozen=True):
    """What was done. `report` is about the mended code; `fixed` counts by rule the findings that are gone.

    `lines` gives the lines of the mended files and of cells; `failures` are files that were not written, each with the reason;
    `diff` is what changed or would change, `stdin` the mended content that stands for a file, None if there was none.
    """

    report: Report
    lines: Callable[[Location], Sequence[str]]
    fixed: Mapping[str, int]
    failures: tuple[str, ...]
    diff: str
    stdin: bytes | None


def check(
    paths: Sequence[Path],
    settings: Settings,
    *,
    unsafe: bool,
    write: bool,
    stdin_filename: str | None = None,
    stdin: str | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Check files and folders and apply the safe fixes, with `unsafe` those that may change behaviour as well.

    Without `write` nothing is written. Raises `ConfigError` for settings that cannot be used.
    """
    run = analysing.analyse(paths, settings, stdin_filename, stdin, progress)
    given = {} if stdin is None else {str(absolute(Path(stdin_filename or STDIN))): stdin}
    project = _Project(run, settings, given)
    mended = mend(project, _allowed(unsafe=unsafe))
    report = project.report
    report = replace(report, findings=mended.findings, problems=(*report.problems, *project.failures))
    failures, diff, content = _written(mended, run.sources, given, write=write)
    return Outcome(placed(report, project.notebooks), project.lines_at, mended.fixed, failures, diff, content)


def tried(run: Run, settings: Settings, given: Mapping[str, str], only: Finding | None = None) -> Mended:
    """What the safe fixes would do to the sources that were asked for, or the fix of one finding, whoever may apply it.

    `given` are texts that stand for files, by these. The workspace is afterwards as it was.
    """
    project = _Project(run, settings, given)
    unsafe = only is not None and only.fix is not None and only.fix.applicability is Applicability.UNSAFE
    allowed = _allowed(unsafe=unsafe)
    try:
        return mend(project, allowed) if only is None else mend_one(project, only, allowed)
    finally:
        project.restore()


def _allowed(*, unsafe: bool) -> Callable[[Fix], bool]:
    allowed = (Applicability.SAFE, Applicability.UNSAFE) if unsafe else (Applicability.SAFE,)
    return lambda fix: fix.applicability in allowed


def _written(
    mended: Mended, sources: Sequence[Source], given: Mapping[str, str], *, write: bool
) -> tuple[tuple[str, ...], str, bytes | None]:
    """Write the files that have changed. `given` are texts that stand for files, by these."""
    failures, diffs, content = [], [], None
    for source in sources:
        change = partial(rewritten, source, mended.batches.get(source.path, ()))
        try:
            if source.absolute in given:
                done = changed(given[source.absolute].encode("utf-8", "surrogateescape"), change)
                content = done.content
            elif source.path in mended.batches:
                done = rewrite(source.absolute, source.digest, change, write=write)
            else:
                continue
            diffs.append(difference(source, done.before, done.after))
        except NotWritten as error:
            failures.append(f"{source.path}: {error}")
    return tuple(failures), "".join(diffs), content


class _Project:
    """An analysed project as the driver of the fixes wants it."""

    def __init__(self, run: Run, settings: Settings, given: Mapping[str, str]) -> None:
        self._run = run
        self._settings = settings
        self._given = given
        self._original = self._sources = {source.path: source for source in run.sources}
        self._files: dict[str, str] = {}
        self._before: dict[str, tuple[Source, str | None]] = {}
        self._fresh = True
        self._planner = Planner(self, settings.applicability)
        self.report = analysing.report_of(run, settings)

    @property
    def failures(self) -> list[Problem]:
        """Errors of ours in the planning of fixes."""
        return self._planner.failures

    def mentioning(self, word: str) -> Iterator[str]:
        """The paths of the files of the project in whose text a word occurs."""
        return self._run.workspace.mentioning(word)

    def writable(self, path: str) -> bool:
        """Whether a file was asked for."""
        return path in self._sources

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file as they are now."""
        return self._run.workspace.lines(path)

    @property
    def notebooks(self) -> Mapping[str, Notebook]:
        """The cells of the notebooks as they are now, by path."""
        return self._run.workspace.notebooks

    def lines_at(self, here: Location) -> Sequence[str]:
        """The lines of the file of a location, or of its cell."""
        notebook = self.notebooks.get(here.path)
        return self.lines(here.path) if notebook is None or here.cell is None else notebook.lines(here.cell)

    def meaning(self, path: str, dotted: str) -> str | None:
        """The full name of what a dotted name means at the top level of a file."""
        return self._run.workspace.meaning(path, dotted)

    def member(self, module: str, name: str) -> str | None:
        """The full name of what a name of a module means."""
        return self._run.workspace.member(module, name)

    def kin(self, path: str, line: int) -> tuple[ClassInfo, ...]:
        """The classes above and below the class that starts in a line of a file."""
        return self._run.workspace.kin(path, line)

    def disordered(self) -> frozenset[str]:
        """The classes whose bases Python would refuse to put in order."""
        return self._run.workspace.disordered()

    def findings(self) -> tuple[Finding, ...]:
        """What `check` reports on the files as they are now."""
        if not self._fresh:
            effects = self._run.workspace.effects(modules=self._settings.check_modules)
            sources = tuple(self._sources.values())
            self._run = replace(self._run, sources=sources, effects=effects, notebooks=dict(self.notebooks))
            self.report = analysing.report_of(self._run, self._settings)
            self._fresh = True
        return self._planner.planned(self.report.findings)

    def edit(self, edits: Mapping[str, Sequence[Edit]]) -> None:
        """Change files by edits; of one that Python cannot parse then there is a problem, and with it a finding.

        Raises `Refused` for a notebook whose file cannot be changed so.
        """
        for path, found in edits.items():
            source = self._sources[path]
            after, file = applied(source, found, partial(self._file, source))
            self._before.setdefault(path, (source, self._files.get(path)))
            self._put(after, file)

    def keep(self) -> None:
        """Make the edits since the last time final."""
        self._before.clear()

    def undo(self) -> None:
        """Take back the edits that are not final."""
        for source, file in self._before.values():
            self._put(source, file)
        self._before.clear()

    def restore(self) -> None:
        """Put the texts back that the project was given with."""
        for path, source in self._original.items():
            if self._sources[path] is not source:
                self._put(source, None)

    def _file(self, source: Source) -> str:
        """The text of a source's file, as it is now. Raises `NotWritten` if somebody else has changed it."""
        known = self._files.get(source.path)
        if known is None:
            known = self._given.get(source.absolute)
        return known.removeprefix("\ufeff") if known is not None else text_of(source.absolute, source.digest)

    def _put(self, source: Source, file: str | None) -> None:
        """Let a source take the place of the one before. `file` is the text of its file if it is a notebook's."""
        self._sources = {**self._sources, source.path: source}
        self._files.pop(source.path, None)
        if file is not None:
            self._files[source.path] = file
        problem = brought_in(self._run.workspace, source)
        if source.notebook is not None:
            self._run.workspace.add_notebook(source.path, source.notebook)
        others = (known for known in self._run.problems if known.path != source.path)
        self._run = replace(self._run, problems=(*others, *([] if problem is None else [problem])))
        self._fresh = False
