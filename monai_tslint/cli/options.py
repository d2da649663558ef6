"""Options that commands have in common, and the types of their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypedDict, TypeVar

import click

from monai_tslint.cli import completing
from monai_tslint.cli.choices import Choice

if TYPE_CHECKING:
    from monai_tslint.findings import Severity

Command = TypeVar("Command", bound=Callable[..., object])


class Decorator(Protocol):
    """Adds an option to a command."""

    def __call__(self, command: Command, /) -> Command:
        """The command with the option."""


STDIN = Path("-")


class Overrides(TypedDict):
    """The options that change settings."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    strict: bool | None
    monai: str | None
    fail_on: Severity | None
    force_exclude: bool | None
    paths_only: bool | None
    baseline: Path | None
    jobs: int | None


def _selectors(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The items of comma lists."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())


def _severity(_context: click.Context, _parameter: click.Parameter, label: str | None) -> Severity | None:
    from monai_tslint.findings import Severity

    return Severity[label.upper()] if label else None


def _processes(_context: click.Context, _parameter: click.Parameter, number: int | None) -> int | None:
    return (os.cpu_count() or 1) if number == 0 else number


def overriding(command: Command) -> Command:
    """The options that change settings, but for `--monai`, which all commands on code have."""
    return decorated(
        command,
        _rules("--select", "Check these rules only: codes, names or prefixes of codes; lists or repeated."),
        _rules("--ignore", "Leave these rules out."),
        _rules("--extend-select", "Add these rules to those that are on."),
        click.option(
            "--strict", is_flag=True, default=None, help="Report classes that carry the thread-safety marker as well."
        ),
        click.option(
            "--fail-on",
            type=Choice(("info", "warning", "error")),
            callback=_severity,
            help="The level from which findings make exit code 1. [warning]",
        ),
    )


def fixing(command: Command) -> Command:
    """The options that apply fixes."""
    return decorated(
        command,
        click.option("--fix", is_flag=True, help="Apply the safe fixes, then report what is left."),
        click.option(
            "--unsafe-fixes", is_flag=True, help="With --fix or --diff: apply fixes that may change behaviour as well."
        ),
        click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing."),
    )


def _rules(name: str, text: str) -> Decorator:
    return click.option(
        name, metavar="RULES", multiple=True, callback=_selectors, shell_complete=completing.rules, help=text
    )


def decorated(command: Command, *decorators: Decorator) -> Command:
    """The command with several options, in the order of its help."""
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


def cached(command: Command) -> Command:
    """The option that says where the cache is."""
    return click.option(
        "--cache-dir",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder for what checks remember. [MONAI_TSLINT_CACHE_DIR, or one for the user]",
    )(command)


def common(command: Command) -> Command:
    """The paths, and the options that all commands on code have."""
    return decorated(
        command,
        click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True)),
        click.option(
            "--monai",
            metavar="VERSION",
            shell_complete=completing.versions,
            help="The version of MONAI that the code runs with. [found out]",
        ),
        click.option(
            "--config",
            metavar="FILE",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Configuration file, instead of the nearest pyproject.toml with [tool.monai-tslint].",
        ),
        click.option(
            "--output-file",
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the report there instead of to stdout.",
        ),
        click.option(
            "--paths-only", is_flag=True, default=None, help="Read nothing but PATHS, not the project around them."
        ),
        click.option(
            "--force-exclude", is_flag=True, default=None, help="Leave excluded files out even if PATHS name them."
        ),
        click.option("--stdin-filename", metavar="FILE", help="The name of the file that `-` reads from stdin."),
        click.option(
            "--jobs",
            "-j",
            metavar="N",
            type=click.IntRange(min=0),
            callback=_processes,
            help="Analyse with N processes, as far as that pays; 0: one for each core. [1]",
        ),
        click.option("--no-cache", is_flag=True, help="Remember nothing, and take nothing over from earlier checks."),
        cached,
        click.option("--quiet", "-q", is_flag=True, help="Nothing but the report and errors."),
        click.option("--verbose", "-v", is_flag=True, help="Say on stderr what is read and how long it takes."),
    )
