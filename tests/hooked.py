"""Repositories that use the hook, which pre-commit installs from a copy of this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from repositories import Repository

ROOT = Path(__file__).parents[1]
PARTS = ("monai_tslint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
SCRIPTS = Path(sys.executable).parent
_FINDING = re.compile(r"^(\S.*): (?:error|warning|info) (MTS\d+) ", re.MULTILINE)


class Hooked(Repository):
    """A repository that uses the hook."""

    def __init__(self, folder: Path, hooks: Repository, environment: Mapping[str, str]) -> None:
        super().__init__(folder)
        self.environment = environment
        self._hooks = hooks
        self.use("monai-tslint")

    def use(self, hook: str) -> None:
        """Configure this hook, and no other."""
        revision = self._hooks.git("rev-parse", "HEAD").strip()
        text = f"repos: [{{repo: {self._hooks.folder}, rev: {revision}, hooks: [{{id: {hook}}}]}}]\n"
        self.write(".pre-commit-config.yaml", text)

    def write(self, name: str, text: str) -> None:
        """Write a file and stage it."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
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
    """Place and rule of each finding in the report for people."""
    return [f"{place}:{rule}" for place, rule in _FINDING.findall(text)]


def hook_repository(folder: Path) -> Repository:
    """A repository with the parts of this checkout that the hook is installed from."""
    repository = Repository(folder)
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, folder / part)
    repository.commit()
    return repository


def environment(home: Path) -> dict[str, str]:
    """The environment of pre-commit, which installs its hooks below `home`."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "VIRTUAL_ENV"))}
    path = f"{SCRIPTS}{os.pathsep}{own['PATH']}"
    return {**own, "PRE_COMMIT_HOME": str(home), "PATH": path, "PRE_COMMIT_COLOR": "never"}
