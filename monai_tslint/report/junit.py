"""JUnit XML, for CI servers that show test results: a suite for each file, a case for each finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from monai_tslint.findings import Finding, Report, Severity
from monai_tslint.report.painting import printable
from monai_tslint.report.text import place

TOOL = "monai-tslint"

_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")


def render(report: Report, fail_on: Severity) -> str:
    """Findings at or above `fail_on` are failures, the others passed cases that say something.

    Failures of this tool are errors. There is always a case, since servers take none for a broken run.
    """
    top = Element("testsuites", name=TOOL)
    for path, findings in groupby(report.findings, key=lambda f: f.location.path):
        _suite(top, path, tuple(findings), fail_on)
    own = _counted(top, TOOL, 1, 0)
    case = SubElement(own, "testcase", name="check", classname=TOOL)
    internal = [problem for problem in report.problems if problem.internal]
    for problem in internal:
        SubElement(case, "error", type="internal-error", message=_legal(f"{problem.path}: {problem.message}"))
    own.set("errors", str(min(1, len(internal))))
    for count in ("tests", "failures", "errors"):
        top.set(count, str(sum(int(suite.get(count, "0")) for suite in top)))
    indent(top)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + tostring(top, encoding="unicode") + "\n"


def _suite(top: Element, path: str, findings: Sequence[Finding], fail_on: Severity) -> None:
    failing = sum(finding.severity >= fail_on for finding in findings)
    suite = _counted(top, _legal(path), len(findings), failing)
    for finding in findings:
        name = f"{finding.rule} {finding.name} ({_legal(place(finding.location))})"
        case = SubElement(suite, "testcase", name=name, classname=_legal(path), file=_legal(path))
        case.set("line", str(finding.location.line))
        text = _legal(finding.message) + (f"\n{_legal(finding.remedy)}" if finding.remedy else "")
        if finding.severity >= fail_on:
            failure = SubElement(case, "failure", type=finding.severity.label, message=_legal(finding.message))
            failure.text = text
        else:
            SubElement(case, "system-out").text = f"{finding.severity.label}: {text}"


def _counted(top: Element, name: str, tests: int, failures: int) -> Element:
    return SubElement(top, "testsuite", name=name, tests=str(tests), failures=str(failures), errors="0")


def _legal(text: str) -> str:
    """A text without the characters that XML does not know."""
    return _ILLEGAL.sub("\ufffd", printable(text))
