"""Where output goes, in which encoding, with which colours."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

import click

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit codes."""


def version() -> str:
    """The version of this tool."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("monai-tslint")
    except PackageNotFoundError:
        return "0+checkout"


def color(output_file: Path | None) -> bool:
    """Whether to colour the report: on a terminal, unless `NO_COLOR` or `FORCE_COLOR` say otherwise."""
    if output_file is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return on_terminal()


def links(output_file: Path | None) -> bool:
    """Whether to make hyperlinks: on a terminal that shows colours, unless `FORCE_HYPERLINK` says otherwise.

    Terminals that do not know them show their texts only.
    """
    if output_file is not None:
        return False
    forced = os.environ.get("FORCE_HYPERLINK")
    return forced != "0" if forced else color(None) and on_terminal()


def on_terminal() -> bool:
    """Whether stdout is a terminal that understands escape sequences."""
    return sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")


def write(text: str, output_file: Path | None, *, option: str = "--output-file") -> None:
    """Write a report to a file, or to stdout; in UTF-8, whatever the locale, unless stdout is a terminal.

    `option` is what names the file, which is written as a whole or stays what it was.
    """
    if output_file is not None:
        try:
            _put(Path(os.path.realpath(output_file)), text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            fail([f"{option}: {output_file}: {error.strerror}"])
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = None  # it would fail again at the end
        left = isinstance(error, BrokenPipeError)  # whoever reads has enough, and needs no complaint
        fail([] if left else [f"the report cannot be written to stdout: {error.strerror}"])


def _put(file: Path, content: bytes) -> None:
    """Write a file at once. What is no regular file, or lies in a folder that nothing can be added to, is written in place."""
    exists = file.exists()
    if exists and not (file.is_file() and os.access(file.parent, os.W_OK) and os.access(file, os.W_OK)):
        file.write_bytes(content)
        return
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        if exists:
            temporary.chmod(stat.S_IMODE(file.stat().st_mode))
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def refuse_html() -> None:
    """End the command if a page is wanted while what it takes is not installed."""
    refuse_without("jinja2", "--output-format html", "html")


def refuse_without(module: str, what: str, extra: str) -> None:
    """End the command if what `what` takes is not installed."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        fail([f"{what} needs {module}: run `pip install 'monai-tslint[{extra}]'`"])


def complain(problems: Iterable[str]) -> None:
    """Write errors to stderr, one on each line."""
    for problem in problems:
        click.echo(f"monai-tslint: error: {problem}", err=True)


def fail(problems: Iterable[str]) -> None:
    """Write errors to stderr and exit."""
    complain(problems)
    click.get_current_context().exit(FAILED)
