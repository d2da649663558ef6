"""The reports for programs. The form is a contract: `schema_version` changes when it does."""

from __future__ import annotations

import json
from collections.abc import Sequence

from monai_tslint.findings import Edit, EffectRow, Finding, Fix, InventoryRow, Note, Report, Step

SCHEMA_VERSION = 1

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def render(report: Report, version: str) -> str:
    """The report of a check by this tool in `version`, as one object."""
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "monai-tslint", "version": version},
            "frameworks": [{"name": f.name, "version": f.version, "from": f.origin} for f in report.frameworks],
            "findings": [_finding(finding) for finding in report.findings],
            "errors": [
                {"path": p.path, **_cell(p.cell), "line": p.line, "message": p.message} for p in report.problems
            ],
            "summary": {
                "files": report.files,
                "classes": report.classes,
                "findings": len(report.findings),
                "suppressed": len(report.suppressed),
            },
        }
    )


def render_inventory(rows: Sequence[InventoryRow]) -> str:
    """The shared classes, as one object."""
    return dump({"schema_version": SCHEMA_VERSION, "classes": [_row(row) for row in rows]})


def dump(value: Json) -> str:
    """The text of a value, one line for each entry."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> Json:
    here = finding.location
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.label,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "path": here.path,
        "cell": here.cell,
        "line": here.line,
        "column": here.column,
        "end_line": here.end_line,
        "end_column": here.end_column,
        "class": finding.cls,
        "method": finding.method,
        "attribute": finding.attribute,
        "entry_points": list(finding.entry_points),
        "marked": finding.marked,
        "trace": [_note(note) for note in finding.trace],
        "conflict": _note(finding.conflict) if finding.conflict is not None else None,
        "interleaving": [_step(step) for step in finding.interleaving],
        "fix": _fix(finding.fix) if finding.fix is not None else None,
        "fingerprint": finding.fingerprint,
    }


def _note(note: Note) -> Json:
    here = note.location
    return {
        "path": here.path,
        **_cell(here.cell),
        "line": here.line,
        "column": here.column,
        "message": note.message,
    }


def _step(step: Step) -> Json:
    cell = None if step.location is None else step.location.cell
    return {"thread": step.thread, **_cell(cell), "line": step.line, "code": step.code}


def _cell(cell: int | None) -> dict[str, Json]:
    """The key `cell` of a place that is in a notebook."""
    return {} if cell is None else {"cell": cell}


def _fix(fix: Fix) -> Json:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> Json:
    return {
        "path": edit.path,
        **_cell(edit.cell),
        "start_line": edit.start_line,
        "start_column": edit.start_column,
        "end_line": edit.end_line,
        "end_column": edit.end_column,
        "replacement": edit.replacement,
    }


def _row(row: InventoryRow) -> Json:
    return {
        "class": row.cls,
        "path": row.path,
        **_cell(row.cell),
        "line": row.line,
        "framework": row.framework,
        "verdict": row.verdict,
        "marker": row.marker,
        "entry_points": list(row.entry_points),
        "effects": [_effect(effect) for effect in row.effects],
        "unknown": list(row.unknown),
    }


def _effect(effect: EffectRow) -> Json:
    return {
        "attribute": effect.attribute,
        "kind": effect.kind,
        "path": effect.path,
        **_cell(effect.cell),
        "line": effect.line,
        "method": effect.method,
        "via": list(effect.via),
        "guard": effect.guard,
    }
