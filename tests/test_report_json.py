"""The reports for programs: exactly the documented form."""

from __future__ import annotations

import json

import jsonschema  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from made_findings import FULL, made, report
from monai_tslint.findings import Edit, EffectRow, Fix, InventoryRow, Problem
from monai_tslint.proposals import Applicability
from monai_tslint.report import json as json_report
from monai_tslint.report import statistics
from monai_tslint.schemas import SCHEMAS
from picking import pick

CHECK = SCHEMAS["report"]()
FINDING = pick(CHECK, "properties", "findings", "items")
INVENTORY = SCHEMAS["inventory"]()

FIXED = replace(
    FULL, fix=Fix(Applicability.SAFE, "Use a local variable", (Edit("pkg/smooth.py", 3, 9, 3, 19, "img_t"),))
)
ROW = InventoryRow(
    "pkg.smooth.Smooth",
    "pkg/smooth.py",
    1,
    "monai",
    "unsafe",
    "monai.transforms.traits.ThreadUnsafe via Randomizable",
    ("__call__", "inverse"),
    (EffectRow("self.img_t", "assign", "pkg/smooth.py", 3, "__call__", ("__call__",)),),
    ("calls `self.fn`, which is not known",),
)


def test_the_report_has_the_documented_form() -> None:
    full = replace(
        report(FIXED, made("MTS301"), suppressed=2, files=3, classes=4), problems=(Problem("b.py", 3, "no"),)
    )
    rendered = json.loads(json_report.render(full, "1.2.3"))
    jsonschema.validate(rendered, CHECK)
    assert rendered["tool"]["version"] == "1.2.3"
    assert rendered["frameworks"] == [{"name": "monai", "version": "1.4", "from": "as requested"}]
    assert rendered["errors"] == [{"path": "b.py", "line": 3, "message": "no"}]
    assert rendered["summary"] == {"files": 3, "classes": 4, "findings": 2, "suppressed": 2}


def test_a_finding_says_everything() -> None:
    (row,) = json.loads(json_report.render(report(FIXED), "1"))["findings"]
    assert row == {
        "rule": "MTS101",
        "name": "per-call-state-on-self",
        "severity": "error",
        "confidence": "high",
        "message": FULL.message,
        "path": "pkg/smooth.py",
        "cell": None,
        "line": 3,
        "column": 9,
        "end_line": 3,
        "end_column": 19,
        "class": "pkg.smooth.Smooth",
        "method": "__call__",
        "attribute": "self.img_t",
        "entry_points": ["__call__"],
        "marked": False,
        "trace": [
            {"path": "pkg/smooth.py", "line": 3, "column": 9, "message": "`Smooth.__call__` writes `self.img_t`"}
        ],
        "conflict": {
            "path": "pkg/smooth.py",
            "line": 7,
            "column": 16,
            "message": "reads `self.img_t`, perhaps as another thread left it",
        },
        "interleaving": [
            {"thread": "A", "line": 3, "code": "self.img_t = img"},
            {"thread": "B", "line": 3, "code": "self.img_t = img"},
            {"thread": "A", "line": 7, "code": "return self.img_t * 2"},
        ],
        "fix": {
            "applicability": "safe",
            "message": "Use a local variable",
            "edits": [
                {
                    "path": "pkg/smooth.py",
                    "start_line": 3,
                    "start_column": 9,
                    "end_line": 3,
                    "end_column": 19,
                    "replacement": "img_t",
                }
            ],
        },
        "fingerprint": "0123456789abcdef0123",
    }


def test_what_a_finding_lacks_is_null_or_empty() -> None:
    (row,) = json.loads(json_report.render(report(made()), "1"))["findings"]
    jsonschema.validate(row, FINDING)
    assert [key for key in row if row[key] is None] == ["cell", "class", "method", "attribute", "conflict", "fix"]
    assert row["trace"] == row["interleaving"] == row["entry_points"] == []


def test_the_inventory_has_the_documented_form() -> None:
    rendered = json.loads(json_report.render_inventory((ROW, replace(ROW, verdict="safe", marker=None, effects=()))))
    jsonschema.validate(rendered, INVENTORY)
    assert rendered["classes"][0] == {
        "class": "pkg.smooth.Smooth",
        "path": "pkg/smooth.py",
        "line": 1,
        "framework": "monai",
        "verdict": "unsafe",
        "marker": "monai.transforms.traits.ThreadUnsafe via Randomizable",
        "entry_points": ["__call__", "inverse"],
        "effects": [
            {
                "attribute": "self.img_t",
                "kind": "assign",
                "path": "pkg/smooth.py",
                "line": 3,
                "method": "__call__",
                "via": ["__call__"],
                "guard": None,
            }
        ],
        "unknown": ["calls `self.fn`, which is not known"],
    }


def test_text_is_not_escaped_and_ends_in_a_newline() -> None:
    rendered = json_report.render(report(made(message="größer → 漢")), "1")
    assert "größer → 漢" in rendered
    assert rendered.endswith("}\n")


@pytest.mark.parametrize("count", [0, 3])
def test_statistics(count: int) -> None:
    many = report(*[made("MTS103")] * 10 * count, *[made("MTS201")] * count, *[made("MTS101")] * count)
    expected = ["30  MTS103  unguarded-counter", " 3  MTS101  per-call-state-on-self"]
    assert statistics.render(many).splitlines()[:2] == (expected if count else [])
    rows = json.loads(statistics.render_json(many))
    assert rows["schema_version"] == 1
    assert [(row["rule"], row["count"]) for row in rows["statistics"]] == (
        [("MTS103", 30), ("MTS101", 3), ("MTS201", 3)] if count else []
    )
