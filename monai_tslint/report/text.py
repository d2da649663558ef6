"""The full report, for people: each finding with everything needed to judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from monai_tslint.findings import Finding, Fix, Location, Note, Report, Severity
from monai_tslint.report.excerpts import excerpt
from monai_tslint.report.links import Links
from monai_tslint.report.painting import Piece, paint, printable
from monai_tslint.report.schedules import schedule
from monai_tslint.report.summary import fixable, header, summary

LinesOf = Callable[[Location], Sequence[str]]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}


def render(report: Report, lines: LinesOf, *, color: bool = False, links: bool = False, quiet: bool = False) -> str:
    """The report. `lines` gives the lines of the file or cell of a location; `quiet` leaves nothing but the findings.

    With `links`, places and rules are hyperlinks of a terminal.
    """
    return paint(_report(report, lines, Links(links), quiet=quiet), color=color)


def _report(report: Report, lines: LinesOf, links: Links, *, quiet: bool) -> Iterator[Piece]:
    assumed = header(report.frameworks)
    if assumed and not quiet:
        yield f"{printable(assumed)}\n\n", "dim"
    for finding in report.findings:
        yield from _finding(finding, lines, links)
        yield "\n", ""
    if not quiet:
        yield f"{summary(report)}\n", "bold"
        yield from ((f"{hint}\n", "") for hint in fixable(report))
    if report.findings and not quiet:
        yield f"Run `monai-tslint explain {report.findings[0].rule}` for what a rule means, with examples.\n", "dim"


def place(location: Location) -> str:
    """`path:line:column`, with the cell of a notebook."""
    cell = "" if location.cell is None else f"cell {location.cell}:"
    return f"{printable(location.path)}:{cell}{location.line}:{location.column}"


def _place(location: Location, links: Links) -> str:
    return links.place(place(location), location)


def _finding(finding: Finding, lines: LinesOf, links: Links) -> Iterator[Piece]:
    yield f"{_place(finding.location, links)}: ", "bold"
    yield finding.severity.label, _STYLES[finding.severity]
    yield f" {links.rule(finding.rule)}", "bold"
    yield f" [{finding.name}] ", "dim"
    yield f"{printable(finding.message)}\n", ""
    yield from excerpt(finding.location, lines(finding.location))
    if finding.trace:
        yield "  how a call gets here:\n", "bold"
        yield from _notes(finding.trace, links)
    if finding.conflict is not None:
        yield "  what it collides with:\n", "bold"
        yield from _notes((finding.conflict,), links)
    if finding.interleaving:
        yield "  one order that goes wrong:\n", "bold"
        yield from schedule(finding.interleaving)
    if finding.remedy:
        yield "  help: ", "bold green"
        yield f"{printable(finding.remedy)}\n", ""
    if finding.fix is not None:
        yield from _fix(finding.fix)
    elif finding.unfixable:
        yield f"  no fix: {printable(finding.unfixable)}\n", "dim"


def _fix(fix: Fix) -> Iterator[Piece]:
    """What a fix does, with its applicability; of code that it shows, each line."""
    first, *more = fix.message.split("\n")
    yield f"  fix ({fix.applicability.value}): ", "bold green"
    yield f"{printable(first)}\n", ""
    for line in more:
        yield f"    {printable(line)}\n", "green"


def _notes(notes: Sequence[Note], links: Links) -> Iterator[Piece]:
    for note in notes:
        yield f"    {_place(note.location, links)}: ", "blue"
        yield f"{printable(note.message)}\n", ""
