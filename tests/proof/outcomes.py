"""How tests end, read from pytest's JUnit files, and which end otherwise elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RESULTS = ("passed", "skipped", "failure", "error")  # in JUnit's words, from good to bad


@dataclass(frozen=True)
class Outcome:
    """How a test ended, one of `RESULTS`, and the first line of what it said if it did not pass."""

    result: str
    message: str = ""


Outcomes = Mapping[str, Outcome]


@dataclass(frozen=True)
class Difference:
    """A test with two results; None where it does not exist. As text: one line."""

    test: str
    before: Outcome | None
    after: Outcome | None

    def is_in(self, file: str) -> bool:
        """Whether a test file, given relative to where the tests ran, may contain the test."""
        return file.removesuffix(".py").replace("/", ".") in self.test

    def __str__(self) -> str:
        messages = [outcome.message for outcome in (self.after, self.before) if outcome and outcome.message]
        return f"{self.test}: {result(self.before)} → {result(self.after)}{f' ({messages[0]})' if messages else ''}"


def result(outcome: Outcome | None) -> str:
    """The result in a word."""
    return outcome.result if outcome else "missing"


def read(report: Path, tree: Path) -> Outcomes:
    """The outcomes by test, which is `module.class::name`; the worst where there are several of that name (subtests).

    Where the path of the tree is part of a name, as that of a parameter, `TREE` stands for it.
    """
    found: dict[str, Outcome] = {}
    for test, outcome in _cases(report, re.sub(r"\W", "_", str(tree), flags=re.ASCII)):
        if test not in found or RESULTS.index(outcome.result) > RESULTS.index(found[test].result):
            found[test] = outcome
    return found


def _cases(report: Path, place: str) -> Iterator[tuple[str, Outcome]]:
    for case in ET.parse(report).iter("testcase"):
        yield f"{case.get('classname', '')}::{case.get('name', '').replace(place, 'TREE')}", _outcome(case)


def _outcome(case: ET.Element) -> Outcome:
    for child in case:
        if child.tag in RESULTS:
            return Outcome(child.tag, child.get("message", "").partition("\n")[0])
    return Outcome("passed")


def differences(before: Outcomes, after: Outcomes) -> list[Difference]:
    """The tests with another result, sorted by name."""
    pairs = [Difference(test, before.get(test), after.get(test)) for test in sorted(before.keys() | after.keys())]
    return [it for it in pairs if result(it.before) != result(it.after)]


def summary(outcomes: Outcomes) -> str:
    """How many tests had each result."""
    counts = Counter(outcome.result for outcome in outcomes.values())
    return ", ".join(f"{counts[name]} {name}" for name in RESULTS)
