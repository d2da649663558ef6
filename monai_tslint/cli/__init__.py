"""The command line: the only place that prints or exits. Everything but click is imported when it is needed."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import NoReturn

import click

from monai_tslint.cli.caching import clean
from monai_tslint.cli.check import check
from monai_tslint.cli.helping import Group
from monai_tslint.cli.inventory import inventory
from monai_tslint.cli.output import FAILED, version
from monai_tslint.cli.rules import explain, rules
from monai_tslint.cli.schema import schema
from monai_tslint.cli.server import server

__all__ = ["cli", "main", "run"]

_INTERRUPTED = 130


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"monai-tslint {version()}")
        context.exit()


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Configuration:
  the nearest monai-tslint.toml, or [tool.monai-tslint] in a pyproject.toml

\b
Environment:
  NO_COLOR                not empty: no colours
  MONAI_TSLINT_CACHE_DIR  the folder for what checks remember
  FORCE_COLOR             neither empty nor 0: colours, whatever the output
  _MONAI_TSLINT_COMPLETE  bash_source, zsh_source or fish_source: print the
                          script that completes commands, options and rules

\b
Exit codes:
  0  nothing found, or done
  1  findings
  2  a mistake in the command or the configuration, or an internal error
""",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Finds shared mutable state in MONAI transforms, before threads do.

    The code is read, never run; MONAI need not be installed.

    \b
    Examples:
      monai-tslint check                       what to mend in the working directory
      monai-tslint check src --strict          ... in src, marked classes as well
      monai-tslint inventory src               every transform with its verdict
      monai-tslint explain MTS101              what a rule means, with examples
    """


for _command in (check, inventory, explain, rules, schema, server, clean):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and exit: 0 nothing found, 1 findings, 2 no or not the whole answer."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; what Python flushes at its end must not complain.
        sys.stdout = None
        code = FAILED
    except Exception:  # noqa: BLE001 - Python's own exit code for an exception, 1, would mean findings
        traceback.print_exc()
        click.echo("monai-tslint: internal error: please report it with the lines above", err=True)
        code = FAILED
    sys.exit(code)


def run() -> NoReturn:
    """Run the command line as a program of its own.

    The exit skips the teardown of millions of small records, which would take a fifth of the run; output is flushed first.
    """
    # They have no cycles either: collecting them would cost a third of the run.
    gc.disable()
    code: object = 0
    try:
        main()
    except SystemExit as ending:
        code = ending.code
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (BrokenPipeError, ValueError):
            code = FAILED
    os._exit(code if isinstance(code, int) else 0)
