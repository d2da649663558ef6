"""Defects of MONAI's history: found in the releases that have them, gone in those that mended them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from analysed import Analysed
from monai_tslint import engine
from monai_tslint.config import Settings
from monai_tslint.findings import Finding

pytestmark = pytest.mark.wheels

TABLE = Path(__file__).with_name("history.toml")


@dataclass(frozen=True)
class Defect:
    """One row of the table."""

    cls: str
    attribute: str
    path: str
    line: int
    before: str
    rules: tuple[str, ...]
    after: str | None = None
    strict: bool = False
    opt_in: bool = False
    gap: str | None = None

    @property
    def name(self) -> str:
        return f"{self.cls.rpartition('.')[2]}-{self.attribute}-{self.before}-{self.line}"


def defects() -> Iterator[Defect]:
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["defect"]:
        unknown = set(row) - {
            "class",
            "attribute",
            "path",
            "line",
            "before",
            "after",
            "rules",
            "strict",
            "opt-in",
            "gap",
        }
        assert not unknown, f"{TABLE.name}: {unknown}"
        yield Defect(
            row["class"],
            row["attribute"],
            row["path"],
            row["line"],
            row["before"],
            tuple(row["rules"]),
            row.get("after"),
            row.get("strict", False),
            row.get("opt-in", False),
            row.get("gap"),
        )


DEFECTS = tuple(defects())


def about(defect: Defect, version: str, analysed: Analysed) -> list[Finding]:
    """The findings of a fitting rule on the attribute of the class."""
    analysis = analysed(version)
    found = analysis.everything if defect.opt_in else analysis.strict if defect.strict else analysis.default
    return [
        f
        for f in found
        if f.rule in defect.rules and f.cls == defect.cls and (f.attribute or "").partition("[")[0] == defect.attribute
    ]


def places(finding: Finding) -> list[tuple[str, int]]:
    """Where a finding stands, and where the write is to which its call chain leads."""
    notes = finding.trace[-1:]
    return [(place.path, place.line) for place in (finding.location, *(note.location for note in notes))]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: d.name)
def test_the_defect_is_found(defect: Defect, analysed: Analysed) -> None:
    found = about(defect, defect.before, analysed)
    reported = (defect.path, defect.line) in [place for finding in found for place in places(finding)]
    assert reported == (defect.gap is None), defect.gap and "the gap is closed: remove it from the table"


@pytest.mark.parametrize("defect", [d for d in DEFECTS if d.after is not None], ids=lambda d: d.name)
def test_the_mended_defect_is_gone(defect: Defect, analysed: Analysed) -> None:
    assert defect.after is not None
    assert [f"{f.location.line}: {f.message}" for f in about(defect, defect.after, analysed)] == []


def of_method(name: str, version: str, analysed: Analysed) -> dict[str, Finding]:
    """The findings in a method of `TraceableTransform`, by rule."""
    found = analysed(version).default
    return {f.rule: f for f in found if f.cls == "monai.transforms.inverse.TraceableTransform" and f.method == name}


def test_the_founding_case_can_be_followed(analysed: Analysed) -> None:
    """MONAI #8056: while one thread inverts with tracing off, another one's forward call records nothing."""
    found = of_method("trace_transform", "1.4.0", analysed)
    assert set(found) == {"MTS201", "MTS202"}
    steps = found["MTS201"].interleaving
    assert len(steps) >= 3
    assert {step.thread for step in steps} == {"A", "B"}
    assert [one.thread != other.thread for one, other in pairwise(steps)] == [True] * (len(steps) - 1)
    assert steps[0].code == "self.tracing = to_trace"
    assert any(step.thread == "B" and "self.tracing" in step.code for step in steps)


def test_the_thread_local_leaves_the_missing_finally_and_the_unlocked_creation(analysed: Analysed) -> None:
    assert set(of_method("trace_transform", "1.5.0", analysed)) == {"MTS202"}
    assert set(of_method("_init_trace_threadlocal", "1.5.0", analysed)) == {"MTS104"}


def test_finally_leaves_the_unlocked_creation(analysed: Analysed) -> None:
    assert set(of_method("trace_transform", "1.6.1", analysed)) == set()
    assert set(of_method("_init_trace_threadlocal", "1.6.1", analysed)) == {"MTS104"}


USER_CODE = """\
from monai.transforms import InvertibleTransform


class Bias(InvertibleTransform):
    def __call__(self, data):
        return data

    def inverse(self, data):
        with self.trace_transform(False):
            return self(data)
"""


@pytest.mark.parametrize(("monai", "expected"), [("1.4", [("MTS201", 9)]), ("1.5", [])])
def test_a_users_class_differs_as_the_releases_do(
    monai: str, expected: list[tuple[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bias.py").write_text(USER_CODE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = engine.check([Path("bias.py")], Settings(monai=monai))
    assert [(choice.name, choice.version) for choice in report.frameworks] == [("monai", monai)]
    found = [
        (f.rule, f.location.line) for f in report.findings if f.attribute == "self.tracing" and f.method is not None
    ]
    assert found == expected
    assert bool(report.findings) == bool(expected)
