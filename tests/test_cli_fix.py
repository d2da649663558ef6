"""`check --fix`, `--unsafe-fixes` and `--diff` from end to end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import CONFIG, InProject, Run, shell
from monai_tslint.fixes import guard_restore

LEAKING = """\
from contextlib import contextmanager

from acme import Transform


class Quiet(Transform):
    level = 1

    @contextmanager
    def quiet(self):
        level = self.level
        self.level = 0
        yield
        self.level = level

    def __call__(self, img):
        with self.quiet():
            return img * self.level
"""
GUARDED = LEAKING.replace(
    "        yield\n        self.level = level\n",
    "        try:\n            yield\n        finally:\n            self.level = level\n",
)
UNUSED = "x = 1  # noqa: MTS101\n"


class Fixing(InProject):
    @pytest.fixture(autouse=True)
    def _files(self, run: Run, tmp_path: Path) -> None:
        """In the project that `run` has made: a safe fix in `src/leaking.py` and another in `src/unused.py`."""
        assert callable(run)
        (tmp_path / "src/racing.py").unlink()
        (tmp_path / "src/leaking.py").write_text(LEAKING)
        (tmp_path / "src/unused.py").write_text(UNUSED)


class TestFix(Fixing):
    def test_safe_fixes_are_applied_and_the_rest_is_reported(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "src", "--fix", "--output-format", "concise")
        assert (tmp_path / "src/leaking.py").read_text() == GUARDED
        assert (tmp_path / "src/unused.py").read_text() == "x = 1\n"
        assert [line.split()[1] for line in done.stdout.splitlines()] == ["MTS201"]
        assert done.exit_code == 1
        assert done.stderr == "Fixed 2 findings (1 MTS202, 1 MTS901).\n"

    def test_nothing_is_left(self, run: Run) -> None:
        done = run("check", "src", "--fix", "--ignore", "MTS2", "--quiet")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")

    def test_only_the_given_paths_are_changed(self, run: Run, tmp_path: Path) -> None:
        run("check", "src/unused.py", "--fix")
        assert (tmp_path / "src/leaking.py").read_text() == LEAKING

    def test_the_rest_of_the_project_is_read_but_not_changed(self, run: Run, tmp_path: Path) -> None:
        body = "    def __call__(self, img):\n        self._low = img\n        return self._low\n"
        (tmp_path / "src/scratch.py").write_text(f"from acme import Transform\n\n\nclass A(Transform):\n{body}")
        (tmp_path / "src/other.py").write_text("def f(a):\n    return a._low\n")
        assert run("check", "src/scratch.py", "--fix", "--select", "MTS101").stderr == "Fixed 0 findings.\n"
        assert run("check", "src/scratch.py", "--fix", "--unsafe-fixes").stderr == "Fixed 1 finding (1 MTS101).\n"

    def test_suppressed_and_ignored_findings_are_not_fixed(self, run: Run, tmp_path: Path) -> None:
        text = LEAKING.replace("level = level", "level = level  # noqa: MTS202")
        (tmp_path / "src/leaking.py").write_text(text)
        assert "1 MTS901" in run("check", "src", "--fix", "--ignore", "MTS201").stderr
        assert (tmp_path / "src/leaking.py").read_text() == text

    def test_a_file_that_cannot_be_written_is_named_and_the_others_are_done(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/leaking.py").chmod(0o444)
        done = run("check", "src", "--fix", "--exit-zero")
        assert done.exit_code == 2
        assert "error: src/leaking.py: cannot be written: it is read-only\n" in done.stderr
        assert (tmp_path / "src/unused.py").read_text() == "x = 1\n"

    def test_a_fix_that_does_not_hold_is_dropped_with_the_reason(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/leaking.py").write_text(
            LEAKING.replace("        yield\n", "        yield; self.level = level\n", 1)
        )
        assert "no fix: " in run("check", "src", "--fix").stdout

    def test_the_configuration_decides_what_is_safe(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(
            CONFIG + 'extend-unsafe-fixes = ["MTS"]\nextend-safe-fixes = ["MTS901"]\n'
        )
        assert run("check", "src", "--fix").stderr == "Fixed 1 finding (1 MTS901).\n"
        assert run("check", "src", "--fix", "--unsafe-fixes").stderr == "Fixed 2 findings (1 MTS201, 1 MTS202).\n"


class TestDiff(Fixing):
    def test_it_is_shown_and_nothing_is_written(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "src", "--diff")
        assert done.exit_code == 1
        assert done.stdout.startswith("--- src/leaking.py\n+++ src/leaking.py\n@@ -10,8 +10,10 @@\n")
        assert "+        finally:\n" in done.stdout
        assert done.stdout.endswith("-x = 1  # noqa: MTS101\n+x = 1\n")
        assert done.stderr == "Would fix 2 findings (1 MTS202, 1 MTS901).\n"
        assert (tmp_path / "src/leaking.py").read_text() == LEAKING

    def test_git_can_apply_it(self, run: Run, tmp_path: Path) -> None:
        diff = run("check", "src", "--diff").stdout
        subprocess.run(["git", "apply", "-p0"], input=diff, text=True, cwd=tmp_path, check=True)
        assert (tmp_path / "src/leaking.py").read_text() == GUARDED

    def test_nothing_would_change(self, run: Run) -> None:
        done = run("check", "src/mended.py", "--diff")
        assert (done.exit_code, done.stdout) == (0, "")


class TestStdin(Fixing):
    def test_the_mended_text_goes_to_stdout(self, run: Run) -> None:
        done = run("check", "-", "--fix", "--stdin-filename", "src/new.py", stdin=LEAKING)
        assert done.stdout == GUARDED
        assert "MTS201" in done.stderr
        assert done.exit_code == 1

    def test_bytes_that_are_not_touched_stay(self, run: Run) -> None:
        content = "\ufeff# coding: utf-8\r\nx = 'ä'\r\ny = 1  # noqa: MTS101\r\n".encode()
        done = run("check", "-", "--fix", stdin=content)
        assert done.stdout_bytes == content.replace(b"  # noqa: MTS101", b"")

    def test_a_diff(self, run: Run) -> None:
        assert run("check", "-", "--diff", stdin=UNUSED).stdout.endswith("-x = 1  # noqa: MTS101\n+x = 1\n")


class TestReports(Fixing):
    def test_json_has_the_edits(self, run: Run) -> None:
        report = json.loads(run("check", "src", "--output-format", "json").stdout)
        fixes = {finding["rule"]: finding["fix"] for finding in report["findings"]}
        assert fixes["MTS901"] == {
            "applicability": "safe",
            "message": "Remove `MTS101` from the comment.",
            "edits": [
                {
                    "path": "src/unused.py",
                    "start_line": 1,
                    "start_column": 6,
                    "end_line": 1,
                    "end_column": 22,
                    "replacement": "",
                }
            ],
        }

    def test_text_says_who_may_apply_it(self, run: Run) -> None:
        done = run("check", "src")
        assert "  fix (safe): Remove `MTS101` from the comment.\n" in done.stdout
        assert "Fixable: 2 with `--fix`" in done.stdout


STATEFUL = "from acme import Transform\n\n\nclass A(Transform):\n    def __call__(self, img):\n        self.a += img\n"


class TestMarkers(Fixing):
    def test_a_whole_library_is_marked_in_one_go(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(
            CONFIG + 'markers = ["acme.Unsafe"]\nextend-unsafe-fixes = ["MTS301"]\n'
        )
        for name in ("a", "b"):
            (tmp_path / f"src/{name}.py").write_text(STATEFUL)
        done = run("inventory", "--fix-markers", "--output-format", "json")
        assert done.exit_code == 0
        assert done.stderr == "Fixed 2 findings (2 MTS301).\n"
        verdicts = {row["class"]: row["verdict"] for row in json.loads(done.stdout)["classes"]}
        assert (verdicts["a.A"], verdicts["b.A"]) == ("unsafe-marked", "unsafe-marked")
        marked = STATEFUL.replace("Transform\n\n", "Transform, Unsafe\n\n").replace(
            "(Transform)", "(Transform, Unsafe)"
        )
        assert (tmp_path / "src/a.py").read_text() == marked
        assert (tmp_path / "src/unused.py").read_text() == UNUSED

    def test_stdin_cannot_be_marked(self, run: Run) -> None:
        assert run("inventory", "-", "--fix-markers", stdin=STATEFUL).exit_code == 2


class TestInternalErrors(Fixing):
    def test_an_error_in_one_fix_leaves_the_others(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise ZeroDivisionError("oops")

        monkeypatch.setattr(guard_restore, "plan", broken)
        done = run("check", "src", "--fix")
        assert done.exit_code == 2
        assert (
            "src/leaking.py: internal error: while planning the fix of MTS202: ZeroDivisionError: oops" in done.stderr
        )
        assert (tmp_path / "src/unused.py").read_text() == "x = 1\n"
        assert run("check", "src").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
class TestKilled(Fixing):
    def test_a_kill_in_the_middle_loses_nothing(self, tmp_path: Path) -> None:
        """The process kills itself when the first of two files is complete in its temporary file."""
        killing = "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)"
        code = f"{killing}; from monai_tslint.cli import run; run()"
        done = subprocess.run([sys.executable, "-c", code, "check", "src", "--fix"], check=False, timeout=120)
        assert done.returncode == -signal.SIGKILL
        assert (tmp_path / "src/leaking.py").read_text() == LEAKING
        assert (tmp_path / "src/unused.py").read_text() == UNUSED
        assert shell("check", "src", "--fix").returncode == 1
        assert (tmp_path / "src/leaking.py").read_text() == GUARDED
