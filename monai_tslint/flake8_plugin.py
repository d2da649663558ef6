"""The plugin for flake8: what `check` finds in the paths that flake8 is given, handed over file by file."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from flake8.exceptions import ExecutionError
from flake8.utils import stdin_get_value
from msgspec import Struct

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

    from monai_tslint.findings import Report

_STDIN = "-"

Line = tuple[int, int, str]
"""What flake8 reports: line (1-based), column (0-based), code and message."""


class Plugin:
    """One file, as flake8 makes its plugins."""

    options: ClassVar[argparse.Namespace]

    def __init__(self, tree: ast.AST, filename: str) -> None:
        self.tree = tree
        self.filename = filename

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Add our options to those of flake8's command line and configuration."""
        manager.add_option(
            "--mts-config",
            metavar="FILE",
            normalize_paths=True,
            parse_from_config=True,
            help="Configuration file, instead of the nearest pyproject.toml with [tool.monai-tslint].",
        )
        manager.add_option(
            "--mts-monai",
            metavar="VERSION",
            parse_from_config=True,
            help="The version of MONAI that the code runs with.",
        )
        manager.add_option(
            "--mts-strict",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="Report classes that carry the thread-safety marker as well.",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take over what flake8 has been told. It forks later: what is known by then, no process has to find out."""
        cls.options = options
        if _STDIN not in options.filenames and (options.jobs.is_auto or options.jobs.n_jobs > 1):
            _lines(_request(options))

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """The findings in the file. Raises flake8's `ExecutionError` for a configuration that cannot be used."""
        from monai_tslint.config import absolute, display_path

        for line, column, text in _lines(_request(self.options)).get(display_path(absolute(self.filename)), ()):
            yield line, column, text, type(self)


class _Request(Struct, frozen=True):
    """The options that matter, and whether comments suppress anything; `stdin_filename` is None if stdin is not read."""

    paths: tuple[str, ...]
    stdin_filename: str | None
    config: str | None
    monai: str | None
    strict: bool
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    comments: bool


def _request(options: argparse.Namespace) -> _Request:
    return _Request(
        paths=tuple(name for name in options.filenames if name != _STDIN),
        stdin_filename=options.stdin_display_name if _STDIN in options.filenames else None,
        config=options.mts_config,
        monai=options.mts_monai,
        strict=options.mts_strict,
        select=tuple(options.select or ()),
        extend_select=tuple(options.extend_select or ()),
        comments=not options.disable_noqa,
    )


@cache
def _lines(request: _Request) -> Mapping[str, Sequence[Line]]:
    """The lines of each file that has any, by its path in reports. The project is analysed once in a process."""
    from monai_tslint.config import ConfigError

    try:
        report = _checked(request)
    except ConfigError as error:
        raise ExecutionError("\n".join(f"monai-tslint: {problem}" for problem in error.problems)) from None
    lines: dict[str, list[Line]] = {}
    for path, line in _said(report, request) if report is not None else ():
        lines.setdefault(path, []).append(line)
    return lines


def _said(report: Report, request: _Request) -> Iterator[tuple[str, Line]]:
    """Path and line of each finding, and of each failure of our own, which must not pass for a clean file."""
    from monai_tslint.findings import SuppressedBy
    from monai_tslint.report.painting import printable

    comments = () if request.comments else [s.finding for s in report.suppressed if s.by is SuppressedBy.COMMENT]
    for finding in (*report.findings, *comments):
        here = finding.location
        yield here.path, (here.line, here.column - 1, f"{finding.rule} {printable(finding.message)}")
    for problem in report.problems:
        if problem.internal:
            yield problem.path, (problem.line, 0, f"MTS900 internal error: {printable(problem.message)}")


def _checked(request: _Request) -> Report | None:
    """What `check` reports; None if flake8 wants none of our rules. A rule that it selects by its code is on."""
    from monai_tslint import config, engine
    from monai_tslint.cache import user_folder
    from monai_tslint.checks import RULES

    chosen = (*request.select, *request.extend_select)
    if request.select and not any(code.startswith(chosen) for code in RULES):
        return None
    paths = [Path(path) for path in request.paths]
    start = config.common_place([*paths, *([request.stdin_filename] if request.stdin_filename else [])])
    settings = config.override(
        config.load(start, Path(request.config) if request.config else None),
        extend_select=[code for code in chosen if code in RULES],
        strict=request.strict or None,
        monai=request.monai,
        cache=user_folder(),
    )
    stdin = stdin_get_value() if request.stdin_filename else None
    return engine.check(paths, settings, stdin_filename=request.stdin_filename, stdin=stdin, rows=False)
