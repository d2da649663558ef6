"""Findings: what the checks say and the reports print. Plain frozen data."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from msgspec import Struct

from monai_tslint.proposals import Applicability, Proposal


class Severity(IntEnum):
    """How bad a finding is; ordered, so that a threshold is a comparison."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def label(self) -> str:
        """The name that users type and read: `info`, `warning` or `error`."""
        return self.name.lower()


class Confidence(StrEnum):
    """How sure the analysis is that the finding is right."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Location(Struct, frozen=True, order=True):
    """A range in a file: posix path, 1-based lines and columns in code points, the end column exclusive.

    In a notebook, lines count in the `cell` with that index; `file_lines` are the first and last line of the file then.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
    file_lines: tuple[int, int] | None = None


class Note(Struct, frozen=True):
    """A second location with the sentence that explains it."""

    location: Location
    message: str


class Step(Struct, frozen=True):
    """One line of an interleaving: what `thread` ("A" or "B") runs next; `location` may be in another file."""

    thread: str
    line: int
    code: str
    location: Location | None = None


class Edit(Struct, frozen=True):
    """Replace a range (1-based, end column exclusive) of a file, or of the cell of a notebook, by `replacement`."""

    path: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    replacement: str
    cell: int | None = None


class Fix(Struct, frozen=True):
    """Edits that mend a finding, with who may apply them, what they do and why not just anyone may apply them."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...] = ()


class Finding(Struct, frozen=True):
    """One finding. `cls`, `method` and `attribute` say whose state; `trace` leads from the entry point to the access.

    `remedy` says in words how to mend it; `proposal` is what a fix would do, `fix` what that means for the code as it is,
    `unfixable` why that cannot be done. `fingerprint` identifies the finding across edits that only move it; `code` is the
    text of its first line.
    """

    rule: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    location: Location
    cls: str | None = None
    method: str | None = None
    attribute: str | None = None
    entry_points: tuple[str, ...] = ()
    marked: bool = False
    trace: tuple[Note, ...] = ()
    conflict: Note | None = None
    interleaving: tuple[Step, ...] = ()
    remedy: str = ""
    proposal: Proposal | None = None
    fix: Fix | None = None
    unfixable: str = ""
    fingerprint: str = ""
    code: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, int, str, str, str]:
        """Total order of the output: file, cell, position, rule, attribute, message."""
        here = self.location
        cell = -1 if here.cell is None else here.cell
        return (here.path, cell, here.line, here.column, self.rule, self.attribute or "", self.message)


class Problem(Struct, frozen=True):
    """A file that could not be analysed, or not wholly: shown under `errors`. `internal` if the fault is this tool's.

    `line` is that of the cell in a notebook, if there is a `cell`.
    """

    path: str
    line: int
    message: str
    internal: bool = False
    cell: int | None = None


class FrameworkChoice(Struct, frozen=True):
    """Which version of a framework the run assumed and why: `origin` is a phrase for the report's header."""

    name: str
    version: str | None
    origin: str


class SuppressedBy(StrEnum):
    """What suppresses a finding."""

    COMMENT = "comment"
    PER_FILE_IGNORES = "per-file-ignores"
    BASELINE = "baseline"


class Suppressed(Struct, frozen=True):
    """A finding that is not reported, what suppresses it, and the reason that a comment gives."""

    finding: Finding
    by: SuppressedBy
    reason: str = ""


class Report(Struct, frozen=True):
    """The outcome of one check: sorted findings and what surrounds them.

    `stale` describes the entries of the baseline that match nothing any more; `inventory` are the classes looked at.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    problems: tuple[Problem, ...]
    frameworks: tuple[FrameworkChoice, ...]
    files: int
    classes: int
    stale: tuple[str, ...] = ()
    inventory: tuple[InventoryRow, ...] = ()


class EffectRow(Struct, frozen=True):
    """One unguarded hot write of a class, as the inventory shows it."""

    attribute: str
    kind: str
    path: str
    line: int
    method: str
    via: tuple[str, ...]
    guard: str | None = None
    cell: int | None = None


class InventoryRow(Struct, frozen=True):
    """One shared class with its verdict: `safe`, `unsafe`, `unsafe-marked` or `unknown`.

    `bases` are the classes that it inherits, the nearest first, as far as their sources are known.
    """

    cls: str
    path: str
    line: int
    framework: str
    verdict: str
    marker: str | None
    entry_points: tuple[str, ...]
    effects: tuple[EffectRow, ...]
    unknown: tuple[str, ...]
    bases: tuple[str, ...] = ()
    cell: int | None = None
