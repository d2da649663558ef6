"""A project to run the command line in: a finding in `src/racing.py` and none in `src/mended.py`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monai_tslint.cli import cli

CONFIG = '[tool.monai-tslint]\nshared-bases = ["acme.Transform"]\n'
RACING = """\
from acme import Transform


class Smooth(Transform):
    def __call__(self, img):
        self.img_t = img
        return self.apply()

    def apply(self):
        return self.img_t * 2
"""
MENDED = (
    RACING.replace("self.img_t", "img_t")
    .replace("def apply(self)", "def apply(self, img_t)")
    .replace("y()", "y(img_t)")
)
HEADLINE = "src/racing.py:6:9: error MTS101 [per-call-state-on-self] "

Run = Callable[..., Result]


class InProject:
    """Base of test classes: `run` runs the command line in the project."""

    @pytest.fixture
    def run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
        """Give it the arguments, and what comes on stdin."""
        (tmp_path / "src").mkdir()
        (tmp_path / "src/racing.py").write_text(RACING)
        (tmp_path / "src/mended.py").write_text(MENDED)
        (tmp_path / "pyproject.toml").write_text(CONFIG)
        monkeypatch.chdir(tmp_path)
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)

        def ran(*arguments: str, stdin: str | bytes | None = None) -> Result:
            return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)

        return ran


def shell(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own."""
    command = [sys.executable, "-m", "monai_tslint", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, input=stdin)
