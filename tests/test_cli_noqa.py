"""`check --add-noqa`: files are written, and nothing but their comments changes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from command_line import RACING, InProject, Run
from repositories import Repository

NOQA = "        self.img_t = img  # noqa: MTS101\n"


class TestAddNoqa(InProject):
    def test_what_is_found_is_suppressed(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "--add-noqa")
        assert done.exit_code == 0
        assert done.stderr == "monai-tslint: suppressed 1 finding by comments in 1 file\n"
        assert done.stdout == "No findings in 2 files (2 shared classes); 1 suppressed.\n"
        assert (tmp_path / "src/racing.py").read_text() == RACING.replace("        self.img_t = img\n", NOQA)
        assert run("check").stdout == done.stdout
        again = run("check", "--add-noqa", "--quiet")
        assert (again.exit_code, again.output) == (0, "")

    def test_with_a_reason(self, run: Run, tmp_path: Path) -> None:
        run("check", "--add-noqa", "--reason", "one object for each thread")
        text = (tmp_path / "src/racing.py").read_text()
        assert "= img  # monai-tslint: ignore[MTS101] one object for each thread\n" in text
        assert run("check").exit_code == 0

    @pytest.mark.parametrize(
        ("start", "encoding", "ending"),
        [
            (b"", "utf-8", "\r"),
            (b"\xef\xbb\xbf", "utf-8", "\n"),
            (b"# coding: latin-1\r\n", "latin-1", "\r\n"),
        ],
    )
    def test_bytes_and_mode_are_kept(self, start: bytes, encoding: str, ending: str, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "src/racing.py"
        text = f"name = 'ä'\n{RACING}last = 1"
        file.write_bytes(start + text.replace("\n", ending).encode(encoding))
        file.chmod(0o755)
        assert run("check", "--add-noqa").exit_code == 0
        expected = text.replace("        self.img_t = img\n", NOQA)
        assert file.read_bytes() == start + expected.replace("\n", ending).encode(encoding)
        assert stat.S_IMODE(file.stat().st_mode) == 0o755

    def test_only_given_files_are_written(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/other.py").write_text(RACING.replace("Smooth", "Other"))
        run("check", "src/other.py", "--add-noqa")
        assert (tmp_path / "src/racing.py").read_text() == RACING
        assert NOQA in (tmp_path / "src/other.py").read_text()

    def test_only_what_would_be_reported_is_suppressed(self, run: Run, tmp_path: Path) -> None:
        run("check", "--write-baseline", "accepted.toml")
        assert "suppressed 0 findings" in run("check", "--baseline", "accepted.toml", "--add-noqa").stderr
        Repository(tmp_path).commit()
        assert "suppressed 0 findings" in run("check", "--diff-base", "HEAD", "--add-noqa").stderr
        assert "suppressed 0 findings" in run("check", "--ignore", "MTS1", "--add-noqa").stderr
        assert (tmp_path / "src/racing.py").read_text() == RACING

    def test_what_comments_cannot_suppress_is_reported(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/broken.py").write_text("x = (\n")
        done = run("check", "--add-noqa", "--output-format", "concise")
        assert done.exit_code == 1
        assert [line.split()[1] for line in done.stdout.splitlines()] == ["MTS900"]

    def test_a_file_that_cannot_hold_the_reason_is_left(self, run: Run, tmp_path: Path) -> None:
        text = f"# coding: ascii\n{RACING}"
        (tmp_path / "src/racing.py").write_text(text)
        done = run("check", "--add-noqa", "--reason", "größer")
        assert done.exit_code == 2
        assert "self.img_t" in done.stdout
        assert done.stderr.startswith("monai-tslint: error: src/racing.py: its encoding, ascii, cannot hold ")
        assert (tmp_path / "src/racing.py").read_text() == text

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--add-noqa", "--fix"], "--add-noqa cannot be used with --fix or --diff"),
            (["--add-noqa", "-"], "--add-noqa cannot be used with the path `-`"),
            (["--add-noqa", "--write-baseline", "a"], "--add-noqa cannot be used with --write-baseline"),
            (["--reason", "so"], "--reason needs --add-noqa"),
            (["--add-noqa", "--reason", "a\nb"], "--reason must be one line"),
            (["--diff-base", "HEAD", "--fix"], "--diff-base cannot be used with --fix or --diff"),
            (["--write-baseline", "a", "--fix"], "--write-baseline cannot be used with --fix or --diff"),
            (["--write-baseline", "a", "--diff-base", "HEAD"], "--write-baseline cannot be used with --diff-base"),
        ],
    )
    def test_mistakes(self, arguments: list[str], message: str, run: Run) -> None:
        done = run("check", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in " ".join(done.stderr.split())
