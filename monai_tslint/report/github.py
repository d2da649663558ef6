"""Workflow commands of GitHub Actions: findings as annotations in the changed files of a pull request."""

from __future__ import annotations

from collections import Counter

from monai_tslint.findings import Finding, Report, Severity
from monai_tslint.report.painting import printable
from monai_tslint.report.text import place

SHOWN = 10
"""So many annotations of each level GitHub takes from one step; the others stay in the log."""

_COMMANDS = {Severity.INFO: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def render(report: Report) -> str:
    """One command for each finding, and a line that says so if there are more than GitHub shows."""
    commands = "".join(_command(finding) for finding in report.findings)
    levels = Counter(finding.severity for finding in report.findings)
    if max(levels.values(), default=0) <= SHOWN:
        return commands
    return (
        commands
        + f"GitHub shows {SHOWN} annotations of a level; all {len(report.findings)} findings are in this log.\n"
    )


def _command(finding: Finding) -> str:
    here = finding.location
    title = f"{finding.rule} {finding.name}"
    message = "\n".join(filter(None, (finding.message, finding.remedy)))
    if here.cell is not None:
        properties = {"file": here.path, "title": title}
        if here.file_lines is not None:
            properties |= {"line": str(here.file_lines[0]), "endLine": str(here.file_lines[1])}
        message = f"{place(here)}: {message}"
    else:
        properties = {"file": here.path, "line": str(here.line), "endLine": str(here.end_line), "title": title}
        if here.line == here.end_line:
            properties |= {"col": str(here.column), "endColumn": str(here.end_column)}
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(message)}\n"


def _data(text: str) -> str:
    return "%0A".join(printable(line.replace("%", "%25")) for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
