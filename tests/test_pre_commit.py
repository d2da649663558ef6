"""The hook for pre-commit, run by pre-commit itself in a repository, from a copy of this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from lesions import BASE, CHILD
from repositories import Repository

ROOT = Path(__file__).parents[1]
PARTS = ("monai_tslint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
SCRIPTS = Path(sys.executable).parent


class Project(Repository):
    """A repository that uses the hook: `lesions/base.py` is old, `lesions/child.py` is new."""

    def __init__(self, folder: Path, hooks: Repository, environment: Mapping[str, str]) -> None:
        super().__init__(folder)
        self.environment = environment
        self._hooks = hooks
        self.use("monai-tslint")
        self.write("lesions/__init__.py", "")
        self.write("lesions/base.py", BASE)
        self.commit()

    def use(self, hook: str) -> None:
        """Configure this hook, and no other."""
        revision = self._hooks.git("rev-parse", "HEAD").strip()
        text = f"repos: [{{repo: {self._hooks.folder}, rev: {revision}, hooks: [{{id: {hook}}}]}}]\n"
        self.write(".pre-commit-config.yaml", text)

    def write(self, name: str, text: str) -> None:
        """Write a file and stage it."""
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)
        self.git("add", name)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository."""
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=600, check=False
        )

    def pre_commit(self, *arguments: str) -> tuple[int, list[str]]:
        """The exit code of a run of pre-commit, and the findings that it shows."""
        done = self.run(str(SCRIPTS / "pre-commit"), "run", "--color=never", *arguments)
        assert done.stderr == "", done.stderr
        return done.returncode, findings(done.stdout)


def findings(text: str) -> list[str]:
    """Place and rule of each finding in a text."""
    words = (line.split() for line in text.splitlines() if "MTS" in line and line.startswith("lesions/"))
    return [f"{place}{rule}" for place, _, rule, *_ in words]


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with the parts of this checkout that the hook is installed from."""
    repository = Repository(tmp_path_factory.mktemp("hooks"))
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, repository.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, repository.folder / part)
    repository.commit()
    return repository


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of pre-commit, with a cache of its own for all tests of this file."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "VIRTUAL_ENV"))}
    home = str(tmp_path_factory.mktemp("pre-commit"))
    return {**own, "PRE_COMMIT_HOME": home, "PATH": f"{SCRIPTS}{os.pathsep}{own['PATH']}", "PRE_COMMIT_COLOR": "never"}


@pytest.fixture
def project(tmp_path: Path, hooks: Repository, environment: dict[str, str]) -> Project:
    return Project(tmp_path / "project", hooks, environment)


def test_the_manifest_is_valid() -> None:
    command = [str(SCRIPTS / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_only_changed_files_are_reported_and_the_rest_is_known(project: Project) -> None:
    project.write("lesions/child.py", CHILD)
    assert project.pre_commit() == (1, ["lesions/child.py:4:7:MTS301", "lesions/child.py:6:9:MTS101"])


def test_all_files_give_what_check_gives(project: Project) -> None:
    project.write("lesions/child.py", CHILD)
    done = project.run(sys.executable, "-m", "monai_tslint", "check")
    code, found = project.pre_commit("--all-files")
    assert (code, found) == (done.returncode, findings(done.stdout))
    assert len(found) == 4


def test_a_commit_with_a_finding_is_refused_and_one_without_is_made(project: Project) -> None:
    assert project.run(str(SCRIPTS / "pre-commit"), "install").returncode == 0
    project.write("lesions/child.py", CHILD)
    refused = project.run("git", "commit", "--message", "with a finding")
    assert refused.returncode == 1
    assert "MTS101" in refused.stdout + refused.stderr
    project.write("lesions/child.py", CHILD.replace("self.low", "low"))
    made = project.run("git", "commit", "--message", "mended")
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_configuration_of_the_project_counts(project: Project) -> None:
    text = """\
    [tool.monai-tslint]
    extend-exclude = ["child.py"]
    ignore = ["MTS301"]
    """
    project.write("pyproject.toml", dedent(text))
    project.write("lesions/child.py", CHILD)
    project.write("lesions/other.py", CHILD.replace("Smooth", "Other"))
    assert project.pre_commit() == (1, ["lesions/other.py:6:9:MTS101"])


def test_the_hook_that_fixes_changes_the_files_of_the_commit_and_fails(project: Project) -> None:
    project.use("monai-tslint-fix")
    project.write("lesions/child.py", "x = 1  # noqa: MTS101\n")
    assert project.pre_commit() == (1, [])
    assert (project.folder / "lesions/child.py").read_text() == "x = 1\n"
    assert (project.folder / "lesions/base.py").read_text() == BASE
    project.git("add", "lesions/child.py")
    assert project.pre_commit() == (0, [])
