"""One line for each finding, for editors and pipes."""

from __future__ import annotations

from monai_tslint.findings import Report
from monai_tslint.report.painting import printable
from monai_tslint.report.text import place


def render(report: Report) -> str:
    """`path:line:column: CODE message` for each finding."""
    return "".join(f"{place(f.location)}: {f.rule} {printable(f.message)}\n" for f in report.findings)
