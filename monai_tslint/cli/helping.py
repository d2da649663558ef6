"""Help with the options in groups."""

from __future__ import annotations

from collections.abc import Sequence

import click

_GROUPS = (
    ("Rules", ("select", "ignore", "extend_select", "strict", "monai", "fail_on", "exit_zero")),
    ("Files", ("paths_only", "force_exclude", "stdin_filename", "show_files", "watch")),
    ("Reports", ("output_format", "output_file", "suppressed", "statistics")),
    ("Fixes", ("fix", "unsafe_fixes", "diff", "fix_markers")),
    ("Projects with findings", ("baseline", "write_baseline", "diff_base", "add_noqa", "reason")),
)
_OTHERS = "Other options"


class Command(click.Command):
    """A command whose help shows the options in groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups that have options, each in the order of its list."""
        options = (parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option))
        rows = {option.name: row for option in options if (row := option.get_help_record(ctx)) is not None}
        for title, names in _GROUPS:
            _write(formatter, title, [rows.pop(name) for name in names if name in rows])
        _write(formatter, _OTHERS, list(rows.values()))


def _write(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)
