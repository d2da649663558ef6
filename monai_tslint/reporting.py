"""From what was found to a report: selected, not suppressed, on changed lines, with places in the cells of notebooks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.checks import RULES
from monai_tslint.config import Settings
from monai_tslint.files import Source
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
from monai_tslint.notebooks.model import Notebook
from monai_tslint.notebooks.places import Places
from monai_tslint.suppress import apply, apply_baseline, load_baseline

if TYPE_CHECKING:
    from monai_tslint.changes import Changes


class Found(Struct, frozen=True):
    """What was found, before selection and suppression. Places in notebooks are those of the modules that they are.

    `problems` are files that are not what they say they are, and errors of ours; `classes` counts the shared classes of each
    file.
    """

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    classes: Mapping[str, int]
    inventory: tuple[InventoryRow, ...] = ()

    def within(self, paths: Collection[str]) -> Found:
        """What of it is about these files."""
        return Found(
            tuple(finding for finding in self.findings if finding.location.path in paths),
            tuple(problem for problem in self.problems if problem.internal or problem.path in paths),
            {path: number for path, number in self.classes.items() if path in paths},
            tuple(row for row in self.inventory if row.path in paths),
        )


class Frame(Struct, frozen=True):
    """What surrounds the findings of a report: the sources that were asked for, and the releases assumed.

    `complete` says that these are all files of the project; `notebooks` are those of all files, by path; `unread` are files
    that were asked for, and are no sources.
    """

    sources: tuple[Source, ...]
    unread: tuple[Problem, ...]
    complete: bool
    notebooks: Mapping[str, Notebook]
    frameworks: tuple[FrameworkChoice, ...]


def report(frame: Frame, found: Found, settings: Settings, changes: Changes | None = None) -> Report:
    """What is to be said of what was found in the sources that were asked for; with `changes`, on a changed line.

    Raises `ConfigError` for a baseline that cannot be used.
    """
    asked = {source.path: source.absolute for source in frame.sources}
    places = Places(frame.notebooks)
    problems = ordered((*frame.unread, *found.problems))
    said = (*found.findings, *(_syntax_error(p) for p in problems if not p.internal))
    selected = tuple(f for f in said if settings.enabled(f.rule))
    kept, suppressed, unused = apply(selected, frame.sources, settings)
    left = tuple(sorted((*kept, *unused), key=lambda f: f.sort_key))
    stale: tuple[str, ...] = ()
    if settings.baseline is not None:
        baseline = load_baseline(settings.baseline)
        left, accepted, stale = apply_baseline(
            left, baseline, asked.values(), settings.enabled, complete=frame.complete
        )
        suppressed += accepted
    if changes is not None:
        left = tuple(f for f in left if _changed(f, asked, changes, places))
        suppressed = tuple(s for s in suppressed if _changed(s.finding, asked, changes, places))
    classes = sum(found.classes.values())
    return Report(left, suppressed, problems, frame.frameworks, len(frame.sources), classes, stale, found.inventory)


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by place."""
    return tuple(sorted(problems, key=lambda p: (p.path, p.line)))


def placed(report: Report, notebooks: Mapping[str, Notebook]) -> Report:
    """The report with places in notebooks that are those of their cells."""
    if not notebooks:
        return report
    places = Places(notebooks)
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


def _syntax_error(problem: Problem) -> Finding:
    rule = RULES["MTS900"]
    location = Location(problem.path, problem.line, 1, problem.line, 1, problem.cell)
    finding = Finding(rule.code, rule.name, Severity.ERROR, Confidence.HIGH, problem.message, location)
    key = f"{rule.code}\0{problem.path}\0{problem.message}".encode("utf-8", "surrogatepass")
    remedy = "Mend the file, or exclude it in the configuration."
    return replace(finding, remedy=remedy, fingerprint=sha256(key).hexdigest()[:20])
