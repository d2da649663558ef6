"""Applies fixes: as many as fit together, then the check again, until nothing is left to do.

What a fix promised must hold in the mended code: its finding is gone and no other has appeared. A fix that fails this is
dropped, with the reason, and the code is as if it had never been tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from monai_tslint.findings import Edit, Finding, Fix
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.edits import overlap
from monai_tslint.proposals import AddMarker, RemoveMarker, RemoveSelector

_MAX_ROUNDS = 100
_MAX_FOLLOW_UPS = 5

Wanted = Callable[[Fix], bool]
Key = tuple[str, str, str | None, str | None, str | None]
Batch = tuple[Edit, ...]


class Project(Code, Protocol):
    """The files to mend, and the findings in them as they are now."""

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the files as they are now, with their fixes."""

    def disordered(self) -> frozenset[str]:
        """The classes whose bases Python would refuse to put in order."""

    def edit(self, edits: Mapping[str, Sequence[Edit]]) -> None:
        """Change files by edits that do not touch each other. One that Python cannot parse then is a finding.

        Raises `Refused` for a file that cannot be changed so.
        """

    def keep(self) -> None:
        """Make the edits since the last time final."""

    def undo(self) -> None:
        """Take back the edits that are not final."""


class _Progress(Struct):
    """What has been done so far. `alone` are fixes that failed together with others, `dropped` those that failed alone."""

    findings: tuple[Finding, ...]
    batches: dict[str, list[Batch]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    dropped: dict[str, str] = field(default_factory=dict)
    fixed: Counter[str] = field(default_factory=Counter)


class Mended(Struct, frozen=True):
    """The outcome: the findings that are left, and for each changed file the edits, one batch after the other.

    `fixed` counts by rule the findings that are gone.
    """

    findings: tuple[Finding, ...]
    batches: Mapping[str, tuple[Batch, ...]]
    fixed: Mapping[str, int]


def mend(project: Project, wanted: Wanted) -> Mended:
    """Apply all `wanted` fixes that hold what they promise."""
    progress = _Progress(project.findings())
    for _ in range(_MAX_ROUNDS):
        chosen = _choose(progress, wanted)
        if not chosen:
            break
        _attempt(project, progress, chosen, wanted)
    return _outcome(progress)


def mend_one(project: Project, finding: Finding, wanted: Wanted) -> Mended:
    """Apply the fix of one of the findings, and of the `wanted` ones only what it makes necessary elsewhere."""
    progress = _Progress(project.findings())
    _attempt(project, progress, (finding,), wanted, along=False)
    return _outcome(progress)


def _outcome(progress: _Progress) -> Mended:
    left = tuple(
        replace(f, fix=None, unfixable=progress.dropped[f.fingerprint]) if f.fingerprint in progress.dropped else f
        for f in progress.findings
    )
    return Mended(left, {path: tuple(found) for path, found in progress.batches.items()}, dict(progress.fixed))


def _choose(progress: _Progress, wanted: Wanted) -> tuple[Finding, ...]:
    """Fixes that do not touch each other. A class gets a marker only if no other fix of it is left: it may be needless then."""
    return _fitting(_candidates(progress, progress.findings, wanted))


def _candidates(progress: _Progress, findings: Sequence[Finding], wanted: Wanted) -> list[Finding]:
    open_ = [f for f in findings if _is_open(f, wanted) and f.fingerprint not in progress.dropped]
    busy = {f.cls for f in open_ if not isinstance(f.proposal, AddMarker | RemoveMarker)}
    candidates = [f for f in open_ if not isinstance(f.proposal, AddMarker | RemoveMarker) or f.cls not in busy]
    return [f for f in candidates if f.fingerprint not in progress.alone] or candidates[:1]


def _is_open(finding: Finding, wanted: Wanted) -> bool:
    return finding.fix is not None and bool(finding.fix.edits) and wanted(finding.fix)


def _fitting(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings whose edits do not touch each other, the first ones first; a marker is inherited and need not be repeated."""
    chosen: list[Finding] = []
    edits: list[Edit] = []
    marked = {f.cls for f in findings if isinstance(f.proposal, AddMarker)}
    for finding in findings:
        if isinstance(finding.proposal, AddMarker) and not marked.isdisjoint(finding.proposal.above):
            continue
        if finding.fix is not None and not overlap(finding.fix.edits, edits):
            chosen.append(finding)
            edits += finding.fix.edits
    return tuple(chosen)


def _attempt(
    project: Project, progress: _Progress, chosen: Sequence[Finding], wanted: Wanted, *, along: bool = True
) -> None:
    """Apply fixes and keep what they give if they hold; else put everything back and remember who failed.

    What a fix makes necessary elsewhere is done along with it: the holder of a class that gets a marker needs one as well, and
    a suppression may have lost its finding. Since this needs another check anyway, the next fixes are applied `along` with it.
    """
    disordered = project.disordered()
    batches: list[tuple[str, Batch]] = []
    tried, pending, after = list(chosen), tuple(chosen), progress.findings
    failed: dict[str, str] = {}
    try:
        for _ in range(_MAX_FOLLOW_UPS):
            batches += _apply(project, pending)
            after = project.findings()
            added = _added(progress.findings, after)
            if not added or not all(_follows(f, wanted) for f in added):
                break
            known = {key(f) for f in (*tried, *added)}
            others = _candidates(progress, after, wanted) if along else []
            pending = _fitting([*added, *(f for f in others if key(f) not in known)])
            tried += [f for f in pending if f not in added]
    except Refused as refusal:
        failed = dict.fromkeys((f.fingerprint for f in tried), str(refusal))
    failed = failed or _disordering(tried, project.disordered() - disordered)
    failed = failed or _failures(tried, progress.findings, after)
    if failed:
        project.undo()
        if len(tried) == 1:
            progress.dropped.update(failed)
        else:
            progress.alone.update(failed)
        return
    project.keep()
    progress.fixed += Counter(map(_rule, progress.findings)) - Counter(map(_rule, after))
    progress.findings = after
    for path, batch in batches:
        progress.batches.setdefault(path, []).append(batch)


def _apply(project: Project, chosen: Sequence[Finding]) -> list[tuple[str, Batch]]:
    """Apply fixes; gives the edits of each file."""
    edits: dict[str, dict[Edit, None]] = {}
    for finding in chosen:
        for edit in finding.fix.edits if finding.fix is not None else ():
            edits.setdefault(edit.path, {})[edit] = None
    batches = {path: tuple(found) for path, found in edits.items()}
    project.edit(batches)
    return list(batches.items())


def _follows(finding: Finding, wanted: Wanted) -> bool:
    return isinstance(finding.proposal, AddMarker | RemoveSelector) and _is_open(finding, wanted)


def _added(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings that were not there before, as far as that can be told."""
    old, new = Counter(map(key, before)), Counter(map(key, after))
    return [f for f in after if new[key(f)] > old[key(f)]]


def _disordering(chosen: Sequence[Finding], classes: frozenset[str]) -> dict[str, str]:
    """The fixes that may be why Python would refuse the bases of classes."""
    reason = f"applied, Python would find no order for the bases of `{min(classes, default='')}`"
    return {f.fingerprint: reason for f in chosen if classes and isinstance(f.proposal, AddMarker)}


def _failures(chosen: Sequence[Finding], before: Sequence[Finding], after: Sequence[Finding]) -> dict[str, str]:
    """The fixes that do not hold what they promise (by fingerprint), and why; or those that must be tried alone."""
    old, new, wanted = Counter(map(key, before)), Counter(map(key, after)), Counter(map(key, chosen))
    stayed = [f.fingerprint for f in chosen if new[key(f)] > old[key(f)] - wanted[key(f)]]
    if stayed:
        return dict.fromkeys(stayed, "applied, it would not remove the finding")
    added = _added(before, after)
    if not added:
        return {}
    reason = f"applied, it would bring {added[0].rule} in line {added[0].location.line}: {added[0].message}"
    classes, paths = {f.cls for f in added}, {f.location.path for f in added}
    suspects = [f for f in chosen if f.cls in classes] or [f for f in chosen if f.location.path in paths] or chosen
    return {f.fingerprint: reason for f in suspects}


def key(finding: Finding) -> Key:
    """What a finding is about, whatever line it has come to stand in and whatever else is said of its class."""
    attribute = finding.attribute if finding.method is not None else None
    return (
        finding.rule,
        finding.location.path,
        finding.cls,
        finding.method,
        attribute if finding.cls else finding.message,
    )


def _rule(finding: Finding) -> str:
    return finding.rule
