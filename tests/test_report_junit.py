"""JUnit XML, read by a library that CI tools use."""

from __future__ import annotations

from collections.abc import Iterator

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite
from msgspec.structs import replace

from made_findings import FULL, at, made, report
from monai_tslint.findings import Problem, Report, Severity
from monai_tslint.report import junit


def read(given: Report, fail_on: Severity = Severity.WARNING) -> JUnitXml:
    found = JUnitXml.fromstring(junit.render(given, fail_on).encode("utf-8"))
    assert isinstance(found, JUnitXml)
    return found


def suites(given: Report, fail_on: Severity = Severity.WARNING) -> dict[str, list[TestCase]]:
    """The cases by the names of their suites."""
    return {str(suite.name): list(_cases(suite)) for suite in read(given, fail_on)}


def _cases(suite: object) -> Iterator[TestCase]:
    assert isinstance(suite, TestSuite)
    for case in suite:
        assert isinstance(case, TestCase)
        yield case


def test_a_finding_is_a_failed_case_of_its_file() -> None:
    (case,) = suites(report(FULL))["pkg/smooth.py"]
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert case.name == "MTS101 per-call-state-on-self (pkg/smooth.py:3:9)"
    assert case.classname == "pkg/smooth.py"
    assert (failure.type, failure.message) == ("error", FULL.message)
    assert failure.text == f"{FULL.message}\n{FULL.remedy}"


def test_files_are_suites() -> None:
    found = suites(report(made(), made(location=at(1, 1, 2, path="b.py")), made("MTS103", at(2, 1, 2, path="b.py"))))
    assert {name: len(cases) for name, cases in found.items()} == {"pkg/smooth.py": 1, "b.py": 2, "monai-tslint": 1}


def test_counts() -> None:
    top = read(report(made("MTS101"), made("MTS103"), made("MTS108")))
    assert (top.tests, top.failures, top.errors) == (4, 2, 0)
    assert [(suite.tests, suite.failures) for suite in top] == [(3, 2), (1, 0)]


def test_findings_below_the_level_pass_and_say_something() -> None:
    first, second = suites(report(made("MTS101"), made("MTS103")), Severity.ERROR)["pkg/smooth.py"]
    assert [len(case.result) for case in (first, second)] == [1, 0]
    assert second.system_out == "warning: the message"


def test_there_is_a_case_when_nothing_is_found() -> None:
    assert [case.is_passed for case in suites(report())["monai-tslint"]] == [True]


def test_our_own_failures_are_errors() -> None:
    problems = (Problem("a.py", 3, "ZeroDivisionError: ours", internal=True), Problem("b.py", 1, "theirs"))
    given = replace(report(), problems=problems)
    (case,) = suites(given)["monai-tslint"]
    (error,) = case.result
    assert isinstance(error, Error)
    assert error.message == "a.py: ZeroDivisionError: ours"
    assert read(given).errors == 1


def test_any_text_is_legal() -> None:
    text = "<a & 'b' \"c\"> ]]> \x00\x1b[0m\ud800\uffff 漢"
    (case,) = suites(report(made(message=text, location=at(1, 1, 2, path=text))))["<a & 'b' \"c\"> ]]> ��[0m�� 漢"]
    assert [failure.message for failure in case.result] == ["<a & 'b' \"c\"> ]]> ��[0m�� 漢"]
