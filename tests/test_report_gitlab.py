"""GitLab's code quality report: what its documentation demands of it."""

from __future__ import annotations

import json

import jsonschema  # type: ignore[import-untyped]
from msgspec.structs import replace

from made_findings import FULL, made, report
from monai_tslint.findings import Location
from monai_tslint.report import gitlab

TEXT = {"type": "string", "minLength": 1}
LINE = {"type": "integer", "minimum": 1}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": LINE, "end": LINE}},
                },
            },
        },
        "additionalProperties": False,
    },
}
"""By the table of fields in GitLab's documentation; the schema in its source demands less."""


def test_a_finding_says_everything() -> None:
    rendered = json.loads(gitlab.render(report(FULL)))
    jsonschema.validate(rendered, SCHEMA)
    assert rendered == [
        {
            "description": FULL.message,
            "check_name": "MTS101 per-call-state-on-self",
            "fingerprint": "0123456789abcdef0123",
            "severity": "major",
            "location": {"path": "pkg/smooth.py", "lines": {"begin": 3, "end": 3}},
        }
    ]


def test_levels() -> None:
    rendered = json.loads(gitlab.render(report(made("MTS101"), made("MTS103"), made("MTS108"))))
    assert [issue["severity"] for issue in rendered] == ["major", "minor", "info"]


def test_the_cell_of_a_notebook_is_named() -> None:
    finding = replace(FULL, message="the message", location=Location("a.ipynb", 2, 1, 2, 5, cell=3))
    rendered = json.loads(gitlab.render(report(finding)))
    jsonschema.validate(rendered, SCHEMA)
    assert rendered[0]["description"] == "a.ipynb:cell 3:2:1: the message"
    assert rendered[0]["location"]["lines"] == {"begin": 1, "end": 1}
    known = replace(finding, location=replace(finding.location, file_lines=(40, 41)))
    assert json.loads(gitlab.render(report(known)))[0]["location"]["lines"] == {"begin": 40, "end": 41}


def test_nothing_found() -> None:
    assert gitlab.render(report()) == "[]\n"
