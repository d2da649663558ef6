"""Options for a project that has findings already: the baseline, comments, and only what has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from monai_tslint.cli import output
from monai_tslint.cli.inputs import Inputs, lines_of, watched
from monai_tslint.cli.mending import Done
from monai_tslint.cli.options import Command, decorated

if TYPE_CHECKING:
    from monai_tslint.changes import Changes
    from monai_tslint.config import Settings
    from monai_tslint.findings import Report

_MOST_STALE = 20
_NOTHING = "there are no Python files, notebooks or bundle configurations in the given paths"
_MUTE = "JSON has no comments; accept its findings with `per-file-ignores` or `--write-baseline`"


def adopting(command: Command) -> Command:
    """The options."""
    file = click.Path(dir_okay=False, path_type=Path)
    return decorated(
        command,
        click.option("--baseline", metavar="FILE", type=file, help="Do not report the findings in this baseline."),
        click.option(
            "--write-baseline", metavar="FILE", type=file, help="Write a baseline with all findings, and accept them."
        ),
        click.option("--add-noqa", is_flag=True, help="Add comments that suppress what is found to the files."),
        click.option("--reason", metavar="TEXT", default="", help="Why: the words for the comments of --add-noqa."),
        click.option("--diff-base", metavar="REV", help="Report only on lines changed since this git revision."),
    )


def refuse(revision: str | None, baseline: Path | None, reason: str, *, add_noqa: bool, fix: bool, stdin: bool) -> None:
    """End the command for options that do not go together."""
    if add_noqa and (fix or stdin or baseline is not None):
        other = "--fix or --diff" if fix else "the path `-`" if stdin else "--write-baseline"
        raise click.UsageError(f"--add-noqa cannot be used with {other}")
    if reason and not add_noqa:
        raise click.UsageError("--reason needs --add-noqa")
    if len(reason.splitlines()) > 1:
        raise click.UsageError("--reason must be one line")
    if baseline is not None and (fix or revision is not None):
        other = "--fix or --diff" if fix else "--diff-base"
        raise click.UsageError(f"--write-baseline cannot be used with {other}")
    if revision is not None and fix:
        raise click.UsageError("--diff-base cannot be used with --fix or --diff, which move the changed lines")


def changes(revision: str | None, given: Inputs) -> Changes | None:
    """What has changed since a revision, if there is one. Raises `ConfigError` if git does not know it."""
    if revision is None:
        return None
    from monai_tslint.changes import since

    start = given.start
    return since(revision, start if start.is_dir() else start.parent)


def comment(
    given: Inputs, settings: Settings, reason: str, changes: Changes | None, *, quiet: bool, verbose: bool
) -> Done:
    """Check and add comments; say on stderr what was done, and what could not be."""
    from monai_tslint import adopting as work

    outcome = watched(
        lambda progress: work.add_comments(given.paths, settings, reason.strip(), changes=changes, progress=progress),
        settings,
        quiet=quiet,
        verbose=verbose,
    )
    output.complain(outcome.failures)
    if not quiet:
        count = f"{outcome.accepted} finding{'' if outcome.accepted == 1 else 's'}"
        files = f"{outcome.files} file{'' if outcome.files == 1 else 's'}"
        click.echo(f"monai-tslint: suppressed {count} by comments in {files}", err=True)
        for path in outcome.mute:
            click.echo(f"monai-tslint: warning: {path}: {_MUTE}", err=True)
    return Done(outcome.report, lines_of(given), failed=bool(outcome.failures))


def accepted(report: Report, baseline: Path | None, *, quiet: bool) -> Report:
    """The report after its findings have been written to a baseline, if there is one to write."""
    if baseline is None:
        return report
    from monai_tslint.findings import Suppressed, SuppressedBy
    from monai_tslint.suppress import can_be_accepted, render_baseline

    output.write(render_baseline(report.findings, baseline), baseline, option="--write-baseline")
    done = tuple(Suppressed(f, SuppressedBy.BASELINE) for f in report.findings if can_be_accepted(f))
    if not quiet:
        count = f"{len(done)} finding{'' if len(done) == 1 else 's'}"
        click.echo(f"monai-tslint: wrote {count} to {baseline}", err=True)
    left = tuple(f for f in report.findings if not can_be_accepted(f))
    return replace(report, findings=left, suppressed=(*report.suppressed, *done))


def remark(report: Report, baseline: Path | None, given: Inputs, *, quiet: bool) -> None:
    """Say on stderr, unless `quiet`, which entries of the baseline match nothing any more, and if nothing was checked."""
    if quiet:
        return
    if report.stale:
        _tell_stale(report, baseline)
    if not report.files and given.has_folders:
        click.echo(f"monai-tslint: warning: {_NOTHING}", err=True)


def _tell_stale(report: Report, baseline: Path | None) -> None:
    from monai_tslint.config import absolute, display_path

    shown = display_path(absolute(baseline)) if baseline is not None else ""
    click.echo(
        f"monai-tslint: warning: {shown}: these findings are gone; `--write-baseline {shown}` drops their entries:",
        err=True,
    )
    for phrase in report.stale[:_MOST_STALE]:
        click.echo(f"  {phrase}", err=True)
    if len(report.stale) > _MOST_STALE:
        click.echo(f"  … and {len(report.stale) - _MOST_STALE} more", err=True)
