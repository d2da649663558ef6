"""Options that commands have in common, and the types of their values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])

STDIN = Path("-")


def _selectors(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The items of comma lists."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())


def selection(command: Command) -> Command:
    """`--select`, `--ignore`, `--extend-select`."""
    for name, text in (
        ("--extend-select", "Add these rules to those that are on."),
        ("--ignore", "Leave these rules out."),
        ("--select", "Check these rules only: codes, names or prefixes of codes; lists or repeated."),
    ):
        command = click.option(name, metavar="RULES", multiple=True, callback=_selectors, help=text)(command)
    return command


def common(command: Command) -> Command:
    """The paths, and the options that all commands on code have."""
    for decorate in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True)),
            click.option("--monai", metavar="VERSION", help="The version of MONAI that the code runs with."),
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
            click.option("--stdin-filename", metavar="FILE", help="The name of the file that `-` reads from stdin."),
            click.option("--quiet", "-q", is_flag=True, help="Nothing but the report and errors."),
            click.option("--verbose", "-v", is_flag=True, help="Say on stderr what is read and how long it takes."),
        )
    ):
        command = decorate(command)
    return command
