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
    parts = [f"## `{name}`", f"```text\n{usage}\n```", *_paragraphs(command.help)]
    for title, rows in groups(command, context):
        parts += [f"**{title}**", table(("option", "meaning"), [(f"`{option}`", text) for option, text in rows])]
    return "\n\n".join([*parts, *_paragraphs(command.epilog)]) + "\n"


def _paragraphs(text: str | None) -> list[str]:
    return [_paragraph(part) for part in cleandoc(text).split("\n\n")] if text else []


def _paragraph(text: str) -> str:
    """A paragraph of help; those that click leaves as they are have a title, and lines below it."""
    if not text.startswith(_VERBATIM):
        return text
    title, _, lines = text.removeprefix(_VERBATIM).partition("\n")
    return f"**{title.rstrip(':')}**\n\n```text\n{cleandoc(lines)}\n```"
