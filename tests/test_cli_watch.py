"""`check --watch`, as a process, while files really change."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import CONFIG, RACING, InProject, Run
from terminal import Watched, running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

CLEAR = "\x1b[2J"
CONCISE = ("check", "src", "--watch", "--output-format", "concise")
MARK = "watching for changes"


def put(file: Path, text: str) -> None:
    """Replace a file at once, so that nobody sees half of it."""
    new = file.with_suffix(".new")
    new.write_text(text)
    new.replace(file)


def places(watched: Watched) -> list[str]:
    """Place and rule of each finding of the next round."""
    lines = watched.until(f"{MARK}; Ctrl-C ends\n").splitlines()
    return [" ".join(line.split()[:2]) for line in lines if line.startswith("src/")]


@pytest.mark.usefixtures("run")
class TestWatch(InProject):
    def test_changed_new_and_deleted_files(self, tmp_path: Path) -> None:
        racing, more = tmp_path / "src/racing.py", tmp_path / "src/more.py"
        with running(*CONCISE, terminal=False) as watched:
            assert places(watched) == ["src/racing.py:6:9: MTS101"]
            put(racing, "\n" + RACING)
            assert places(watched) == ["src/racing.py:7:9: MTS101"]
            put(more, RACING.replace("acme", "racing").replace("Transform", "Smooth"))
            assert places(watched) == ["src/more.py:6:9: MTS101", "src/racing.py:7:9: MTS101"]
            put(racing, "class Smooth: ...\n")
            assert places(watched) == []
            put(racing, "class (\n")
            assert places(watched) == ["src/racing.py:1:1: MTS900"]
            racing.unlink()
            assert places(watched) == []
            assert "\x1b" not in watched.shown

    def test_folders_that_come_and_go(self, tmp_path: Path) -> None:
        with running(*CONCISE, terminal=False) as watched:
            assert len(places(watched)) == 1
            (tmp_path / "src").rename(tmp_path / "other")
            watched.until(f"{MARK}; Ctrl-C ends\n")
            (tmp_path / "other").rename(tmp_path / "src")
            assert places(watched) == ["src/racing.py:6:9: MTS101"]

    def test_ignored_files_are_none_until_they_are_not_ignored(self, tmp_path: Path) -> None:
        ignores = tmp_path / ".gitignore"
        (tmp_path / ".git").mkdir()
        ignores.write_text("made.py\n")
        with running(*CONCISE, terminal=False) as watched:
            assert places(watched) == ["src/racing.py:6:9: MTS101"]
            put(tmp_path / "src/made.py", RACING)
            put(tmp_path / "src/racing.py", "\n\n" + RACING)
            assert places(watched) == ["src/racing.py:8:9: MTS101"]
            put(ignores, "")
            assert places(watched) == ["src/made.py:6:9: MTS101", "src/racing.py:8:9: MTS101"]

    def test_a_mistake_in_the_configuration_leaves_the_last_good_one(self, tmp_path: Path) -> None:
        config, racing = tmp_path / "pyproject.toml", tmp_path / "src/racing.py"
        with running(*CONCISE, terminal=False) as watched:
            assert len(places(watched)) == 1
            put(config, CONFIG + 'ignroe = ["MTS101"]\n')
            shown = watched.until(f"{MARK} with the settings from before; Ctrl-C ends\n")
            assert "src/racing.py:6:9: MTS101" in shown
            assert "error: pyproject.toml: `tool.monai-tslint.ignroe` is unknown; did you mean `ignore`?" in shown
            put(racing, "\n" + RACING)
            shown = watched.until(f"{MARK} with the settings from before; Ctrl-C ends\n")
            assert "src/racing.py:7:9: MTS101" in shown
            assert "`tool.monai-tslint.ignroe` is unknown" in shown
            put(config, CONFIG + 'ignore = ["MTS101"]\n')
            assert places(watched) == []
            put(config, CONFIG)
            assert places(watched) == ["src/racing.py:7:9: MTS101"]

    def test_a_configuration_elsewhere_that_is_replaced(
        self, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        elsewhere = tmp_path_factory.mktemp("lint")
        config = elsewhere / "lint.toml"
        rest = f"shared-bases = ['acme.Transform']\nsrc = ['{tmp_path}/src']\n"
        config.write_text(rest)
        with running(*CONCISE, "--config", str(config), terminal=False) as watched:
            assert len(places(watched)) == 1
            for ignored in ("'MTS101'", "", "'MTS101'"):
                put(config, f"ignore = [{ignored}]\n{rest}")
                assert len(places(watched)) == (0 if ignored else 1)

    def test_a_mistake_at_the_start_ends_it(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(CONFIG + 'frameworks = ["none.toml"]\n')
        with running(*CONCISE, terminal=False) as watched:
            assert "none.toml" in watched.rest()
            assert watched.process.returncode == 2

    @pytest.mark.parametrize("terminal", [True, False])
    def test_an_interrupt_ends_it_quietly(self, terminal: bool) -> None:
        with running("check", "src", "--watch", terminal=terminal) as watched:
            watched.until("Ctrl-C ends\n")
            watched.process.send_signal(signal.SIGINT)
            assert (watched.rest(), watched.process.returncode) == ("\n", 130)

    def test_a_terminal_is_cleared_for_each_report(self, tmp_path: Path) -> None:
        with running("check", "src", "--watch", terminal=True) as watched:
            for finding in ("Found 1 error", "No findings"):
                shown = watched.until("Ctrl-C ends\n")
                assert shown.count(CLEAR) == 1
                assert finding in shown.partition(CLEAR)[2]
                put(tmp_path / "src/racing.py", "")

    def test_quiet(self, tmp_path: Path) -> None:
        with running(*CONCISE, "--quiet", terminal=False) as watched:
            assert watched.until("\n").startswith("src/racing.py:6:9: MTS101 ")
            put(tmp_path / "src/racing.py", "\n" + RACING)
            assert watched.until("\n").startswith("src/racing.py:7:9: MTS101 ")


class TestUsage(InProject):
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--fix"], "--watch cannot be used with --fix or --diff"),
            (["--diff"], "--watch cannot be used with --fix or --diff"),
            (["--write-baseline", "b.toml"], "--watch cannot be used with --write-baseline"),
            (["--add-noqa"], "--watch cannot be used with --add-noqa"),
            (["--show-files"], "--watch cannot be used with --show-files"),
            (["--show-settings"], "--watch cannot be used with --show-settings"),
            (["-"], "--watch cannot be used with the path `-`"),
            (["--output-format", "json"], "--watch has the formats text and concise, not json"),
            (["--output-format", "sarif:a.sarif"], "--watch shows its report on stdout, and cannot be used with files"),
            (["--output-file", "a.txt"], "--watch shows its report on stdout, and cannot be used with files"),
        ],
    )
    def test_what_does_not_go_together(self, arguments: list[str], message: str, run: Run) -> None:
        done = run("check", "--watch", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
        assert not Path("b.toml").exists()

    def test_a_path_that_is_not_there(self, run: Run) -> None:
        assert run("check", "--watch", "nowhere").exit_code == 2

    @pytest.mark.usefixtures("run")
    def test_without_watchfiles_the_remedy_is_told(self) -> None:
        code = "import sys; sys.modules['watchfiles'] = None; from monai_tslint.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "check", "--watch"], capture_output=True, text=True, timeout=120, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "monai-tslint: error: --watch needs watchfiles: run `pip install 'monai-tslint[watch]'`\n"
        )
