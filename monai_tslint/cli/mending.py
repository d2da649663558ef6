"""`monai-tslint check --fix` and `--diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import Struct

from monai_tslint.cli import output
from monai_tslint.cli.inputs import Inputs, watched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monai_tslint.config import Settings
    from monai_tslint.findings import Report
    from monai_tslint.report.text import LinesOf


class Done(Struct, frozen=True):
    """A check that is over. `diff` is what fixes changed or would change; `stdin` the mended content of stdin, if there is any.

    `failed` says that not all that should have been written was.
    """

    report: Report
    lines: LinesOf
    diff: str = ""
    stdin: bytes | None = None
    failed: bool = False


def mend(given: Inputs, settings: Settings, *, unsafe: bool, write: bool, quiet: bool, verbose: bool) -> Done:
    """Check and apply fixes; say on stderr what was done, and what could not be."""
    from monai_tslint import mending

    outcome = watched(
        lambda progress: mending.check(
            given.paths,
            settings,
            unsafe=unsafe,
            write=write,
            stdin_filename=given.stdin_filename,
            stdin=given.stdin,
            progress=progress,
        ),
        settings,
        quiet=quiet,
        verbose=verbose,
    )
    output.complain(outcome.failures)
    if not quiet:
        click.echo(_summary(outcome.fixed, write=write), err=True)
    return Done(outcome.report, outcome.lines, outcome.diff, outcome.stdin, bool(outcome.failures))


def _summary(fixed: Mapping[str, int], *, write: bool) -> str:
    count = sum(fixed.values())
    verb = "Fixed" if write else "Would fix"
    rules = ", ".join(f"{number} {rule}" for rule, number in sorted(fixed.items()))
    return f"{verb} {count} finding{'' if count == 1 else 's'}{f' ({rules})' if rules else ''}."
