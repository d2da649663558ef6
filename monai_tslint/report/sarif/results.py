"""Findings as results: with the call chain, the interleaving, fixes and suppressions."""

from __future__ import annotations

from collections.abc import Sequence

from monai_tslint.findings import Edit, Finding, Fix, Note, Step, Suppressed, SuppressedBy
from monai_tslint.report.json import Json
from monai_tslint.report.sarif.places import artifact, in_cell, noted, physical, region
from monai_tslint.report.sarif.rules import LEVELS

FINGERPRINT = "monaiTslintFinding/v1"

_SUPPRESSIONS = {
    SuppressedBy.COMMENT: ("inSource", "a comment"),
    SuppressedBy.PER_FILE_IGNORES: ("external", "per-file-ignores in the configuration"),
    SuppressedBy.BASELINE: ("external", "the baseline"),
}


def result(finding: Finding, rule_index: int, suppressed: Suppressed | None = None) -> Json:
    """A finding; `suppressed` if it is one that is not reported."""
    optional: dict[str, Json] = {
        "relatedLocations": _related(finding),
        "codeFlows": _flows(finding),
        "fixes": [_fix(finding.fix)] if finding.fix is not None and _can_be_said(finding.fix) else [],
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": in_cell(finding.location, "\n".join(filter(None, (finding.message, finding.remedy))))},
        "locations": [{"physicalLocation": physical(finding.location), "logicalLocations": _logical(finding)}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        **{key: value for key, value in optional.items() if value},
        "suppressions": [] if suppressed is None else [_suppression(suppressed)],
        "properties": {
            "confidence": finding.confidence.value,
            "class": finding.cls,
            "method": finding.method,
            "attribute": finding.attribute,
            "entryPoints": list(finding.entry_points),
            "marked": finding.marked,
        },
    }


def _logical(finding: Finding) -> Json:
    if finding.cls is None:
        return []
    if finding.method is None:
        return [{"fullyQualifiedName": finding.cls, "kind": "type"}]
    return [{"fullyQualifiedName": f"{finding.cls}.{finding.method}", "kind": "function"}]


def _related(finding: Finding) -> Json:
    notes = (*((finding.conflict,) if finding.conflict is not None else ()), *finding.trace)
    return [{"id": number, **noted(note.location, note.message)} for number, note in enumerate(notes, 1)]


def _flows(finding: Finding) -> Json:
    """One flow for the call chain, one with a thread flow for each thread for the interleaving."""
    flows: list[Json] = []
    if finding.trace:
        flows.append({"message": {"text": "How a call gets here"}, "threadFlows": [_chain(finding.trace)]})
    if finding.interleaving:
        threads = dict.fromkeys(step.thread for step in finding.interleaving)
        steps = tuple(enumerate(finding.interleaving, 1))
        flows.append(
            {
                "message": {"text": "One order that goes wrong"},
                "threadFlows": [_thread(thread, [s for s in steps if s[1].thread == thread]) for thread in threads],
            }
        )
    return flows


def _chain(trace: Sequence[Note]) -> Json:
    return {"locations": [{"location": noted(note.location, note.message)} for note in trace]}


def _thread(name: str, steps: Sequence[tuple[int, Step]]) -> Json:
    return {
        "id": name,
        "message": {"text": f"Thread {name}"},
        "locations": [{"executionOrder": order, "location": _step(step)} for order, step in steps],
    }


def _step(step: Step) -> Json:
    text = f"Thread {step.thread}: {step.code}"
    return {"message": {"text": text}} if step.location is None else noted(step.location, text)


def _can_be_said(fix: Fix) -> bool:
    """Whether a fix has edits, and all in files: no region of SARIF is one of a cell."""
    return bool(fix.edits) and all(edit.cell is None for edit in fix.edits)


def _fix(fix: Fix) -> Json:
    by_path: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        by_path.setdefault(edit.path, []).append(edit)
    return {
        "description": {"text": f"{fix.message} ({fix.applicability.value})"},
        "artifactChanges": [
            {
                "artifactLocation": artifact(path),
                "replacements": [
                    {"deletedRegion": region(edit), "insertedContent": {"text": edit.replacement}} for edit in edits
                ],
            }
            for path, edits in by_path.items()
        ],
    }


def _suppression(suppressed: Suppressed) -> Json:
    kind, default = _SUPPRESSIONS[suppressed.by]
    return {"kind": kind, "status": "accepted", "justification": suppressed.reason or f"suppressed by {default}"}
