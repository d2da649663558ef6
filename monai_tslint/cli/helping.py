"""Help with the options in groups, and with mistyped commands."""

from __future__ import annotations

import click

_GROUPS = (
    ("Rules", ("select", "ignore", "extend_select", "strict", "monai", "fail_on", "exit_zero")),
    ("Files", ("paths_only", "force_exclude", "stdin_filename", "show_files", "watch")),
    ("Speed", ("jobs", "no_cache", "cache_dir")),
    ("Reports", ("output_format", "output_file", "suppressed", "statistics")),
    ("Fixes", ("fix", "unsafe_fixes", "diff", "fix_markers")),
    ("Projects with findings", ("baseline", "write_baseline", "diff_base", "add_noqa", "reason")),
)
_OTHERS = "Other options"


class Group(click.Group):
    """Commands; of a mistyped one the nearest is told."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with."""
        if args and self.get_command(ctx, args[0]) is None and args[0].isidentifier():
            from monai_tslint.similarity import nearest

            guess = nearest(args[0], self.commands)
            if guess is not None:
                ctx.fail(f"There is no command `{args[0]}`. Did you mean `{guess}`?")
        return super().resolve_command(ctx, args)


class Command(click.Command):
    """A command whose help shows the options in groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups that have options, each in the order of its list."""
        for title, rows in groups(self, ctx):
            with formatter.section(title):
                formatter.write_dl(rows)


def groups(command: click.Command, context: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
    """The options of a command with their help, in groups with titles."""
    options = (parameter for parameter in command.get_params(context) if isinstance(parameter, click.Option))
    rows = {option.name: row for option in options if (row := option.get_help_record(context)) is not None}
    found = [(title, [rows.pop(name) for name in names if name in rows]) for title, names in _GROUPS]
    return [(title, listed) for title, listed in (*found, (_OTHERS, list(rows.values()))) if listed]
