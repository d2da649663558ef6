"""Code quality reports of GitLab, shown in merge requests."""

from __future__ import annotations

from monai_tslint.findings import Finding, Report, Severity
from monai_tslint.report.json import Json, dump
from monai_tslint.report.text import place

_SEVERITIES = {Severity.INFO: "info", Severity.WARNING: "minor", Severity.ERROR: "major"}


def render(report: Report) -> str:
    """A list of the findings. Paths are relative to the working directory, which must be the top of the repository."""
    return dump([_issue(finding) for finding in report.findings])


def _issue(finding: Finding) -> Json:
    here = finding.location
    first, last = (here.line, here.end_line) if here.cell is None else here.file_lines or (1, 1)
    lines: Json = {"begin": first, "end": last}
    return {
        "description": finding.message if here.cell is None else f"{place(here)}: {finding.message}",
        "check_name": f"{finding.rule} {finding.name}",
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": here.path, "lines": lines},
    }
