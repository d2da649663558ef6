"""What the page shows, put into its template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.findings import Finding, InventoryRow, Location, Report, Severity
from monai_tslint.report.html.highlighting import Line, Stretch, excerpt, stretches
from monai_tslint.report.html.tree import branches
from monai_tslint.report.inventory import why
from monai_tslint.report.painting import printable
from monai_tslint.report.summary import counted, header, summary
from monai_tslint.report.text import LinesOf, place

_JOINT = re.compile(r"([./])(?=\w)(?!(?:py|ipynb|json|ya?ml)\b)")
_VERDICTS = ("unsafe", "unsafe-marked", "unknown", "safe")


class Entry(Struct, frozen=True):
    """A class of the table: its row, the reason for its verdict, how many findings name it and how bad the worst of them is.

    `first` is the name of its first finding in the page.
    """

    row: InventoryRow
    reason: str
    findings: int
    worst: int
    first: str = ""

    @property
    def sort_key(self) -> tuple[int, int, int, int, str]:
        """The worst first."""
        return (-self.worst, -self.findings, _VERDICTS.index(self.row.verdict), -len(self.row.effects), self.row.cls)


def render(report: Report, lines: LinesOf, version: str) -> str:
    """The page of a check. `lines` gives the lines of the file or cell of a location."""

    @cache
    def known(text: tuple[str, ...]) -> Mapping[int, Sequence[Stretch]]:
        return stretches(text)

    def source(location: Location) -> tuple[Line, ...]:
        text = tuple(lines(location))
        return excerpt(location, text, known(text))

    return _page(report, report.inventory, report.findings, source, summary(report), version)


def render_inventory(rows: Sequence[InventoryRow], report: Report, version: str) -> str:
    """The page of an inventory: the same without findings."""
    return _page(report, rows, None, lambda _: (), "", version)


def _page(
    report: Report,
    rows: Sequence[InventoryRow],
    findings: Sequence[Finding] | None,
    source: Callable[[Location], tuple[Line, ...]],
    sentence: str,
    version: str,
) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(printable=printable, place=place, plain=lambda code: printable(" ".join(code.split())))
    environment.filters.update(breakable=_breakable, counted=counted)
    entries = _entries(rows, findings or ())
    verdicts = Counter(row.verdict for row in rows)
    return environment.get_template("page.html").render(
        assumed=header(report.frameworks),
        sentence=sentence,
        version=version,
        findings=None if findings is None else _ordered(findings, entries),
        severities=[level.label for level in reversed(Severity)],
        verdicts=[(verdict, verdicts[verdict]) for verdict in _VERDICTS],
        entries=entries,
        places={entry.row.cls: f"class-{number}" for number, entry in enumerate(entries, 1)},
        branches=branches(rows),
        source=source,
    )


def _breakable(text: str) -> Markup:
    """A text that may be broken behind the points of names and the slashes of paths."""
    return Markup(_JOINT.sub(r"\1<wbr>", str(escape(printable(text)))))


def _entries(rows: Sequence[InventoryRow], findings: Sequence[Finding]) -> list[Entry]:
    """The classes, the worst first."""
    counts = Counter(finding.cls for finding in findings)
    worst: dict[str | None, int] = {}
    for finding in findings:
        worst[finding.cls] = max(worst.get(finding.cls, -1), finding.severity)
    entries = (Entry(row, why(row), counts[row.cls], worst.get(row.cls, -1)) for row in rows)
    ordered = sorted(entries, key=lambda entry: entry.sort_key)
    names = {f.cls: f"finding-{n}" for n, f in reversed(tuple(enumerate(_ordered(findings, ordered), 1)))}
    return [replace(entry, first=names.get(entry.row.cls, "")) for entry in ordered]


def _ordered(findings: Sequence[Finding], entries: Sequence[Entry]) -> list[Finding]:
    """The findings, the worst first; of equally bad ones, those about the worst class."""
    ranks = {entry.row.cls: rank for rank, entry in enumerate(entries)}
    return sorted(findings, key=lambda f: (-f.severity, ranks.get(f.cls or "", len(ranks)), f.sort_key))
