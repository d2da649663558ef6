"""The progress of long runs, for someone who watches."""

from __future__ import annotations

import sys
from time import monotonic

import click

_PATIENCE = 1.0
_PERIOD = 0.1
_CLEAR_LINE = "\r\x1b[2K"


class Progress:
    """A line on stderr that counts files, on a terminal only and not before a run is long. A context manager."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._next = monotonic() + _PATIENCE
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` files are checked."""
        now = monotonic()
        if self._wanted and now >= self._next:
            self._next = now + _PERIOD
            self._shown = True
            click.echo(f"{_CLEAR_LINE}checking {done}/{total} files", nl=False, err=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(_CLEAR_LINE, nl=False, err=True)
