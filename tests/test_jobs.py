"""Several processes find what one finds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monai_tslint import config, engine
from monai_tslint.effects import parallel
from monai_tslint.effects.classes import effects_of
from monai_tslint.findings import Report
from test_incremental import PROJECT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked")

SOLVER = "monai_tslint.effects.analysis.effects_of"
CLASS = """

class Keep{number}(Scale):
    def __call__(self, data):
        self.kept{number} = data
        return super().__call__(self.kept{number})
"""
MANY = "from lib.scale import Scale\n" + "".join(CLASS.format(number=number) for number in range(100))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory, with more classes than one process is worth."""
    for path, text in {**PROJECT, "lib/many.py": MANY, "pyproject.toml": "[tool.monai-tslint]\n"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)


def _check(jobs: int) -> Report:
    return engine.check([Path()], config.override(config.load(Path()), jobs=jobs), fixes=True)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("jobs", [2, 3, 50])
def test_they_find_the_same(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = _check(1)
    assert len(alone.findings) > 100
    analysed: list[str] = []

    def noted(*arguments: object) -> object:
        analysed.append(str(arguments[1]))
        return effects_of(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(SOLVER, noted)
    assert _check(jobs) == alone
    assert 0 < len(analysed) <= 103 // min(jobs, 3) + 2


@pytest.mark.usefixtures("project")
def test_an_error_of_ours_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(engine_: object, shared: object) -> object:
        if "Keep99" in str(shared) or "Keep0'" in str(shared):
            raise RuntimeError("broken")
        return effects_of(engine_, shared)  # type: ignore[arg-type]

    monkeypatch.setattr(SOLVER, broken)
    alone = _check(1)
    assert [problem.internal for problem in alone.problems] == [True, True]
    assert _check(3) == alone


@pytest.mark.usefixtures("project")
def test_a_process_that_dies_leaves_its_work_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = _check(1)
    monkeypatch.setattr(parallel, "_analyse", lambda *_: sys.exit(1))
    assert _check(3) == alone
