"""How often each rule was broken."""

from __future__ import annotations

from collections import Counter

from monai_tslint.findings import Report
from monai_tslint.report.json import SCHEMA_VERSION, Json, dump


def _counts(report: Report) -> list[tuple[int, str, str]]:
    """Count, code and name of each rule with findings, the most frequent first."""
    counts = Counter((finding.rule, finding.name) for finding in report.findings)
    return sorted(((count, code, name) for (code, name), count in counts.items()), key=lambda row: (-row[0], row[1]))


def render(report: Report) -> str:
    """One line for each rule with findings."""
    rows = _counts(report)
    digits = max((len(str(count)) for count, _, _ in rows), default=0)
    return "".join(f"{count:>{digits}}  {code}  {name}\n" for count, code, name in rows)


def render_json(report: Report) -> str:
    """The same, as one object."""
    rows: list[Json] = [{"rule": code, "name": name, "count": count} for count, code, name in _counts(report)]
    return dump({"schema_version": SCHEMA_VERSION, "statistics": rows})
