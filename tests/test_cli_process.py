"""The command line as a process: what it imports, how it fails, how it shows progress."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from command_line import InProject, Run
from monai_tslint import engine
from monai_tslint.cli import main
from monai_tslint.cli.progress import Progress
from monai_tslint.findings import Problem, Report

PROBE = """
import sys
from monai_tslint.cli import main
heavy = {"rich", "libcst", "astroid", "asyncio", "multiprocessing"}
sys.argv = ["monai-tslint", *sys.argv[1:]]
try:
    main()
finally:
    print("loaded:", *sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> list[str]:
    """The heavy packages that a command imports."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stderr.splitlines()[-1].split()[1:]


class TestImports(InProject):
    @pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rules"], ["check", "--help"]])
    def test_small_commands_load_nothing_heavy(self, arguments: list[str]) -> None:
        assert loaded_by(*arguments) == []

    @pytest.mark.usefixtures("run")
    def test_a_report_without_color_needs_no_rich(self) -> None:
        assert "rich" not in loaded_by("check", "src")

    def test_version(self, run: Run) -> None:
        assert run("--version").stdout.startswith("monai-tslint ")


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """The exit code of the command line, run in this process."""
    monkeypatch.setattr(sys, "argv", ["monai-tslint", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code


class TestFailures(InProject):
    @pytest.mark.usefixtures("run")
    def test_an_exception_is_shown_and_is_not_taken_for_findings(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def broken(*_: object, **__: object) -> Report:
            raise ZeroDivisionError("our mistake")

        monkeypatch.setattr(engine, "check", broken)
        assert run_main(monkeypatch, "check", "src") == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "ZeroDivisionError: our mistake" in captured.err
        assert "internal error: please report it" in captured.err

    @pytest.mark.parametrize("arguments", [[], ["--exit-zero"]])
    def test_a_failure_in_one_file_leaves_the_other_findings(
        self, arguments: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        good = run("check", "src").stdout
        real = engine.check

        def failing(*args: object, **kwargs: object) -> Report:
            report = real(*args, **kwargs)  # type: ignore[arg-type]
            problem = Problem("src/odd.py", 1, "ZeroDivisionError: our mistake", internal=True)
            return replace(report, problems=(*report.problems, problem))

        monkeypatch.setattr(engine, "check", failing)
        done = run("check", "src", *arguments)
        assert (done.exit_code, done.stdout) == (2, good)
        assert done.stderr == "monai-tslint: error: src/odd.py: internal error: ZeroDivisionError: our mistake\n"

    @pytest.mark.usefixtures("run")
    def test_an_interruption_is_not_taken_for_findings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object, **__: object) -> Report:
            raise KeyboardInterrupt

        monkeypatch.setattr(engine, "check", interrupted)
        assert run_main(monkeypatch, "check", "src") == 130

    @pytest.mark.usefixtures("run")
    def test_usage_errors_go_to_stderr(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_main(monkeypatch, "check", "--colour") == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "No such option" in captured.err

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
    @pytest.mark.usefixtures("run")
    def test_a_reader_that_leaves_gets_no_complaint(self, tmp_path: Path) -> None:
        method = "    def m{0}(self):\n        self.a{0} = 1\n        return self.a{0}\n"
        calls = "".join(f"        self.m{n}()\n" for n in range(400))
        text = "from acme import Transform\nclass A(Transform):\n    def __call__(self):\n" + calls
        (tmp_path / "src/many.py").write_text(text + "".join(method.format(n) for n in range(400)))
        command = f"{sys.executable} -m monai_tslint check src | head -n 1"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=300, check=False)
        assert done.stdout.count("\n") == 1
        assert done.stderr == ""


class TestProgress:
    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        now = [0.0]
        monkeypatch.setattr("monai_tslint.cli.progress.monotonic", lambda: now[0])
        return now

    def shown(self, capsys: pytest.CaptureFixture[str]) -> list[str]:
        captured = capsys.readouterr()
        assert captured.out == ""
        return [part for part in captured.err.split("\r\x1b[2K") if part]

    def test_on_a_terminal_after_a_while(
        self, clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        with Progress(wanted=True) as progress:
            for done, moment in enumerate((0.5, 1.1, 1.15, 1.3)):
                clock[0] = moment
                progress(done, 4)
        assert self.shown(capsys) == ["checking 1/4 files", "checking 3/4 files"]

    @pytest.mark.parametrize(("wanted", "terminal"), [(False, True), (True, False)])
    def test_not_otherwise(
        self,
        wanted: bool,
        terminal: bool,
        clock: list[float],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
        with Progress(wanted=wanted) as progress:
            clock[0] = 5.0
            progress(1, 2)
        assert self.shown(capsys) == []
