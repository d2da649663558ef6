"""A check that accepts what it finds, by comments in the files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint import analysing
from monai_tslint.analysing import Progress
from monai_tslint.changes import Changes
from monai_tslint.config import Settings
from monai_tslint.findings import Finding, Report, Suppressed, SuppressedBy
from monai_tslint.fixes import NotWritten, rewrite, rewritten
from monai_tslint.reporting import placed
from monai_tslint.suppress import WITHOUT_COMMENTS
from monai_tslint.suppress.adding import commented


class Outcome(Struct, frozen=True):
    """What was done. `report` is about what is left, `files` counts those that were written, by the findings accepted.

    `failures` are files that were not written, each with the reason; `mute` are those whose format has no comments.
    """

    report: Report
    files: int
    accepted: int
    failures: tuple[str, ...]
    mute: tuple[str, ...]


def add_comments(
    paths: Sequence[Path],
    settings: Settings,
    reason: str = "",
    *,
    changes: Changes | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Check files and folders, and add comments that suppress what is found, as far as comments can.

    Raises `ConfigError` for settings that cannot be used.
    """
    run = analysing.analyse(paths, settings, None, None, progress)
    report = analysing.report_of(run, settings, changes)
    accepted: list[Finding] = []
    failures: list[str] = []
    mute: list[str] = []
    files = 0
    for source in run.sources:
        own = [finding for finding in report.findings if finding.location.path == source.path]
        edits, done = commented(own, source.path, source.text, reason)
        if own and not done and source.path.endswith(WITHOUT_COMMENTS):
            mute.append(source.path)
        if not edits:
            continue
        try:
            rewrite(source.absolute, source.digest, partial(rewritten, source, (edits,)), write=True)
        except NotWritten as error:
            failures.append(f"{source.path}: {error}")
        else:
            files += 1
            accepted += done
    left = placed(_without(report, accepted, reason), run.notebooks)
    return Outcome(left, files, len(accepted), tuple(failures), tuple(mute))


def _without(report: Report, accepted: Sequence[Finding], reason: str) -> Report:
    """The report after these of its findings have been suppressed."""
    left = tuple(finding for finding in report.findings if finding not in accepted)
    suppressed = tuple(Suppressed(finding, SuppressedBy.COMMENT, reason) for finding in accepted)
    return replace(report, findings=left, suppressed=(*report.suppressed, *suppressed))
