"""How commands end when they are interrupted, or what they write to is full, gone or not theirs."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import InProject, Run
from terminal import environment, running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and devices")

COMMANDS = (["check", "src"], ["inventory", "src"], ["rules"], ["explain", "MTS101"], ["check", "--show-settings"])
LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
from monai_tslint.cli import main
main()
"""


class TestInterrupts(InProject):
    @pytest.mark.wheels
    @pytest.mark.parametrize("options", [[], ["--fix", "--unsafe-fixes"], ["--output-file", "report.txt"]])
    @pytest.mark.usefixtures("run")
    def test_a_long_check(self, options: list[str], tmp_path: Path, monai_release: Callable[[str], Path]) -> None:
        shutil.copytree(monai_release("1.5.0") / "monai", tmp_path / "src/monai")
        before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
        with running("check", "src", "--verbose", *options, terminal=False) as watched:
            watched.until("settings: ")
            watched.until("\n")
            watched.process.send_signal(signal.SIGINT)
            assert (watched.rest(), watched.process.returncode) == ("\n", 130)
        assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


@pytest.mark.usefixtures("run")
class TestStdout(InProject):
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    @pytest.mark.parametrize("arguments", COMMANDS)
    def test_that_is_full(self, arguments: list[str]) -> None:
        command = [sys.executable, "-m", "monai_tslint", *arguments]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
        assert done.returncode == 2
        assert done.stderr == ("monai-tslint: error: the report cannot be written to stdout: No space left on device\n")

    @pytest.mark.parametrize("arguments", COMMANDS)
    def test_that_nobody_reads(self, arguments: list[str]) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        command = [sys.executable, "-m", "monai_tslint", *arguments]
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
        os.close(writer)
        assert (done.returncode, done.stderr) == (2, "")


class TestFiles(InProject):
    @pytest.mark.parametrize("option", ["--output-file", "--write-baseline"])
    def test_that_does_not_get_room_is_as_it_was(self, option: str, run: Run, tmp_path: Path) -> None:
        assert run("check", "src", option, "report").exit_code in (0, 1)
        Path("report").chmod(0o640)
        before = Path("report").read_bytes()
        assert len(before) > 200
        (tmp_path / "src/more.py").write_text((tmp_path / "src/racing.py").read_text())
        command = [sys.executable, "-c", LIMITED, "check", "src", option, "report"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"monai-tslint: error: {option}: report: File too large\n"
        assert Path("report").read_bytes() == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["pyproject.toml", "report", "src"]

    def test_keeps_its_mode_and_the_link_to_it(self, run: Run) -> None:
        Path("real").write_text("old")
        Path("real").chmod(0o640)
        Path("link").symlink_to("real")
        run("check", "src", "--output-file", "link")
        assert Path("link").is_symlink()
        assert Path("real").read_text("utf-8") == run("check", "src").stdout
        assert stat.S_IMODE(Path("real").stat().st_mode) == 0o640

    def test_that_is_a_device(self, run: Run) -> None:
        assert run("check", "src", "--output-file", os.devnull).exit_code == 1
        assert not Path(os.devnull).is_file()

    @pytest.mark.parametrize("command", ["check", "inventory"])
    @pytest.mark.parametrize(("file", "why"), [("no/a.txt", "No such file"), ("src", "is a directory")])
    def test_that_cannot_be(self, command: str, file: str, why: str, run: Run) -> None:
        done = run(command, "src", "--output-file", file)
        assert (done.exit_code, done.stdout) == (2, "")
        assert why in done.stderr
        assert file in done.stderr


@pytest.mark.usefixtures("run")
class TestColors(InProject):
    @pytest.mark.parametrize("arguments", COMMANDS)
    def test_no_command_colours_what_shall_not_be(self, arguments: list[str]) -> None:
        command = [sys.executable, "-m", "monai_tslint", *arguments]
        for changes in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}):
            done = subprocess.run(command, capture_output=True, env=environment(changes), timeout=120, check=False)
            assert b"\x1b" not in done.stdout + done.stderr
