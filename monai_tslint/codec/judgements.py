"""Findings and fixes. What a check proposes is left out: a finding that comes back has the fix that was made of it, or none."""

from __future__ import annotations

from msgspec.structs import astuple

from monai_tslint.codec.knowledge import Json
from monai_tslint.findings import Confidence, Edit, Finding, Fix, Location, Note, Severity, Step
from monai_tslint.proposals import Applicability


def _flat(record: Location | Edit) -> Json:
    return list(astuple(record))


def _note(note: Note) -> Json:
    return [_flat(note.location), note.message]


def _read_note(data: Json) -> Note:
    return Note(Location(*data[0]), data[1])


def _step(step: Step) -> Json:
    return [step.thread, step.line, step.code, None if step.location is None else _flat(step.location)]


def _read_step(data: Json) -> Step:
    thread, line, code, location = data
    return Step(thread, line, code, None if location is None else Location(*location))


def encode_fix(fix: Fix | None) -> Json:
    """A fix as JSON."""
    return None if fix is None else [fix.applicability.value, fix.message, [_flat(edit) for edit in fix.edits]]


def decode_fix(data: Json) -> Fix | None:
    """The fix that `encode_fix` wrote."""
    if data is None:
        return None
    applicability, message, edits = data
    return Fix(Applicability(applicability), message, tuple(Edit(*edit) for edit in edits))


def encode_finding(finding: Finding) -> Json:
    """A finding as JSON, without its proposal."""
    who = [finding.rule, finding.name, finding.severity.value, finding.confidence.value]
    whose = [finding.cls, finding.method, finding.attribute, finding.entry_points, finding.marked]
    how = [
        [_note(note) for note in finding.trace],
        None if finding.conflict is None else _note(finding.conflict),
        [_step(step) for step in finding.interleaving],
    ]
    mending = [finding.remedy, encode_fix(finding.fix), finding.unfixable]
    return [*who, finding.message, _flat(finding.location), *whose, *how, *mending, finding.fingerprint, finding.code]


def decode_finding(data: Json) -> Finding:
    """The finding that `encode_finding` wrote."""
    rule, name, severity, confidence, message, location, cls, method, attribute, entries, marked, *rest = data
    trace, conflict, interleaving, remedy, fix, unfixable, fingerprint, code = rest
    return Finding(
        rule,
        name,
        Severity(severity),
        Confidence(confidence),
        message,
        Location(*location),
        cls,
        method,
        attribute,
        tuple(entries),
        marked,
        tuple(map(_read_note, trace)),
        None if conflict is None else _read_note(conflict),
        tuple(map(_read_step, interleaving)),
        remedy,
        None,
        decode_fix(fix),
        unfixable,
        fingerprint,
        code,
    )
