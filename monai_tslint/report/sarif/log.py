"""The log: one run of this tool with its rules and results."""

from __future__ import annotations

from monai_tslint.findings import Problem, Report
from monai_tslint.report.json import Json, dump
from monai_tslint.report.sarif.places import ROOT, artifact
from monai_tslint.report.sarif.results import result
from monai_tslint.report.sarif.rules import descriptor

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, version: str, root: str) -> str:
    """The report of a check by this tool in `version`. `root` is the URI of the folder that paths are relative to."""
    suppressed = sorted(report.suppressed, key=lambda s: s.finding.sort_key)
    codes = sorted({f.rule for f in (*report.findings, *(s.finding for s in suppressed))})
    order = {code: index for index, code in enumerate(codes)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "monai-tslint",
                "fullName": f"monai-tslint {version}",
                "version": version,
                "shortDescription": {"text": "Finds shared mutable state in MONAI transforms, before threads do."},
                "rules": [descriptor(code) for code in codes],
            }
        },
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {ROOT: {"uri": root}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(result(finding, order[finding.rule]) for finding in report.findings),
            *(result(s.finding, order[s.finding.rule], s) for s in suppressed),
        ],
        "properties": {
            "frameworks": [{"name": f.name, "version": f.version, "from": f.origin} for f in report.frameworks],
            "files": report.files,
            "classes": report.classes,
        },
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(report: Report) -> Json:
    """Whether this tool did its work, with what it failed at; files that it could not read are results."""
    internal = [problem for problem in report.problems if problem.internal]
    return {"executionSuccessful": not internal, "toolExecutionNotifications": [_failure(p) for p in internal]}


def _failure(problem: Problem) -> Json:
    place: Json = {"artifactLocation": artifact(problem.path), "region": {"startLine": problem.line}}
    return {
        "level": "error",
        "message": {"text": f"Internal error: {problem.message}"},
        "locations": [{"physicalLocation": place}],
    }
