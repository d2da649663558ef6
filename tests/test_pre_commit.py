"""The hook for pre-commit, run by pre-commit itself in a repository, from a copy of this checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from hooked import ROOT, SCRIPTS, Hooked, findings
from lesions import BASE, CHILD
from repositories import Repository


@pytest.fixture
def project(tmp_path: Path, hooks: Repository, hook_environment: dict[str, str]) -> Hooked:
    """`lesions/base.py` is old, `lesions/child.py` is new."""
    made = Hooked(tmp_path / "project", hooks, hook_environment)
    made.write("lesions/__init__.py", "")
    made.write("lesions/base.py", BASE)
    made.commit()
    return made


def test_the_manifest_is_valid() -> None:
    command = [str(SCRIPTS / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_only_changed_files_are_reported_and_the_rest_is_known(project: Hooked) -> None:
    project.write("lesions/child.py", CHILD)
    assert project.pre_commit() == (1, ["lesions/child.py:4:7:MTS301", "lesions/child.py:6:9:MTS101"])


def test_all_files_give_what_check_gives(project: Hooked) -> None:
    project.write("lesions/child.py", CHILD)
    done = project.run(sys.executable, "-m", "monai_tslint", "check")
    code, found = project.pre_commit("--all-files")
    assert (code, found) == (done.returncode, findings(done.stdout))
    assert len(found) == 4


def test_a_commit_with_a_finding_is_refused_and_one_without_is_made(project: Hooked) -> None:
    assert project.run(str(SCRIPTS / "pre-commit"), "install").returncode == 0
    project.write("lesions/child.py", CHILD)
    refused = project.run("git", "commit", "--message", "with a finding")
    assert refused.returncode == 1
    assert "MTS101" in refused.stdout + refused.stderr
    project.write("lesions/child.py", CHILD.replace("self.low", "low"))
    made = project.run("git", "commit", "--message", "mended")
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_configuration_of_the_project_counts(project: Hooked) -> None:
    text = """\
    [tool.monai-tslint]
    extend-exclude = ["child.py"]
    ignore = ["MTS301"]
    """
    project.write("pyproject.toml", dedent(text))
    project.write("lesions/child.py", CHILD)
    project.write("lesions/other.py", CHILD.replace("Smooth", "Other"))
    assert project.pre_commit() == (1, ["lesions/other.py:6:9:MTS101"])


def test_the_hook_that_fixes_changes_the_files_of_the_commit_and_fails(project: Hooked) -> None:
    project.use("monai-tslint-fix")
    project.write("lesions/child.py", "x = 1  # noqa: MTS101\n")
    assert project.pre_commit() == (1, [])
    assert (project.folder / "lesions/child.py").read_text() == "x = 1\n"
    assert (project.folder / "lesions/base.py").read_text() == BASE
    project.git("add", "lesions/child.py")
    assert project.pre_commit() == (0, [])
