"""The plugin, run by flake8 itself in a project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from command_line import shell
from lesions import BASE, CHILD

CONFIG = "[tool.monai-tslint]\n"
IN_CHILD = ["lesions/child.py:4:7:MTS301", "lesions/child.py:6:9:MTS101"]
EVERYWHERE = ["lesions/base.py:4:7:MTS301", "lesions/base.py:6:9:MTS101", *IN_CHILD]
DRAWING = """\
from monai.transforms import Transform
import numpy as np

class Drawing(Transform):
    def __init__(self):
        self.rng = np.random.default_rng(1)

    def __call__(self, img):
        return img + self.rng.normal()
"""
INVERTIBLE = """\
from monai.transforms import InvertibleTransform


class Window(InvertibleTransform):
    def __call__(self, data):
        return data

    def inverse(self, data):
        with self.trace_transform(False):
            return self(data)
"""
MARKED = """\
from monai.transforms import Randomizable, Transform


class Drawn(Randomizable, Transform):
    def __call__(self, img):
        self.low = img.min()
        return img - self.low
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in the working directory."""
    files = {"__init__": "", "base": BASE, "child": CHILD, "plain": "x = 1\n"}
    (tmp_path / "lesions").mkdir()
    for name, text in files.items():
        (tmp_path / f"lesions/{name}.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def flake8(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run flake8 in the project; without parallel processes, unless the arguments say otherwise."""
    command = [sys.executable, "-m", "flake8", "--jobs=1", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=300, check=False)


def found(*arguments: str, stdin: str | None = None) -> list[str]:
    """Place and code of each of our findings."""
    done = flake8(*arguments, stdin=stdin)
    assert done.stderr == "", done.stderr
    words = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == (1 if words else 0), done.stdout
    return [f"{place}{code}" for place, code, *_ in words if code.startswith("MTS")]


def patched(project: Path, body: str, jobs: str = "--jobs=1") -> subprocess.CompletedProcess[str]:
    """Run flake8 with another body for the engine's `analysed`, whose own is `original`."""
    (project / "patched.py").write_text(
        "import runpy, sys\n"
        "from monai_tslint import analysing\n"
        "original = analysing.analysed\n"
        f"def analysed(*arguments, **others):\n{body}"
        "analysing.analysed = analysed\n"
        f"sys.argv = ['flake8', {jobs!r}, 'lesions']\n"
        "runpy.run_module('flake8', run_name='__main__')\n"
    )
    command = [sys.executable, "patched.py"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def checked(*arguments: str) -> list[str]:
    """The lines of `check`."""
    return shell("check", "--output-format", "concise", *arguments).stdout.splitlines()


@pytest.mark.parametrize("jobs", ["--jobs=1", "--jobs=2"])
def test_it_says_what_check_says(jobs: str) -> None:
    said = [line for line in flake8(jobs, "lesions").stdout.splitlines() if " MTS" in line]
    assert sorted(said) == sorted(checked("lesions"))
    assert len(said) == len(EVERYWHERE)


def test_the_project_around_a_file_is_known() -> None:
    assert found("lesions/child.py") == IN_CHILD
    assert found("./lesions/child.py", "lesions/plain.py") == [f"./{line}" for line in IN_CHILD]


@pytest.mark.parametrize("jobs", ["--jobs=1", "--jobs=2"])
def test_the_project_is_analysed_once_for_all_files(project: Path, jobs: str) -> None:
    body = "    print('analysed', file=sys.stderr)\n    return original(*arguments, **others)\n"
    done = patched(project, body, jobs)
    assert done.stderr == "analysed\n"
    assert "lesions/child.py:6:9: MTS101" in done.stdout


def test_an_error_of_ours_is_no_clean_file(project: Path) -> None:
    broken = (
        "    from msgspec.structs import replace\n"
        "    from monai_tslint.findings import Problem\n"
        "    run = original(*arguments, **others)\n"
        "    return replace(run, problems=(Problem('lesions/plain.py', 1, 'a bug', internal=True),))\n"
    )
    done = patched(project, broken)
    assert "lesions/plain.py:1:1: MTS900 internal error: a bug" in done.stdout
    assert "lesions/child.py:6:9: MTS101" in done.stdout


def test_a_text_on_stdin_is_one_of_its_project() -> None:
    text = CHILD.replace("import Windowed\n", "import Windowed\n\n")
    assert found("--stdin-display-name", "lesions/child.py", "-", stdin=text) == [
        "lesions/child.py:5:7:MTS301", "lesions/child.py:7:9:MTS101",
    ]  # fmt: skip


def test_comments_suppress_and_flake8_can_disable_them(project: Path) -> None:
    text = CHILD.replace("img.min()", "img.min()  # noqa: MTS101")
    (project / "lesions/child.py").write_text(
        text.replace("(Windowed):", "(Windowed):  # monai-tslint: ignore[MTS301]")
    )
    assert found("lesions/child.py") == []
    assert found("lesions/child.py", "--disable-noqa") == IN_CHILD


def test_an_unused_suppression_is_reported(project: Path) -> None:
    (project / "lesions/plain.py").write_text("x = 1  # noqa: MTS101\n")
    assert found("lesions/plain.py") == ["lesions/plain.py:1:16:MTS901"]


def test_flake8_selects() -> None:
    assert found("lesions", "--select=MTS1") == [line for line in EVERYWHERE if "MTS1" in line]
    assert found("lesions", "--extend-ignore=MTS301") == [line for line in EVERYWHERE if "MTS1" in line]
    assert found("lesions", "--select=E,F,W") == []
    assert found("lesions", "--per-file-ignores=lesions/child.py:MTS") == EVERYWHERE[:2]


@pytest.mark.parametrize("option", ["--select", "--extend-select"])
def test_a_rule_that_is_off_is_on_where_flake8_selects_its_code(option: str, project: Path) -> None:
    (project / "lesions/drawn.py").write_text(DRAWING)
    assert found("lesions/drawn.py", f"{option}=MTS1") == []
    assert found("lesions/drawn.py", f"{option}=MTS110") == ["lesions/drawn.py:9:22:MTS110"]


def test_the_configuration_of_the_project_counts(project: Path) -> None:
    (project / "pyproject.toml").write_text(f'{CONFIG}ignore = ["MTS301"]\nextend-exclude = ["child.py"]\n')
    assert found("lesions") == ["lesions/base.py:6:9:MTS101"]


def test_options(project: Path) -> None:
    (project / "lesions/drawn.py").write_text(MARKED)
    assert found("lesions/drawn.py") == []
    assert found("lesions/drawn.py", "--mts-strict") == ["lesions/drawn.py:6:9:MTS101"]
    (project / "other.toml").write_text("strict = true\n")
    assert found("lesions/drawn.py", "--mts-config", "other.toml") == ["lesions/drawn.py:6:9:MTS101"]
    (project / "lesions/window.py").write_text(INVERTIBLE)
    assert found("lesions/window.py", "--mts-monai=1.5") == []
    assert found("lesions/window.py", "--mts-monai=1.4") == ["lesions/window.py:9:14:MTS201"]


def test_options_in_the_configuration_of_flake8(project: Path) -> None:
    (project / "lesions/window.py").write_text(INVERTIBLE)
    (project / "lesions/drawn.py").write_text(MARKED)
    (project / ".flake8").write_text("[flake8]\nmts-monai = 1.4\nmts-config = ./lint/own.toml\n")
    (project / "lint").mkdir()
    (project / "lint/own.toml").write_text("strict = true\n")
    paths = ("lesions/drawn.py", "lesions/window.py")
    assert found(*paths) == ["lesions/drawn.py:6:9:MTS101", "lesions/window.py:9:14:MTS201"]
    (project / ".flake8").write_text("[flake8]\nmts-monai = 1.5\nmts-strict = true\n")
    assert found(*paths) == ["lesions/drawn.py:6:9:MTS101"]


def test_a_mistake_in_the_configuration_is_told(project: Path) -> None:
    (project / "pyproject.toml").write_text(f'{CONFIG}ignore = ["MTS999"]\nstrict = 1\n')
    for jobs in ("--jobs=1", "--jobs=2"):
        done = flake8("lesions", jobs)
        assert done.returncode == 1
        assert "monai-tslint: pyproject.toml: `tool.monai-tslint.ignore`" in done.stdout
        assert "monai-tslint: pyproject.toml: `tool.monai-tslint.strict`" in done.stdout
        assert "Traceback" not in done.stdout + done.stderr


def test_a_file_that_python_cannot_parse_is_one_finding_of_flake8(project: Path) -> None:
    (project / "lesions/child.py").write_text("x = (\n")
    done = flake8("lesions")
    assert "E999" in done.stdout
    assert "MTS900" not in done.stdout
    assert "lesions/base.py:6:9: MTS101" in done.stdout
