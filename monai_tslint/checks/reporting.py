"""From what the checks say to findings: locations, call chains, interleavings, fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.checks import judge_classes, judge_input, judge_uses, judge_write, mts105
from monai_tslint.checks.base import ClassDraft, Draft, Rule, UseDraft, level
from monai_tslint.checks.collecting import collect, collect_inputs
from monai_tslint.checks.folding import folded
from monai_tslint.checks.hazards import ClassHazards
from monai_tslint.checks.writes import Write, text_of
from monai_tslint.facts import Span
from monai_tslint.findings import Confidence, Finding, Location, Note, Severity, Step

if TYPE_CHECKING:
    from monai_tslint.effects.analysis import Analysis
    from monai_tslint.effects.classes import ClassEffects
    from monai_tslint.effects.construction import FactsOf
    from monai_tslint.effects.domain import Site
    from monai_tslint.effects.summaries import Code
    from monai_tslint.link.project import Project
    from monai_tslint.pipelines.uses import Uses

LinesOf = Callable[[str], Sequence[str]]


def findings(
    classes: tuple[ClassEffects, ...], code: Code, lines: LinesOf, *, strict: bool, wanted: Callable[[str], bool]
) -> tuple[Finding, ...]:
    """All findings of all rules in the files whose paths are `wanted`, before selection and suppression, in order.

    `lines` gives the lines of a file by its path. With `strict`, marked classes are reported by every rule.
    """
    reporter = _Reporter(lines)
    writes = _concerned(collect(classes, code.facts), wanted)
    judged = [(write, *verdict) for write in writes if (verdict := judge_write(write)) is not None]
    shown = [(w, r, d) for w, r, d in judged if strict or r.marked or d.despite_marker or not w.marked]
    of_inputs = [(write, *judge_input(write)) for write in collect_inputs(classes, code.facts)]
    found = [
        reporter.write(write, rule, draft)
        for write, rule, draft in (*folded(shown, mts105.RULE), *of_inputs)
        if wanted(write.anchor.path)
    ]
    introducing = folded(judged, mts105.RULE)
    serious = tuple((w, r.code) for w, r, d in introducing if level(r, d.severity) != Severity.INFO)
    of_classes = [reporter.of_class(rule, draft) for rule, draft in judge_classes(classes, serious)]
    found += [finding for finding in of_classes if wanted(finding.location.path)]
    return _fingerprinted(sorted(found, key=lambda f: f.sort_key), lines)


def _concerned(writes: Sequence[Write], wanted: Callable[[str], bool]) -> Iterator[Write]:
    """The writes on which the findings in wanted files depend: those of a class there, and of a class that writes there."""
    classes = {
        cls.info for write in writes for cls, _ in write.hits if wanted(write.anchor.path) or wanted(cls.info.file.path)
    }
    return (write for write in writes if any(cls.info in classes for cls, _ in write.hits))


def use_findings(
    uses: Uses, project: Project, analysis: Analysis, facts: FactsOf, lines: LinesOf
) -> tuple[Finding, ...]:
    """All findings of all rules about pipelines, one for each place and rule: the gravest, then the first."""
    hazards = ClassHazards(project, analysis, facts, judge_write)
    reporter = _Reporter(lines)
    stateful = project.knowledge.flows.stateful
    found: dict[tuple[str, Location], Finding] = {}
    for rule, draft in judge_uses(uses, hazards, stateful):
        finding = reporter.of_use(rule, draft)
        key = (rule.code, finding.location)
        if key not in found or finding.severity > found[key].severity:
            found[key] = finding
    return _fingerprinted(sorted(found.values(), key=lambda f: f.sort_key), lines)


class _Reporter:
    """Turns drafts into findings, with the text of source lines at hand."""

    def __init__(self, lines: LinesOf) -> None:
        self._lines = lines

    def write(self, write: Write, rule: Rule, draft: Draft) -> Finding:
        """The finding for one write."""
        return Finding(
            rule=rule.code,
            name=rule.name,
            severity=level(rule, draft.severity),
            confidence=draft.confidence,
            message=f"{draft.message} ({_where(write)})",
            location=_location(write.anchor.path, write.anchor.span),
            cls=write.cls.name,
            method=write.anchor.function.name,
            attribute=write.text,
            entry_points=write.entries,
            marked=write.marked,
            trace=tuple(self._trace(write)),
            conflict=_note(*draft.conflict) if draft.conflict is not None else None,
            interleaving=tuple(self._step(thread, site) for thread, site in draft.schedule),
            remedy=draft.remedy,
            proposal=draft.fix(),
        )

    def of_class(self, rule: Rule, draft: ClassDraft) -> Finding:
        """The finding for a whole class."""
        info = draft.cls.info if draft.function is None or draft.function.owner is None else draft.function.owner
        return Finding(
            rule=rule.code,
            name=rule.name,
            severity=level(rule, None),
            confidence=Confidence.HIGH,
            message=draft.message,
            location=_location(info.file.path, draft.span or self._name_span(draft.cls)),
            cls=info.name,
            method=draft.function.function.name if draft.function is not None else None,
            attribute=draft.attribute,
            entry_points=draft.cls.entries,
            marked=draft.cls.shared.marker is not None,
            remedy=draft.remedy,
            proposal=draft.fix,
        )

    def of_use(self, rule: Rule, draft: UseDraft) -> Finding:
        """The finding for a use of a pipeline."""
        return Finding(
            rule=rule.code,
            name=rule.name,
            severity=level(rule, draft.severity),
            confidence=Confidence.HIGH if draft.severity is not Severity.INFO else Confidence.MEDIUM,
            message=draft.message,
            location=draft.place,
            cls=draft.cls,
            attribute=draft.attribute,
            trace=draft.trace,
            conflict=draft.conflict,
            interleaving=tuple(
                Step(thread, place.line, self._line(place.path, place.line).strip(), place)
                for thread, place in draft.schedule
            ),
            remedy=draft.remedy,
            proposal=draft.fix,
        )

    def _name_span(self, cls: ClassEffects) -> Span:
        index = cls.info.index
        text = self._line(cls.info.file.path, index.line)
        start = text.find(index.name, index.column - 1) + 1 or index.column
        return Span(index.line, start, index.line, start + len(index.name))

    def _line(self, path: str, line: int) -> str:
        lines = self._lines(path)
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _trace(self, write: Write) -> Iterator[Note]:
        effect = write.effect
        sites = (*effect.chain, effect.site)
        for here, there in pairwise(sites):
            yield _note(here, f"`{here.function.qualname}` calls `{there.function.qualname}`")
        yield _note(effect.site, f"`{effect.site.function.qualname}` writes {_own_text(write)}")

    def _step(self, thread: str, site: Site) -> Step:
        code = self._line(site.path, site.span.line).strip()
        what = code or f"`{site.function.qualname}` in {site.path}"
        return Step(thread, site.span.line, what, _location(site.path, site.span))


def _own_text(write: Write) -> str:
    return f"`{write.text}`" if write.direct else f"`{text_of(write.effect.path)}`"


def _where(write: Write) -> str:
    """The class and how calls get there, as the end of a message."""
    others = {cls.info.name for cls, _ in write.hits} - {write.cls.name}
    more = f" and {len(others)} more {'class' if len(others) == 1 else 'classes'}" if others else ""
    entry = write.first[1].entry
    return f"{write.cls.index.name}{more}, entry `{entry}`"


def _location(path: str, span: Span) -> Location:
    return Location(path, span.line, span.column, span.end_line, span.end_column)


def _note(site: Site, message: str) -> Note:
    return Note(_location(site.path, site.span), message)


def _fingerprinted(found: Sequence[Finding], lines: LinesOf) -> tuple[Finding, ...]:
    """The findings with identities that hold when code moves: rule, class, method, attribute and the line's text."""
    seen: Counter[str] = Counter()
    result = []
    for finding in found:
        code = "".join(lines(finding.location.path)[finding.location.line - 1 : finding.location.line]).strip()
        parts = (finding.rule, finding.cls or "", finding.method or "", finding.attribute or "", code)
        key = "\0".join(parts)
        seen[key] += 1
        digest = sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()
        result.append(replace(finding, fingerprint=digest[:20], code=code))
    return tuple(result)
