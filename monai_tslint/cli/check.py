"""`monai-tslint check`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click
from msgspec.structs import replace

from monai_tslint.cli import adopting, caching, completing, mending, output, reports, watching
from monai_tslint.cli.helping import Command
from monai_tslint.cli.inputs import Inputs, inputs, lines_of, report_internal, sound, watched
from monai_tslint.cli.mending import Done
from monai_tslint.cli.options import STDIN, Overrides, common, fixing, overriding
from monai_tslint.cli.reports import Manner, Shown, Target

if TYPE_CHECKING:
    from monai_tslint.changes import Changes
    from monai_tslint.config import Settings


@click.command(
    cls=Command,
    short_help="Report shared mutable state, with its interleaving and remedy.",
    epilog="""\b
Exit codes:
  0  nothing at or above the level of --fail-on, or --exit-zero
  1  findings; with --diff, --fix would change something
  2  a mistake in the command or the configuration, a file that is not
     there or could not be written, or an internal error
""",
)
@common
@overriding
@fixing
@adopting.adopting
@click.option(
    "--output-format",
    metavar="FORMAT[:FILE]",
    multiple=True,
    callback=reports.parsed,
    shell_complete=completing.formats,
    help=f"One of {', '.join(reports.FORMATS)}; repeated, each but one with its file. [text]",
)
@click.option(
    "--suppressed/--no-suppressed",
    default=True,
    help="Whether SARIF lists suppressed findings as well. [yes]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--statistics", is_flag=True, help="Show how often each rule is broken, instead of the findings.")
@click.option("--watch", is_flag=True, help="Check again whenever files change, until Ctrl-C.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and exit.")
@click.option("--show-settings", is_flag=True, help="Show the settings in force, and exit.")
def check(
    *,
    paths: tuple[Path, ...],
    stdin_filename: str | None,
    config: Path | None,
    no_cache: bool,
    cache_dir: Path | None,
    write_baseline: Path | None,
    diff_base: str | None,
    add_noqa: bool,
    reason: str,
    exit_zero: bool,
    output_format: tuple[Target, ...],
    output_file: Path | None,
    suppressed: bool,
    statistics: bool,
    watch: bool,
    show_files: bool,
    show_settings: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    quiet: bool,
    verbose: bool,
    **overrides: Unpack[Overrides],
) -> None:
    """Report shared mutable state in the files and folders PATHS (default: the working directory).

    Only these are reported about; the project around them is known.

    \b
    Examples:
      monai-tslint check src tests/transforms.py
      monai-tslint check --select MTS1,restore-without-finally --ignore MTS108
      monai-tslint check src --fix
      monai-tslint check --output-format github --output-format sarif:findings.sarif
      monai-tslint check --write-baseline accepted.toml
      monai-tslint check --add-noqa --reason "one object for each thread"
      monai-tslint check --diff-base origin/main
      monai-tslint check src --watch
      git show HEAD:a.py | monai-tslint check - --stdin-filename a.py
    """
    adopting.refuse(diff_base, write_baseline, reason, add_noqa=add_noqa, fix=fix or diff, stdin=STDIN in paths)
    manner = reports.Manner(
        reports.targets(output_format, output_file, statistics=statistics), suppressed, statistics, quiet
    )
    if watch:
        refused = {
            "--fix or --diff": fix or diff,
            "--add-noqa": add_noqa,
            "--write-baseline": write_baseline is not None,
        }
        refused |= {"--show-files": show_files, "--show-settings": show_settings, "the path `-`": STDIN in paths}
        watching.refuse(manner, refused)
    given = inputs(paths, stdin_filename)
    cache = None if no_cache else caching.folder(cache_dir)
    configured = partial(_configured, given, config, cache, overrides)
    settings = sound(configured)
    if watch:
        watching.watch(
            watching.Watched(given, configured, partial(adopting.changes, diff_base, given), manner), settings
        )
    if write_baseline is not None:
        settings = replace(settings, baseline=None)
    if show_settings or show_files:
        _show(given, settings, settings_too=show_settings, files_too=show_files)
        return
    changes = sound(lambda: adopting.changes(diff_base, given))
    if fix or diff:
        done = mending.mend(given, settings, unsafe=unsafe_fixes, write=not diff, quiet=quiet, verbose=verbose)
    elif add_noqa:
        done = adopting.comment(given, settings, reason, changes, quiet=quiet, verbose=verbose)
    else:
        done = _run(given, settings, changes, manner, quiet=quiet, verbose=verbose)
    report = adopting.accepted(done.report, write_baseline, quiet=quiet)
    if diff:
        output.write(done.diff, output_file)
    else:
        reports.write(Shown(report, done.lines, settings.fail_on, manner), instead=done.stdin)
    adopting.remark(report, settings.baseline, given, quiet=quiet)
    failed = report_internal(report.problems) or given.missing > 0 or done.failed
    bad = bool(done.diff) if diff else any(finding.severity >= settings.fail_on for finding in report.findings)
    found = bad and not exit_zero
    click.get_current_context().exit(output.FAILED if failed else output.FINDINGS if found else output.CLEAN)


def _configured(given: Inputs, config: Path | None, cache: Path | None, overrides: Overrides) -> Settings:
    from monai_tslint.config import load, override

    return override(load(given.start, config), cache=cache, **overrides)


def _show(given: Inputs, settings: Settings, *, settings_too: bool, files_too: bool) -> None:
    from monai_tslint.config import as_toml
    from monai_tslint.files import find

    text = as_toml(settings) if settings_too else ""
    files = find(given.paths, settings) if files_too else ()
    output.write(text + "".join(f"{file}\n" for file in files), None)
    if given.missing:
        click.get_current_context().exit(output.FAILED)


def _run(
    given: Inputs, settings: Settings, changes: Changes | None, manner: Manner, *, quiet: bool, verbose: bool
) -> Done:
    from monai_tslint import engine

    report = watched(
        lambda progress: engine.check(
            given.paths,
            settings,
            stdin_filename=given.stdin_filename,
            stdin=given.stdin,
            changes=changes,
            progress=progress,
            fixes=manner.fixes,
            rows=manner.rows,
        ),
        settings,
        quiet=quiet,
        verbose=verbose,
    )
    return Done(report, lines_of(given))
