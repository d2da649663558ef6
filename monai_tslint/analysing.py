"""Checks and inventories of paths for which something has to be analysed: analysis, fixes, selection and suppression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.config import Settings
from monai_tslint.effects.classes import ClassEffects
from monai_tslint.files import Source
from monai_tslint.findings import Finding, FrameworkChoice, InventoryRow, Problem, Report
from monai_tslint.gathering import gathered, texts_of
from monai_tslint.inventory import row
from monai_tslint.knowledge import Gathered
from monai_tslint.notebooks.model import Notebook
from monai_tslint.notebooks.places import Places
from monai_tslint.recall.memory import Memory
from monai_tslint.recall.past import Past, past_of
from monai_tslint.reporting import Found, Frame, ordered, placed, report
from monai_tslint.sessions import Session
from monai_tslint.suppress import load_baseline
from monai_tslint.workspace import Workspace

if TYPE_CHECKING:
    from monai_tslint.changes import Changes
    from monai_tslint.fixes import Planner

Progress = Callable[[int, int], None]


class Run(Struct, frozen=True):
    """An analysed project: the sources that were asked for, the problems of all sources, and the effects of classes.

    `complete` says that the sources are all files of the project; `notebooks` are those of all files, by path.
    """

    workspace: Workspace
    sources: tuple[Source, ...]
    unread: tuple[Problem, ...]
    complete: bool
    problems: tuple[Problem, ...]
    frameworks: tuple[FrameworkChoice, ...]
    effects: tuple[ClassEffects, ...]
    notebooks: Mapping[str, Notebook]

    @property
    def asked(self) -> frozenset[str]:
        """The paths of the sources that were asked for."""
        return frozenset(source.path for source in self.sources)

    def asked_effects(self) -> tuple[ClassEffects, ...]:
        """The effects of the classes in the sources that were asked for."""
        asked = self.asked
        return tuple(cls for cls in self.effects if cls.info.file.path in asked)

    def found(self, settings: Settings, wanted: Callable[[str], bool]) -> Found:
        """What was found in files whose paths are wanted."""
        findings = self.workspace.findings(self.effects, strict=settings.strict, wanted=wanted)
        late = (problem for problem in self.workspace.failures if problem not in self.problems)
        problems = tuple(p for p in (*self.problems, *late) if p.internal or wanted(p.path))
        effects = [cls for cls in self.effects if wanted(cls.info.file.path)]
        return Found(findings, problems, Counter(cls.info.file.path for cls in effects), tuple(map(row, effects)))

    @property
    def frame(self) -> Frame:
        """What surrounds the findings of the report."""
        return Frame(self.sources, self.unread, self.complete, self.notebooks, self.frameworks)


def checked(
    found: Gathered,
    past: Past | None,
    settings: Settings,
    changes: Changes | None,
    progress: Progress | None,
    *,
    fixes: bool,
) -> Report:
    """The report of what was gathered. Of the `past`, what still holds is taken over; what is found out is added."""
    if past is None:
        return _told(analysed(found, settings, Session(), progress), settings, changes, fixes=fixes)
    memory = Memory(past, settings)
    run = analysed(found, settings, Session(memory), progress, memory=memory)
    what, plans = run.found(settings, run.asked.__contains__), _Plans(run, settings, memory)
    if fixes:
        what = replace(what, findings=plans.of(what.findings), problems=(*what.problems, *plans.failures))
    memory.keep(run.workspace, run.effects, what, planned=fixes)
    said = report(run.frame, what, settings, changes)
    if fixes:
        said = replace(said, findings=plans.of(said.findings))
        plans.keep()
    return placed(said, run.notebooks)


class _Plans:
    """The fixes of a run. What it takes to plan them is not even loaded if there is nothing to plan."""

    def __init__(self, run: Run, settings: Settings, memory: Memory | None = None) -> None:
        self._run = run
        self._settings = settings
        self._memory = memory
        self._planner: Planner | None = None

    def of(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Findings with their fixes."""
        if all(finding.proposal is None for finding in findings):
            return findings
        if self._planner is None:
            from monai_tslint.fixes import Planner

            recalled = self._memory.plans(self._run.workspace) if self._memory is not None else {}
            self._planner = Planner(self._run.workspace, self._settings.applicability, recalled)
        return self._planner.planned(findings)

    @property
    def failures(self) -> tuple[Problem, ...]:
        """Errors of ours in working them out."""
        return () if self._planner is None else tuple(self._planner.failures)

    def keep(self) -> None:
        """Remember them."""
        if self._memory is not None and self._planner is not None and not self._planner.failures:
            self._memory.keep_plans(self._run.workspace, self._planner.found())


def recheck(
    paths: Sequence[Path],
    settings: Settings,
    session: Session,
    *,
    changes: Changes | None = None,
    progress: Progress | None = None,
    fixes: bool = False,
) -> Report | None:
    """Check as `check` does, with what the session has kept; None if nothing has changed since it was last asked to."""
    found = gathered(paths, settings)
    baseline = None if settings.baseline is None else load_baseline(settings.baseline)
    if not session.is_news((found, settings, changes, baseline)):
        return None
    return _told(analysed(found, settings, session, progress), settings, changes, fixes=fixes)


def _told(run: Run, settings: Settings, changes: Changes | None, *, fixes: bool) -> Report:
    """The report of an analysed project, with places in cells and, if that is wanted, fixes."""
    said = report_of(run, settings, changes)
    if fixes:
        plans = _Plans(run, settings)
        said = replace(said, findings=plans.of(said.findings), problems=(*said.problems, *plans.failures))
    return placed(said, run.notebooks)


def report_of(run: Run, settings: Settings, changes: Changes | None = None) -> Report:
    """What is to be said of an analysed project: selected, not suppressed, and, with `changes`, on a changed line.

    Places in notebooks are those of the modules that they are.
    """
    return report(run.frame, run.found(settings, run.asked.__contains__), settings, changes)


def inventory(
    paths: Sequence[Path],
    settings: Settings,
    *,
    stdin_filename: str | None = None,
    stdin: str | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[InventoryRow, ...], Report]:
    """Every shared class with its verdict; the report carries the files' problems and the frameworks assumed."""
    run = analyse(paths, settings, stdin_filename, stdin, progress, everything=True)
    asked = run.asked_effects()
    problems = ordered((*run.unread, *(p for p in run.problems if p.internal or p.path in run.asked)))
    said = Report((), (), problems, run.frameworks, len(run.sources), len(asked))
    places = Places(run.notebooks)
    return tuple(places.row(row(cls)) for cls in asked), placed(said, run.notebooks)


def analyse(
    paths: Sequence[Path],
    settings: Settings,
    stdin_filename: str | None,
    stdin: str | None,
    progress: Progress | None,
    *,
    everything: bool = False,
) -> Run:
    """Read and analyse files and folders; `everything` includes kinds of shared classes that no findings are made for."""
    found = gathered(paths, settings, texts_of(stdin_filename, stdin))
    past = past_of(found, settings)
    memory = None if past is None else Memory(past, settings)
    run = analysed(found, settings, Session(memory), progress, everything=everything, memory=memory)
    if memory is not None:
        memory.keep_reading(run.workspace)
    return run


def analysed(
    found: Gathered,
    settings: Settings,
    session: Session,
    progress: Progress | None,
    *,
    everything: bool = False,
    memory: Memory | None = None,
) -> Run:
    """Analyse what was gathered, but for what the session has kept, or what is in `memory`."""
    workspace, broken = session.brought_up(found)
    workspace.jobs = settings.jobs
    if memory is not None:
        memory.take_over(workspace, checked := memory.shared_classes(workspace))
    if memory is None or everything:
        checked = workspace.shared_classes(modules=settings.check_modules, everything=everything)
    effects = workspace.effects_of(checked, progress)
    problems = ordered((*broken, *workspace.failures))
    return Run(
        workspace,
        found.asked,
        found.unread,
        found.complete,
        problems,
        found.knowledge.choices,
        effects,
        found.notebooks,
    )
