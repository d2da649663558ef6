"""Where what was found out is remembered, and `monai-tslint clean`."""

from __future__ import annotations

from pathlib import Path

import click

from monai_tslint.cli.helping import Command
from monai_tslint.cli.options import cached
from monai_tslint.cli.output import fail


def folder(chosen: Path | None) -> Path:
    """The folder of the cache: the one that was chosen, or else the usual one."""
    from monai_tslint.cache import user_folder

    return chosen if chosen is not None else user_folder()


@click.command(
    cls=Command,
    short_help="Forget what earlier checks have found out.",
    epilog="""\b
Exit codes:
  0  done
  2  a mistake in the command, or files that cannot be removed
""",
)
@cached
def clean(*, cache_dir: Path | None) -> None:
    """Remove what earlier checks have remembered, of all projects and versions.

    Nothing is lost but time: the next check finds it out again.

    \b
    Examples:
      monai-tslint clean
      monai-tslint clean --cache-dir .cache
    """
    from monai_tslint.cache import clear

    place = folder(cache_dir)
    try:
        number = clear(place)
    except OSError as error:
        fail([f"{place}: cannot be emptied: {error.strerror}"])
    projects = "1 project" if number == 1 else f"{number} projects"
    click.echo(f"{projects} forgotten in {place}")
