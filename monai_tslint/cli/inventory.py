"""`monai-tslint inventory`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from monai_tslint.cli import caching, mending, output
from monai_tslint.cli.choices import Choice
from monai_tslint.cli.helping import Command
from monai_tslint.cli.inputs import Inputs, inputs, report_internal, sound, watched
from monai_tslint.cli.options import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monai_tslint.config import Settings
    from monai_tslint.findings import InventoryRow, Report

MARKERS = "MTS301"
"""The rule about missing markers."""


@click.command(
    cls=Command,
    short_help="List all classes that threads share, each with its verdict.",
    epilog="""\b
Exit codes:
  0  done
  2  a mistake in the command or the configuration, a file that is not
     there or could not be written, or an internal error
""",
)
@common
@click.option(
    "--fix-markers",
    is_flag=True,
    help="First add the thread-safety marker to each class that keeps state of a call and does not carry it.",
)
@click.option(
    "--output-format", type=Choice(("text", "json", "html")), default="text", help="The form of the list. [text]"
)
def inventory(
    *,
    paths: tuple[Path, ...],
    stdin_filename: str | None,
    config: Path | None,
    jobs: int | None,
    no_cache: bool,
    cache_dir: Path | None,
    monai: str | None,
    force_exclude: bool | None,
    paths_only: bool | None,
    fix_markers: bool,
    output_format: str,
    output_file: Path | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """List every class in PATHS whose objects threads share, with its verdict.

    \b
    Verdicts:
      safe            calls write nothing that other calls see
      unsafe          calls write shared state without protection
      unsafe-marked   the same, and the class carries the thread-safety marker
      unknown         calls reach code that cannot be seen

    \b
    Examples:
      monai-tslint inventory src
      monai-tslint inventory src --monai 1.4 --output-format json
      monai-tslint inventory src --fix-markers
    """
    from monai_tslint.config import load, override

    if output_format == "html":
        output.refuse_html()
    given = inputs(paths, stdin_filename)
    settings = sound(
        lambda: override(
            load(given.start, config),
            monai=monai,
            force_exclude=force_exclude,
            paths_only=paths_only,
            jobs=jobs,
            cache=None if no_cache else caching.folder(cache_dir),
        )
    )
    if fix_markers and given.stdin is not None:
        raise click.UsageError("--fix-markers changes files, so it cannot be used with `-`")
    unmarked = fix_markers and _mark(given, settings, quiet=quiet, verbose=verbose).failed
    rows, report = _run(given, settings, quiet=quiet, verbose=verbose)
    output.write(_render(rows, report, output_format, output_file, quiet=quiet), output_file)
    failed = report_internal(report.problems) or given.missing > 0 or unmarked
    click.get_current_context().exit(output.FAILED if failed else output.CLEAN)


def _mark(given: Inputs, settings: Settings, *, quiet: bool, verbose: bool) -> mending.Done:
    """Add missing markers, and nothing else."""
    only = replace(settings, select=(MARKERS,), extend_select=(), ignore=())
    return mending.mend(given, only, unsafe=True, write=True, quiet=quiet, verbose=verbose)


def _run(given: Inputs, settings: Settings, *, quiet: bool, verbose: bool) -> tuple[tuple[InventoryRow, ...], Report]:
    from monai_tslint import analysing

    return watched(
        lambda progress: analysing.inventory(
            given.paths, settings, stdin_filename=given.stdin_filename, stdin=given.stdin, progress=progress
        ),
        settings,
        quiet=quiet,
        verbose=verbose,
    )


def _render(
    rows: Sequence[InventoryRow], report: Report, output_format: str, output_file: Path | None, *, quiet: bool
) -> str:
    if output_format == "json":
        from monai_tslint.report import json

        return json.render_inventory(rows)
    if output_format == "html":
        from monai_tslint.report import html

        return html.render_inventory(rows, report, output.version())
    from monai_tslint.report import inventory as table

    on_terminal = output_file is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else None
    return table.render(rows, report, color=output.color(output_file), width=width, quiet=quiet)
