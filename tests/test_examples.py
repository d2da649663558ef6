"""The examples do what they claim: one package races, its twin does not, and `check` says which."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"

RACING = """\
RescaleIntensity: thread A got [0.0, 0.005, 0.01], expected [0.0, 0.5, 1.0]
Flip: inverting thread B's image failed: Flip is not the most recently applied transform
"""
MENDED = """\
RescaleIntensity: thread A got [0.0, 0.5, 1.0], expected [0.0, 0.5, 1.0]
Flip: inverting thread B's image gave [1.0, 2.0, 3.0], expected [1.0, 2.0, 3.0]
"""


@pytest.mark.parametrize(("package", "outcome"), [("racing", RACING), ("mended", MENDED)])
def test_threads_get_these_results(package: str, outcome: str) -> None:
    command = [sys.executable, "-m", package]
    done = subprocess.run(command, cwd=EXAMPLES, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == outcome


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, int, str, str, str]]:
    """Path, line, rule, class and attribute of every finding in the examples."""
    command = [sys.executable, "-P", "-m", "monai_tslint", "check", "examples", "--output-format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)["findings"]
    return [(row["path"], row["line"], row["rule"], row["class"] or "-", row["attribute"] or "-") for row in found]


def test_findings_are_the_golden_ones(
    rows: list[tuple[str, int, str, str, str]], golden: Callable[[str, str], None]
) -> None:
    golden("examples.txt", "".join(f"{path}:{line} {rule} {cls} {name}\n" for path, line, rule, cls, name in rows))


@pytest.mark.parametrize("silent", ["examples/mended/", "examples/monai_project/lesions/clean.py", "examples/imaging"])
def test_correct_code_has_no_findings(silent: str, rows: list[tuple[str, int, str, str, str]]) -> None:
    assert [row for row in rows if row[0].startswith(silent)] == []


def test_the_threads_that_make_the_race_are_found(rows: list[tuple[str, int, str, str, str]]) -> None:
    assert {row[2] for row in rows if row[0].startswith("examples/schedule")} == {"MTS403"}


@pytest.mark.parametrize(
    ("package", "rules"),
    [
        ("racing", {"MTS101", "MTS201"}),
        ("acme_pipeline", {"MTS101", "MTS103"}),
        ("monai_project", {f"MTS{n}" for n in (101, 102, 103, 104, 105, 106, 107, 108, 109, 202, 301, 302, 303, 304)}),
    ],
)
def test_each_example_shows_its_rules(
    package: str, rules: set[str], rows: list[tuple[str, int, str, str, str]]
) -> None:
    seen = Counter(row[2] for row in rows if row[0].startswith(f"examples/{package}/"))
    assert rules - set(seen) == set()
