"""Findings on pinned releases, each with the verdict of the person who read it in the source.

A golden line is `VERDICT SEVERITY RULE path:line Class attribute`. `pytest --update-golden` keeps the verdicts of findings
that are still there and marks new ones `unread`: read them, and write `true`, `doubtful` or `false` instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from analysed import Analysed, Analysis
from monai_tslint import engine
from monai_tslint.config import Settings
from monai_tslint.findings import Finding

VERSIONS = ("0.5.3", "1.0.1", "1.3.2", "1.4.0", "1.5.0", "1.6.1")
OTHERS = (("torchio", "0.18.92"), ("albumentations", "2.0.8"), ("batchgeneratorsv2", "0.3.6"), ("kornia", "0.7.3"))
VERDICTS = ("true", "doubtful", "false")
AGREED = 0.95
"""61 of 63 findings of 1.5.0 and 56 of 58 of 1.6.1 at warning or above; the rest are doubtful, none is false."""
FOLDER = Path(__file__).parents[1] / "golden"

pytestmark = pytest.mark.wheels


def name_of(version: str) -> str:
    return f"findings-{version}.txt"


def read(version: str) -> Iterator[tuple[str, str]]:
    """The (verdict, fact) pairs of a golden file."""
    file = FOLDER / name_of(version)
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        verdict, _, fact = line.partition(" ")
        yield verdict, fact


def fact(finding: Finding) -> str:
    """What is compared: severity, rule, place, class and attribute."""
    place = f"{finding.location.path}:{finding.location.line}"
    cls = (finding.cls or "-").rpartition(".")[2]
    return f"{finding.severity.label} {finding.rule} {place} {cls} {finding.attribute or '-'}"


def with_verdicts(version: str, findings: Iterable[Finding]) -> str:
    known = {fact: verdict for verdict, fact in read(version)}
    return "".join(f"{known.get(one, 'unread')} {one}\n" for one in map(fact, findings))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_findings_of_a_release(version: str, analysed: Analysed, golden: Callable[[str, str], None]) -> None:
    golden(name_of(version), with_verdicts(version, analysed(version).default))


@pytest.mark.parametrize(("name", "version"), OTHERS)
def test_the_findings_of_a_release_of_another_framework(
    name: str,
    version: str,
    analysed_release: Callable[[str, str], Analysis],
    golden: Callable[[str, str], None],
) -> None:
    full = f"{name}-{version}"
    golden(name_of(full), with_verdicts(full, analysed_release(name, version).default))


@pytest.mark.parametrize("version", [*VERSIONS, *("-".join(other) for other in OTHERS)])
def test_every_finding_was_read(version: str) -> None:
    assert [f"{verdict} {fact}" for verdict, fact in read(version) if verdict not in VERDICTS] == []


@pytest.mark.parametrize("version", ["1.5.0", "1.6.1"])
def test_a_reader_agrees_with_what_is_reported(version: str) -> None:
    serious = [(verdict, fact) for verdict, fact in read(version) if not fact.startswith("info ")]
    count = Counter(verdict for verdict, _ in serious)
    doubted = [f"{verdict} {fact}" for verdict, fact in serious if verdict != "true"]
    assert count["true"] >= AGREED * len(serious), "\n".join([str(dict(count)), *doubted])


def test_the_command_reports_the_same(analysed: Analysed, monai_release: Callable[[str], Path]) -> None:
    with chdir(monai_release("0.5.3")):
        report = engine.check([Path("monai")], Settings())
    assert report.findings == analysed("0.5.3").default
