"""Checks of paths. What it takes to analyse them is not even loaded if everything is as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monai_tslint.config import Settings
from monai_tslint.findings import Report
from monai_tslint.gathering import gathered, texts_of
from monai_tslint.recall.past import past_of
from monai_tslint.reporting import Frame, placed, report

if TYPE_CHECKING:
    from monai_tslint.analysing import Progress
    from monai_tslint.changes import Changes


def check(
    paths: Sequence[Path],
    settings: Settings,
    *,
    stdin_filename: str | None = None,
    stdin: str | None = None,
    changes: Changes | None = None,
    progress: Progress | None = None,
    fixes: bool = False,
    rows: bool = True,
) -> Report:
    """Check files and folders; with `changes`, only findings on changed lines are of interest.

    With `fixes`, the findings say how to mend them; with `rows`, there is the inventory of their classes. Raises
    `ConfigError` for settings that cannot be used; bad input files are findings.
    """
    found = gathered(paths, settings, texts_of(stdin_filename, stdin))
    past = past_of(found, settings)
    known = None if rows or past is None else past.recalled(planned=fixes)
    if known is not None:
        frame = Frame(found.asked, found.unread, found.complete, found.notebooks, found.knowledge.choices)
        said = report(frame, known, settings, changes)
        if not fixes or all(finding.proposal is None for finding in said.findings):
            return placed(said, found.notebooks)
    from monai_tslint.analysing import checked

    return checked(found, past, settings, changes, progress, fixes=fixes)
