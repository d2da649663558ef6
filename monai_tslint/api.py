"""The public functions, re-exported by the package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from monai_tslint import config, engine
from monai_tslint.config import Settings
from monai_tslint.findings import Finding, Report

__all__ = ["check_paths", "check_source"]


def check_paths(paths: Iterable[str | Path], *, monai: str | None = None, strict: bool = False) -> Report:
    """Check files and folders as the command line does, with the configuration that is found above the first of them.

    `monai` is the version to assume, for example `"1.4"`. Raises `ConfigError` for a configuration that cannot be used and
    `FileNotFoundError` for a path that does not exist.
    """
    given = [Path(path) for path in paths]
    missing = next((path for path in given if not path.exists()), None)
    if missing is not None:
        raise FileNotFoundError(f"{missing}: no such file or folder")
    settings = config.load(given[0] if given else Path.cwd())
    return engine.check(given, config.override(settings, monai=monai, strict=strict or None))


def check_source(
    text: str, filename: str = "stdin.py", *, monai: str | None = None, strict: bool = False
) -> tuple[Finding, ...]:
    """Check one text as if it were the content of `filename`, with default settings."""
    report = engine.check((), Settings(monai=monai, strict=strict), stdin_filename=filename, stdin=text)
    return report.findings
