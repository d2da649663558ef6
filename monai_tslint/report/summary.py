"""The lines around the findings: what was assumed, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from monai_tslint.findings import FrameworkChoice, Report, Severity
from monai_tslint.proposals import Applicability


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def header(frameworks: Sequence[FrameworkChoice]) -> str:
    """Which frameworks were assumed in which versions, and why; empty if there are none."""
    choices = [
        f"{choice.name}{f' {choice.version}' if choice.version else ''} ({choice.origin})" for choice in frameworks
    ]
    return f"Assuming {', '.join(choices)}." if choices else ""


def scope(report: Report) -> str:
    """What was looked at."""
    return f"{counted(report.files, 'file')} ({counted(report.classes, 'shared class', 'shared classes')})"


def summary(report: Report) -> str:
    """How many findings of each severity there are, in how much code."""
    by_severity = Counter(finding.severity for finding in report.findings)
    counts = [counted(by_severity[level], level.label) for level in reversed(Severity) if by_severity[level]]
    found = f"Found {', '.join(counts)}" if counts else "No findings"
    return f"{found} in {scope(report)}" + (f"; {len(report.suppressed)} suppressed." if report.suppressed else ".")


def fixable(report: Report) -> Iterator[str]:
    """How many of the findings `--fix` would mend; nothing if it would mend none."""
    found = Counter(f.fix.applicability for f in report.findings if f.fix is not None)
    safe, unsafe = found[Applicability.SAFE], found[Applicability.UNSAFE]
    if safe or unsafe:
        more = f"{unsafe}{' more' if safe else ''} with `--fix --unsafe-fixes`" if unsafe else ""
        yield f"Fixable: {', '.join(part for part in (f'{safe} with `--fix`' if safe else '', more) if part)}."
