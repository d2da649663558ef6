"""Checks and inventories of paths: discovery, framework versions, analysis, selection and suppression put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from monai_tslint import catalogues, versions
from monai_tslint.changes import Changes
from monai_tslint.checks import RULES
from monai_tslint.config import ConfigError, Settings
from monai_tslint.config import absolute as absolute_path
from monai_tslint.effects import ClassEffects
from monai_tslint.files import STDIN, Source, discover
from monai_tslint.findings import (
    Confidence,
    Finding,
    FrameworkChoice,
    InventoryRow,
    Location,
    Problem,
    Report,
    Severity,
)
from monai_tslint.frameworks import Pack, PackError, load, load_builtin
from monai_tslint.frameworks.user import user_pack
from monai_tslint.inventory import row
from monai_tslint.notebooks.model import Notebook
from monai_tslint.notebooks.places import Places
from monai_tslint.sessions import Gathered, Knowledge, Session
from monai_tslint.suppress import apply, apply_baseline, load_baseline
from monai_tslint.workspace import Workspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """An analysed project: the sources that were asked for, with their problems, and the effects of all classes.

    `complete` says that these are all files of the project; `notebooks` are those of all files, by path.
    """

    workspace: Workspace
    sources: tuple[Source, ...]
    complete: bool
    problems: tuple[Problem, ...]
    frameworks: tuple[FrameworkChoice, ...]
    effects: tuple[ClassEffects, ...]
    notebooks: Mapping[str, Notebook]

    def asked_effects(self) -> tuple[ClassEffects, ...]:
        """The effects of the classes in the sources that were asked for."""
        asked = {source.path for source in self.sources}
        return tuple(cls for cls in self.effects if cls.info.file.path in asked)


def check(
    paths: Sequence[Path],
    settings: Settings,
    *,
    stdin_filename: str | None = None,
    stdin: str | None = None,
    changes: Changes | None = None,
    progress: Progress | None = None,
    fixes: bool = False,
) -> Report:
    """Check files and folders; with `changes`, only findings on changed lines are of interest.

    With `fixes`, the findings say how to mend them. Raises `ConfigError` for settings that cannot be used; bad input files
    are findings.
    """
    run = analyse(paths, settings, stdin_filename, stdin, progress)
    return _told(run, settings, changes, fixes=fixes)


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
    report = report_of(run, settings, changes)
    if not fixes or not any(finding.proposal is not None for finding in report.findings):
        return placed(report, run)
    from monai_tslint.fixes import Planner

    planner = Planner(run.workspace, settings.applicability)
    findings = planner.planned(report.findings)
    return placed(replace(report, findings=findings, problems=(*report.problems, *planner.failures)), run)


def report_of(run: Run, settings: Settings, changes: Changes | None = None) -> Report:
    """What is to be said of an analysed project: selected, not suppressed, and, with `changes`, on a changed line.

    Places in notebooks are those of the modules that they are.
    """
    asked = {source.path: source.absolute for source in run.sources}
    places = Places(run.notebooks)
    found = (
        *run.workspace.findings(run.effects, strict=settings.strict, wanted=asked.__contains__),
        *(_syntax_error(p) for p in run.problems if not p.internal),
    )
    selected = tuple(f for f in found if settings.enabled(f.rule))
    kept, suppressed, unused = apply(selected, run.sources, settings)
    left = tuple(sorted((*kept, *unused), key=lambda f: f.sort_key))
    stale: tuple[str, ...] = ()
    if settings.baseline is not None:
        baseline = load_baseline(settings.baseline)
        left, accepted, stale = apply_baseline(left, baseline, asked.values(), settings.enabled, complete=run.complete)
        suppressed += accepted
    if changes is not None:
        left = tuple(f for f in left if _changed(f, asked, changes, places))
        suppressed = tuple(s for s in suppressed if _changed(s.finding, asked, changes, places))
    rows = tuple(row(cls) for cls in run.asked_effects())
    problems = _sorted((*run.problems, *(p for p in run.workspace.failures if p not in run.problems)))
    return Report(left, suppressed, problems, run.frameworks, len(run.sources), len(rows), stale, rows)


def placed(report: Report, run: Run) -> Report:
    """The report with places in notebooks that are those of their cells."""
    if not run.notebooks:
        return report
    places = Places(run.notebooks)
    return replace(
        report,
        findings=tuple(map(places.finding, report.findings)),
        suppressed=tuple(replace(s, finding=places.finding(s.finding)) for s in report.suppressed),
        problems=tuple(map(places.problem, report.problems)),
        inventory=tuple(map(places.row, report.inventory)),
    )


def _changed(finding: Finding, absolute: Mapping[str, str], changes: Changes, places: Places) -> bool:
    here = finding.location
    return changes.touch(absolute.get(here.path, here.path), *places.file_lines(here))


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
    report = Report((), (), run.problems, run.frameworks, len(run.sources), len(asked))
    places = Places(run.notebooks)
    return tuple(places.row(row(cls)) for cls in asked), placed(report, run)


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
    texts = {} if stdin is None else {str(absolute_path(stdin_filename or STDIN)): stdin}
    return analysed(gathered(paths, settings, texts), settings, Session(), progress, everything=everything)


def gathered(paths: Sequence[Path], settings: Settings, texts: Mapping[str, str] | None = None) -> Gathered:
    """What there is to check in files and folders; `texts` take the places of the files with these absolute paths.

    Raises `ConfigError` for settings that cannot be used.
    """
    sources, unread = discover(paths, settings, texts)
    return Gathered(sources, unread, knowledge(settings, sources))


def analysed(
    found: Gathered, settings: Settings, session: Session, progress: Progress | None, *, everything: bool = False
) -> Run:
    """Analyse what was gathered, with what the session has kept."""
    workspace, broken = session.brought_up(found)
    effects = workspace.effects(modules=settings.check_modules, everything=everything, progress=progress)
    notebooks = {source.path: source.notebook for source in found.sources if source.notebook is not None}
    complete = len(found.asked) == len(found.sources)
    problems = _sorted((*broken, *workspace.failures))
    return Run(workspace, found.asked, complete, problems, found.knowledge.choices, effects, notebooks)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.path, p.line)))


def _packs(settings: Settings, sources: Sequence[Source]) -> tuple[Pack, ...]:
    """The user's packs first: what they say of a class wins. Of the others, those that matter to the sources."""
    try:
        private = tuple(load(path) for path in settings.frameworks)
    except PackError as error:
        raise ConfigError(error.problems) from None
    return (*private, *user_pack(settings), *load_builtin(source.text for source in sources))


def knowledge(settings: Settings, sources: Sequence[Source]) -> Knowledge:
    """The packs with the releases assumed for the frameworks that the sources use, and their catalogues.

    Raises `ConfigError` for settings that cannot be used.
    """
    packs = _packs(settings, sources)
    choices, wanted = [], []
    for pack in packs:
        known = catalogues.available(pack.name)
        own = versions.own_source(pack, ((s.path, s.module, s.text) for s in sources)) if known else None
        if own is not None:
            choices.append(own)
        elif known and any(names(source, pack) for source in sources):
            try:
                choice = versions.choose(pack, known, settings.monai, settings.root)
            except ValueError as error:
                raise ConfigError((str(error),)) from None
            if choice is not None and choice.version is not None:
                wanted.append((pack.name, choice.version))
                choices.append(choice)
    return Knowledge(packs, tuple(choices), tuple(wanted))


def names(source: Source, pack: Pack) -> bool:
    """Whether a source may name something of a library: its modules, or in a configuration its short names."""
    return any(module in source.text for module in pack.modules) or (
        source.is_configuration and bool(pack.bundles.packages)
    )


def _syntax_error(problem: Problem) -> Finding:
    rule = RULES["MTS900"]
    location = Location(problem.path, problem.line, 1, problem.line, 1, problem.cell)
    finding = Finding(rule.code, rule.name, Severity.ERROR, Confidence.HIGH, problem.message, location)
    key = f"{rule.code}\0{problem.path}\0{problem.message}".encode("utf-8", "surrogatepass")
    remedy = "Mend the file, or exclude it in the configuration."
    return replace(finding, remedy=remedy, fingerprint=sha256(key).hexdigest()[:20])
