"""What a rule is: its declaration, and the form of what its check says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from monai_tslint.facts import Span
from monai_tslint.findings import Confidence, Location, Note, Severity
from monai_tslint.proposals import Proposal, Region

if TYPE_CHECKING:
    from monai_tslint.effects.classes import ClassEffects
    from monai_tslint.effects.domain import Site
    from monai_tslint.link.symbols import ClassInfo, FunctionSymbol


class Rule(Struct, frozen=True):
    """One rule. `severity` is the default level, None if the rule is off unless selected.

    `marked` says whether classes that carry a thread-safety marker are reported without `--strict`.
    """

    code: str
    name: str
    summary: str
    severity: Severity | None
    marked: bool = False


def no_fix() -> None:
    """There is no fix."""


class Draft(Struct, frozen=True):
    """What a check says of one access: `message` is a sentence without the class; `severity` None is the rule's own.

    `schedule` lists (thread, site) in the order that goes wrong; `conflict` is the other access with what it does.
    `despite_marker` says that copies for each call do not repair this access, whatever the rule says of marked classes.
    `fix` works out what to propose, if that is wanted.
    """

    message: str
    remedy: str
    severity: Severity | None = None
    confidence: Confidence = Confidence.HIGH
    conflict: tuple[Site, str] | None = None
    schedule: tuple[tuple[str, Site], ...] = ()
    despite_marker: bool = False
    fix: Callable[[], Proposal | None] = no_fix


def level(rule: Rule, chosen: Severity | None) -> Severity:
    """How grave a finding is: what the check chose, else the rule's own level, the lowest for rules that are off by default."""
    severity = chosen if chosen is not None else rule.severity
    return severity if severity is not None else Severity.INFO


class ClassDraft(Struct, frozen=True):
    """What a check says of a whole class: at its name, or at `span` in `function`."""

    cls: ClassEffects
    attribute: str | None
    message: str
    remedy: str
    span: Span | None = None
    function: FunctionSymbol | None = None
    fix: Proposal | None = None


def spellings(cls: ClassEffects) -> tuple[str, ...]:
    """The names of the framework's marker, those first that code of the class's project should import it by.

    The framework itself imports from where things are defined, everybody else from as far up as they are offered.
    """
    pack = cls.shared.pack
    own = cls.info.file.module.partition(".")[0] in pack.modules
    names = tuple(name for marker in pack.markers[:1] for name in marker.bases)
    return names if own else tuple(sorted(names, key=len))


def region_of_class(info: ClassInfo) -> Region:
    """The lines of a class, without its decorators."""
    return Region(info.file.path, info.index.line, info.index.end_line)


def region_of(site: Site) -> Region:
    """The function that a site stands in."""
    return Region(site.path, site.function.line, site.function.end_line)


def span_of(place: Location) -> Span:
    """The range that a place covers."""
    return Span(place.line, place.column, place.end_line, place.end_column)


class UseDraft(Struct, frozen=True):
    """What a check says of a use of a pipeline, at `place`. `trace` leads over the places that matter, `conflict` is the unsafe
    effect in a class. `schedule` lists (thread, place) in the order that goes wrong; `attribute` is the state concerned.
    """

    place: Location
    message: str
    remedy: str
    trace: tuple[Note, ...] = ()
    severity: Severity | None = None
    conflict: Note | None = None
    schedule: tuple[tuple[str, Location], ...] = ()
    cls: str | None = None
    attribute: str | None = None
    fix: Proposal | None = None


class Hazard(Struct, frozen=True):
    """Why calls of objects of a class disturb each other: `text` is the attribute, `note` where and how it is written.

    `needs` is the constructor argument without which the object has no such state; `declared` says that only a marker tells.
    """

    cls: ClassInfo
    text: str
    note: Note | None
    marked: bool
    needs: str | None = None
    declared: bool = False


class Hazards(Protocol):
    """What is known of the classes that a pipeline consists of."""

    def of(self, cls: ClassInfo, method: str) -> tuple[Hazard, ...]:
        """Why several threads may not call this method of one object at once."""

    def toggled(self, dotted: str, attribute: str = "") -> Hazard | None:
        """The state that calls of a class, given by its name, switch for a while on the object itself, for all threads."""
