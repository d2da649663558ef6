"""Fixes on a released MONAI: what they mend is a golden file; the mended code compiles, and nothing is left to mend in it.

A golden line is `RULE path Class attribute`, for each finding that is gone.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from analysed import Analysed
from monai_tslint import mending
from monai_tslint.config import Settings
from monai_tslint.findings import Finding
from monai_tslint.fixes.driver import key

pytestmark = pytest.mark.wheels


def fact(finding: Finding) -> str:
    return (
        f"{finding.rule} {finding.location.path} {(finding.cls or '-').rpartition('.')[2]} {finding.attribute or '-'}"
    )


def test_a_release_is_mended(
    analysed: Analysed, monai_release: Callable[[str], Path], golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    before = analysed("1.4.0").default
    shutil.copytree(monai_release("1.4.0") / "monai", tmp_path / "monai")
    with chdir(tmp_path):
        outcome, again = (mending.check([Path("monai")], Settings(), unsafe=True, write=True) for _ in range(2))
    assert (outcome.failures, outcome.report.problems) == ((), ())
    assert (again.fixed, again.diff) == ({}, "")
    assert again.report.findings == outcome.report.findings
    assert Counter(map(key, again.report.findings)) <= Counter(map(key, before))
    for file in tmp_path.rglob("*.py"):
        compile(file.read_bytes(), str(file), "exec")
    gone = Counter(map(fact, before)) - Counter(map(fact, again.report.findings))
    golden("fixes-1.4.0.txt", "".join(f"{line}\n" for line in sorted(gone.elements())))
