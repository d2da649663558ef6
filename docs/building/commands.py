"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

from inspect import cleandoc

import click

from building.tables import table
from monai_tslint.cli import cli
from monai_tslint.cli.helping import groups

_VERBATIM = "\b\n"


def commands() -> str:
    """A section for each command."""
    return "\n".join(_section(name, command) for name, command in sorted(cli.commands.items()))


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"monai-tslint {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## `{name}`", f"```text\n{usage}\n```", *map(_paragraph, cleandoc(command.help or "").split("\n\n"))]
    for title, rows in groups(command, context):
        parts += [f"**{title}**", table(("option", "meaning"), [(f"`{option}`", text) for option, text in rows])]
    return "\n\n".join([*parts, *([command.epilog] if command.epilog else [])]) + "\n"


def _paragraph(text: str) -> str:
    """A paragraph of help; those that click leaves as they are, are examples."""
    if not text.startswith(_VERBATIM):
        return text
    return f"```text\n{cleandoc(text.removeprefix(_VERBATIM))}\n```"
