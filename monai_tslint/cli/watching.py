"""`monai-tslint check --watch`: the check again whenever something changes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING, NoReturn

import click
from msgspec import Struct

from monai_tslint.cli import adopting, output, reports
from monai_tslint.cli.inputs import Inputs, lines_of, report_internal
from monai_tslint.cli.progress import Progress
from monai_tslint.cli.reports import Manner, Shown

if TYPE_CHECKING:
    from monai_tslint.changes import Changes
    from monai_tslint.config import Settings
    from monai_tslint.findings import Report

_FORMATS = ("text", "concise")
_START = 200
"""Milliseconds after which the watcher certainly watches."""


def refuse(manner: Manner, others: Mapping[str, bool]) -> None:
    """End the command for what --watch cannot be used with; `others` says which of such options are given."""
    from importlib.util import find_spec

    if clash := next((option for option, given in others.items() if given), None):
        raise click.UsageError(f"--watch cannot be used with {clash}")
    if any(target.file is not None for target in manner.targets):
        raise click.UsageError("--watch shows its report on stdout, and cannot be used with files for reports")
    if wrong := next((target.format for target in manner.targets if target.format not in _FORMATS), None):
        raise click.UsageError(f"--watch has the formats {' and '.join(_FORMATS)}, not {wrong}")
    if find_spec("watchfiles") is None:
        output.fail(["--watch needs watchfiles: run `pip install 'monai-tslint[watch]'`"])


class Watched(Struct, frozen=True):
    """What is checked again and again. `configured` reads the settings, `changes` asks git; both raise `ConfigError`."""

    given: Inputs
    configured: Callable[[], Settings]
    changes: Callable[[], Changes | None]
    manner: Manner


def watch(watched: Watched, settings: Settings) -> NoReturn:
    """Check, and check again after each change, until the user interrupts it. Mistakes in the first settings end it, too."""
    rounds = _Rounds(watched, settings)
    while True:
        roots = _roots(watched.given, rounds.settings)
        for changed in _changes(roots, rounds.settings):
            rounds.again()
            if changed & roots or _roots(watched.given, rounds.settings) != roots:
                break


class _Rounds:
    """The checks. `settings` are the last good ones."""

    def __init__(self, watched: Watched, settings: Settings) -> None:
        from monai_tslint.sessions import Session

        self.settings = settings
        self._watched = watched
        self._session = Session()
        self._report: Report | None = None
        self._problems: tuple[str, ...] = ()

    def again(self) -> None:
        """Check, and show what is found, unless nothing has changed that matters."""
        from monai_tslint.config import ConfigError

        problems: tuple[str, ...] = ()
        try:
            settings = self._watched.configured()
            report = self._checked(settings)
            self.settings = settings
        except ConfigError as error:
            if self._report is None:
                output.fail(error.problems)
            problems = error.problems
            report = self._checked_as_before()
        if report is not None or problems != self._problems:
            self._report, self._problems = report or self._report, problems
            self._show()
        gc.collect()  # the collector is off, and there is time now

    def _checked_as_before(self) -> Report | None:
        from monai_tslint.config import ConfigError

        try:
            return self._checked(self.settings)
        except ConfigError:
            return None

    def _checked(self, settings: Settings) -> Report | None:
        from monai_tslint import analysing

        watched = self._watched
        changes = watched.changes()
        with Progress(wanted=not watched.manner.quiet) as progress:
            return analysing.recheck(
                watched.given.paths,
                settings,
                self._session,
                changes=changes,
                progress=progress,
                fixes=watched.manner.fixes,
            )

    def _show(self) -> None:
        given, manner = self._watched.given, self._watched.manner
        if output.on_terminal():
            click.clear()
        if (report := self._report) is not None:
            reports.write(Shown(report, lines_of(given), self.settings.fail_on, manner))
            adopting.remark(report, self.settings.baseline, given, quiet=manner.quiet)
            report_internal(report.problems)
        output.complain(self._problems)
        if not manner.quiet:
            kept = " with the settings from before" if self._problems else ""
            click.echo(f"monai-tslint: {strftime('%H:%M:%S')}: watching for changes{kept}; Ctrl-C ends", err=True)


def _roots(given: Inputs, settings: Settings) -> frozenset[str]:
    """The folders to watch, and the file of the configuration if it is in none of them; of what is gone, the folder above."""
    from monai_tslint.config import absolute, exists

    folders = [path.parent if path.is_file() else path for path in map(absolute, given.paths)]
    wanted = (*folders, *settings.src, *([settings.source] if settings.source is not None else []))
    places = {next(place for place in (path, *path.parents) if exists(place)) for path in wanted}
    return frozenset(str(place) for place in places if places.isdisjoint(place.parents))


def _changes(roots: frozenset[str], settings: Settings) -> Iterator[frozenset[str]]:
    """The paths of what changes, first of nothing, as soon as nothing can be missed."""
    import watchfiles

    never = frozenset((*settings.exclude, *settings.extend_exclude))

    def wanted(_change: object, path: str) -> bool:
        root = next((root for root in roots if Path(path).is_relative_to(root)), path)
        return never.isdisjoint(Path(path).relative_to(root).parts)

    found = watchfiles.watch(
        *roots, watch_filter=wanted, rust_timeout=_START, yield_on_timeout=True, ignore_permission_denied=True
    )
    try:
        next(found)
        yield frozenset()
        for changes in found:
            if changes:
                yield frozenset(path for _, path in changes)
    except OSError as error:
        output.fail(
            [f"--watch: {error}; with WATCHFILES_FORCE_POLLING=1 in the environment, it does not ask the system"]
        )
