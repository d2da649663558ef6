"""Which reports a check writes, and where."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.cli import output

if TYPE_CHECKING:
    from monai_tslint.findings import Report, Severity
    from monai_tslint.report.text import LinesOf

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "html")


class Target(Struct, frozen=True):
    """A format, and the file to write it to; None for stdout."""

    format: str
    file: Path | None = None


def parsed(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets that `FORMAT` and `FORMAT:FILE` name; a format that does not exist ends the command."""
    return tuple(_target(value) for value in values)


def _target(value: str) -> Target:
    name, _, file = value.partition(":")
    if name not in FORMATS:
        from monai_tslint.similarity import nearest

        guess = nearest(name, FORMATS)
        remedy = f"Did you mean `{guess}`?" if guess else f"Known are {', '.join(FORMATS)}."
        raise click.BadParameter(f"There is no format `{name}`. {remedy}")
    return Target(name, Path(file) if file else None)


def targets(chosen: Sequence[Target], output_file: Path | None, *, statistics: bool) -> tuple[Target, ...]:
    """What to write, given `--output-format` and `--output-file`, which is for the format without a file of its own.

    Mistakes end the command.
    """
    given = tuple(chosen) or (Target("text"),)
    bare = [target for target in given if target.file is None]
    if len(bare) > 1:
        raise click.UsageError(
            f"--output-format: {bare[0].format} and {bare[1].format} cannot both go to stdout; "
            f"write one to a file, as in `{bare[1].format}:FILE`"
        )
    if output_file is not None and not bare:
        raise click.UsageError("--output-file needs an --output-format without a file of its own")
    found = tuple(target if target.file is not None else replace(target, file=output_file) for target in given)
    files = [target.file for target in found]
    if twice := next((file for file in files if files.count(file) > 1), None):
        raise click.UsageError(f"--output-format: several reports for one file, {twice}")
    if statistics and (wrong := next((t.format for t in found if t.format not in ("text", "json")), None)):
        raise click.UsageError(f"--statistics has the formats text and json, not {wrong}")
    if any(target.format == "html" for target in found):
        output.refuse_html()
    return found


class Manner(Struct, frozen=True):
    """How to report: where and in which formats, and what the options with the names of the other fields say."""

    targets: tuple[Target, ...]
    suppressed: bool
    statistics: bool
    quiet: bool

    @property
    def fixes(self) -> bool:
        """Whether one of the formats shows how to mend a finding."""
        return not self.statistics and any(target.format in ("text", "json", "sarif") for target in self.targets)

    @property
    def rows(self) -> bool:
        """Whether one of the formats shows the inventory."""
        return any(target.format == "html" for target in self.targets)


class Shown(Struct, frozen=True):
    """What is reported. `lines` gives the source of a file or cell."""

    report: Report
    lines: LinesOf
    fail_on: Severity
    manner: Manner


def write(shown: Shown, *, instead: bytes | None = None) -> None:
    """Write the reports, that on stdout last; if stdout is for something else `instead`, to stderr."""
    if instead is not None:
        sys.stdout.buffer.write(instead)
        sys.stdout.flush()
    for target in sorted(shown.manner.targets, key=lambda target: target.file is None):
        text = _rendered(shown, target)
        if target.file is None and instead is not None:
            click.echo(text, nl=False, err=True)
        else:
            output.write(text, target.file)


def _rendered(shown: Shown, target: Target) -> str:
    if shown.manner.statistics:
        from monai_tslint.report import statistics

        return (statistics.render_json if target.format == "json" else statistics.render)(shown.report)
    if target.format == "text":
        from monai_tslint.report import text

        color, links = output.color(target.file), output.links(target.file)
        return text.render(shown.report, shown.lines, color=color, links=links, quiet=shown.manner.quiet)
    return _plain(shown, target.format)


def _plain(shown: Shown, name: str) -> str:
    """The report in one of the formats that need nothing but findings."""
    report = shown.report
    if name == "json":
        from monai_tslint.report import json

        return json.render(report, output.version())
    if name == "sarif":
        from monai_tslint.report import sarif

        listed = report if shown.manner.suppressed else replace(report, suppressed=())
        return sarif.render(listed, output.version(), Path.cwd().as_uri().rstrip("/") + "/")
    if name == "html":
        from monai_tslint.report import html

        return html.render(report, shown.lines, output.version())
    if name == "junit":
        from monai_tslint.report import junit

        return junit.render(report, shown.fail_on)
    from monai_tslint.report import concise, github, gitlab

    simple = {"concise": concise.render, "github": github.render, "gitlab": gitlab.render}
    return simple[name](report)
