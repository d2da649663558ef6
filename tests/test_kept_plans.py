"""Fixes that were planned in an earlier run are planned again only if something changes that they rest on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monai_tslint.findings import Report
from monai_tslint.fixes import planning
from monai_tslint.fixes.base import Code, Plan
from monai_tslint.proposals import Proposal
from test_incremental import PROJECT
from test_memory import _bare, _write, assert_same, check, forgetful, project

__all__ = ["project"]


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the proposals that have been planned since the list was last cleared."""
    kinds: list[str] = []
    original = planning._plan

    def noted(proposal: Proposal, code: Code) -> Plan:
        kinds.append(type(proposal).__name__)
        return original(proposal, code)

    monkeypatch.setattr(planning, "_plan", noted)
    return kinds


def fix_of(report: Report, attribute: str) -> str:
    """What is said of the fix for a finding about an attribute."""
    finding = next(f for f in report.findings if f.attribute == attribute and f.rule == "MTS101")
    return finding.fix.message if finding.fix is not None else finding.unfixable


def test_an_edit_elsewhere(project: Path, planned: list[str]) -> None:
    before = _bare(check())
    assert planned
    planned.clear()
    _write(project, "lib/other.py", PROJECT["lib/other.py"] + "# more\n")
    assert _bare(check()) == before
    assert check("lib/scale.py").findings
    assert planned == []


def test_only_those_of_the_file(project: Path, planned: list[str]) -> None:
    check()
    every = len(planned)
    planned.clear()
    _write(project, "lib/scale.py", "# moved\n" + PROJECT["lib/scale.py"])
    check("lib/scale.py")
    assert 0 < len(planned) < every
    planned.clear()
    assert_same()


def mention(text: str) -> str:
    return text.replace("return 1", "return transform._low")


def subclass(text: str) -> str:
    return (
        "from lib.scale import Scale\n" + text + "class Lower(Scale):\n    def look(self):\n        return self._low\n"
    )


@pytest.mark.parametrize("edit", [mention, subclass])
def test_a_use_in_another_file(project: Path, edit: Callable[[str], str]) -> None:
    _write(project, "lib/scale.py", PROJECT["lib/scale.py"].replace("self.low", "self._low"))
    before = fix_of(check(), "self._low")
    _write(project, "lib/other.py", edit(PROJECT["lib/other.py"]))
    after = fix_of(check(), "self._low")
    assert after == fix_of(forgetful(), "self._low") != before
    _write(project, "lib/other.py", PROJECT["lib/other.py"])
    assert fix_of(check(), "self._low") == before


def test_a_check_of_some_files_forgets_no_plans(project: Path, planned: list[str]) -> None:
    check()
    _write(project, "lib/plain.py", "# moved\n" + PROJECT["lib/plain.py"])
    check("lib/plain.py")
    planned.clear()
    check()
    assert planned == []
    assert_same()
