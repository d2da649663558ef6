"""MONAI #8056 happens in 1.4.0, no longer in 1.5.0, and no longer in 1.4.0 when it is fixed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from proof.fixed_trees import UNSAFE, check, copy_of

pytestmark = [pytest.mark.torch, pytest.mark.wheels]

Release = Callable[[str], Path]
ALL = ("held", "overlap", "tries", "steps")
WITHOUT_STEPS = ALL[:-1]
UNDISTURBED = "no thread disturbed another"


def reproduce(folder: Path, *schedules: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(Path(__file__).with_name("issue_8056.py")), str(folder), *schedules]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def lines(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """What was printed, by schedule."""
    return dict(line.split(": ", 1) for line in done.stdout.splitlines())


def test_in_1_4_0_every_schedule_reproduces_it(monai_release: Release) -> None:
    done = reproduce(monai_release("1.4.0"), *ALL)
    assert done.returncode == 1, done.stderr
    assert [*lines(done)] == [*ALL]
    assert all(line.startswith("reproduced, ") for line in lines(done).values())
    assert "Error SpatialResample getting the most recently applied invertible transform Flip" in lines(done)["held"]


def test_in_1_5_0_it_is_gone(monai_release: Release) -> None:
    done = reproduce(monai_release("1.5.0"), *WITHOUT_STEPS)
    assert lines(done) == dict.fromkeys(WITHOUT_STEPS, UNDISTURBED)
    assert done.returncode == 0, done.stderr


def test_pausing_at_every_line_finds_how_1_5_0_creates_its_thread_local(monai_release: Release) -> None:
    done = reproduce(monai_release("1.5.0"), "steps")
    assert done.returncode == 1, done.stderr
    assert lines(done)["steps"] == "reproduced, `trace_transform(False)` lost: inverse.py:78"


def test_fixed_1_4_0_stands_every_schedule(monai_release: Release, tmp_path: Path) -> None:
    tree = copy_of(monai_release("1.4.0"), tmp_path / "fixed")
    check(tree, *UNSAFE)
    done = reproduce(tree, *ALL)
    assert lines(done) == dict.fromkeys(ALL, UNDISTURBED)
    assert done.returncode == 0, done.stderr


def test_a_toggle_that_does_nothing_is_no_fix(monai_release: Release, tmp_path: Path) -> None:
    tree = copy_of(monai_release("1.4.0"), tmp_path / "broken")
    file = tree / "monai/transforms/inverse.py"
    text = file.read_text(encoding="utf-8")
    assert text.count("self.tracing = to_trace") == 1
    file.write_text(text.replace("self.tracing = to_trace", "pass"), encoding="utf-8")
    done = reproduce(tree)
    assert done.returncode == 2
    assert "`trace_transform(False)` has no effect" in done.stderr


def test_a_folder_without_monai_is_refused(tmp_path: Path) -> None:
    done = reproduce(tmp_path)
    assert done.returncode == 2
    assert f"{tmp_path}: no MONAI that works in one thread" in done.stderr
