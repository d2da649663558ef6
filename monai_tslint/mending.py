"""A check that mends: the fixes are applied and verified in memory, then the files are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from monai_tslint import engine
from monai_tslint.config import Settings, absolute
from monai_tslint.engine import Progress, Run
from monai_tslint.files import STDIN, Source
from monai_tslint.findings import Finding, Fix, Location, Problem, Report
from monai_tslint.fixes import Mended, NotWritten, Planner, apply_all, changed, mend, mend_one, rewrite, unified
from monai_tslint.index import Unparsable
from monai_tslint.link import ClassInfo
from monai_tslint.proposals import Applicability
from monai_tslint.reporting import placed


@dataclass(frozen=True, slots=True)
class Outcome:
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
    run = engine.analyse(paths, settings, stdin_filename, stdin, progress)
    project = _Project(run, settings)
    mended = mend(project, _allowed(unsafe=unsafe))
    report = project.report
    report = replace(report, findings=mended.findings, problems=(*report.problems, *project.failures))
    given = None if stdin is None else (str(absolute(Path(stdin_filename or STDIN))), stdin)
    failures, diff, content = _written(mended, run.sources, given, write=write)
    report = placed(report, run.notebooks)
    return Outcome(report, project.lines_at, mended.fixed, failures, diff, content)


def tried(run: Run, settings: Settings, only: Finding | None = None) -> Mended:
    """What the safe fixes would do to the sources that were asked for, or the fix of one finding, whoever may apply it.

    The workspace is afterwards as it was.
    """
    project = _Project(run, settings)
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
    mended: Mended, sources: Sequence[Source], stdin: tuple[str, str] | None, *, write: bool
) -> tuple[tuple[str, ...], str, bytes | None]:
    """Write the files that have changed. `stdin` is the name of the file that a text stands for, and the text."""
    failures, diffs, content = [], [], None
    for source in sources:
        change = partial(apply_all, batches=mended.batches.get(source.path, ()))
        try:
            if stdin is not None and source.absolute == stdin[0]:
                done = changed(stdin[1].encode("utf-8", "surrogateescape"), change)
                content = done.content
            elif source.path in mended.batches:
                done = rewrite(source.absolute, source.digest, change, write=write)
            else:
                continue
            diffs.append(unified(source.path, done.before, done.after))
        except NotWritten as error:
            failures.append(f"{source.path}: {error}")
    return tuple(failures), "".join(diffs), content


class _Project:
    """An analysed project as the driver of the fixes wants it."""

    def __init__(self, run: Run, settings: Settings) -> None:
        self._run = self._given = run
        self._settings = settings
        self._sources = {source.path: source for source in run.sources}
        self._fresh = True
        self._planner = Planner(self, settings.applicability)
        self.report = engine.report_of(run, settings)

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

    def lines_at(self, here: Location) -> Sequence[str]:
        """The lines of the file of a location, or of its cell."""
        notebook = self._run.notebooks.get(here.path)
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
            self._run = replace(self._run, sources=tuple(self._sources.values()), effects=effects)
            self.report = engine.report_of(self._run, self._settings)
            self._fresh = True
        return self._planner.planned(self.report.findings)

    def update(self, texts: Mapping[str, str]) -> None:
        """Replace texts; of a file that Python cannot parse there is a problem, and with it a finding."""
        problems = [problem for problem in self._run.problems if problem.path not in texts]
        for path, text in texts.items():
            source = replace(self._sources[path], text=text)
            self._sources[path] = source
            try:
                self._run.workspace.update(path, source.module, source.is_package, text)
            except Unparsable as error:
                problems.append(Problem(path, error.line, error.message))
        self._run = replace(self._run, problems=tuple(problems))
        self._fresh = False

    def restore(self) -> None:
        """Put the texts back that the project was given with."""
        given = {source.path: source.text for source in self._given.sources}
        self.update({path: given[path] for path, source in self._sources.items() if source.text != given[path]})
