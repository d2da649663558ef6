"""What a command works on: paths, settings and the text on stdin, with their mistakes reported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec import Struct

from monai_tslint.cli.options import STDIN
from monai_tslint.cli.output import FAILED, complain, fail
from monai_tslint.cli.progress import Progress

if TYPE_CHECKING:
    from monai_tslint.config import Settings
    from monai_tslint.findings import Location, Problem
    from monai_tslint.report.text import LinesOf

Result = TypeVar("Result")


class Inputs(Struct, frozen=True):
    """The paths that exist, and how many do not; `stdin` is the text that stands for `stdin_filename`."""

    paths: tuple[Path, ...]
    missing: int
    stdin_filename: str | None
    stdin: str | None

    @property
    def has_folders(self) -> bool:
        """Whether there are folders among the paths: what is a source in them is not said by name."""
        return any(path.is_dir() for path in self.paths)

    @property
    def start(self) -> Path:
        """Where to look for the configuration: the folder that all inputs have in common."""
        from monai_tslint.config import common_place

        return common_place([*self.paths, *([self.stdin_filename] if self.stdin_filename else [])])


def inputs(paths: Sequence[Path], stdin_filename: str | None) -> Inputs:
    """The inputs that the command line names; paths that do not exist are reported, and the rest is kept."""
    if stdin_filename is not None and STDIN not in paths:
        raise click.UsageError("--stdin-filename needs the path `-`")
    files = tuple(path for path in paths if path != STDIN)
    if not paths:
        files = (Path(),)
    missing = [path for path in files if not path.exists()]
    complain(f"{path}: no such file or folder" for path in missing)
    text = None
    if STDIN in paths:
        text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    found = tuple(path for path in files if path not in missing)
    if missing and not found and text is None:
        click.get_current_context().exit(FAILED)
    return Inputs(found, len(missing), stdin_filename, text)


def sound(action: Callable[[], Result]) -> Result:
    """The result of `action`; mistakes in the configuration end the command."""
    from monai_tslint.config import ConfigError

    try:
        return action()
    except ConfigError as error:
        fail(error.problems)
        raise


def watched(action: Callable[[Progress], Result], settings: Settings, *, quiet: bool, verbose: bool) -> Result:
    """The result of `action`, which is given something to report its progress to."""
    if verbose:
        click.echo(f"settings: {settings.source or 'defaults, there is no configuration file'}", err=True)
    start = perf_counter()
    with Progress(wanted=not quiet) as progress:
        result = sound(lambda: action(progress))
    if verbose:
        click.echo(f"checked in {perf_counter() - start:.1f} s", err=True)
    return result


def lines_of(given: Inputs) -> LinesOf:
    """The lines of a file or cell that a finding names, or of the text that stood for it."""
    from monai_tslint.files import lines_of_file

    known: dict[tuple[str, int | None], Sequence[str]] = {}

    def lines(here: Location) -> Sequence[str]:
        key = (here.path, here.cell)
        if key not in known:
            known[key] = lines_of_file(here, given.stdin_filename, given.stdin)
        return known[key]

    return lines


def report_internal(problems: Sequence[Problem]) -> bool:
    """Report failures of this tool itself. Whether there are any."""
    internal = [problem for problem in problems if problem.internal]
    complain(f"{problem.path}: internal error: {problem.message}" for problem in internal)
    return bool(internal)
