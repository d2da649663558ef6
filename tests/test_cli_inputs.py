"""What the command line works on: the settings and stdin."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import CONFIG, HEADLINE, MENDED, RACING, InProject, Run


class TestSettings(InProject):
    def test_all_mistakes_are_shown(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nstrict = 1\nignroe = []\n")
        done = run("check", "src")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.splitlines() == [
            "monai-tslint: error: pyproject.toml: `tool.monai-tslint.strict` must be true or false",
            "monai-tslint: error: pyproject.toml: `tool.monai-tslint.ignroe` is unknown; did you mean `ignore`?",
        ]

    def test_mistakes_in_a_private_pack_are_shown(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nframeworks = ['acme.toml']\n")
        (tmp_path / "acme.toml").write_text("nmae = 'acme'\n")
        done = run("check", "src")
        assert done.exit_code == 2
        assert "acme.toml: `nmae` is unknown" in done.stderr

    def test_the_file_nearest_to_the_checked_paths_counts(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/pyproject.toml").write_text(CONFIG + 'ignore = ["MTS"]\n')
        assert run("check", "src").exit_code == run("check", "src/racing.py", "src/mended.py").exit_code == 0
        assert run("check").exit_code == run("check", "src", ".").exit_code == 1

    def test_show_settings(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "src", "--show-settings", "--select", "MTS1", "--strict", "--monai", "1.4")
        assert done.exit_code == 0
        lines = done.stdout.splitlines()
        assert lines[0] == f"# {tmp_path}/pyproject.toml"
        assert {'select = ["MTS1"]', "strict = true", 'monai = "1.4"', 'shared-bases = ["acme.Transform"]'} <= set(
            lines
        )

    def test_show_files(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / ".venv").mkdir()
        (tmp_path / ".venv/a.py").touch()
        assert run("check", "--show-files").stdout == "src/mended.py\nsrc/racing.py\n"
        assert run("check", "--show-files", "nowhere", "src").exit_code == 2


class TestStdin(InProject):
    def test_a_text_with_a_name(self, run: Run) -> None:
        done = run("check", "-", "--stdin-filename", "src/racing.py", stdin=RACING)
        assert done.exit_code == 1
        assert HEADLINE in done.stdout
        assert "6 |         self.img_t = img\n" in done.stdout

    def test_it_takes_the_place_of_the_file(self, run: Run) -> None:
        done = run("check", "-", "src", "--stdin-filename", "src/racing.py", stdin=MENDED)
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "No findings in 2 files (2 shared classes).")

    def test_a_text_without_a_name(self, run: Run) -> None:
        assert "\n<stdin>:6:9: error MTS101" in f"\n{run('check', '-', stdin=RACING).stdout}"

    def test_what_is_no_text_is_a_finding(self, run: Run) -> None:
        done = run("check", "-", "--output-format", "concise", stdin=b"a\n\xff\n")
        assert (done.exit_code, done.stdout) == (
            1,
            "<stdin>:2:1: MTS900 is not encoded in utf-8: unexpected byte 0xff\n",
        )

    def test_inventory(self, run: Run) -> None:
        done = run("inventory", "-", "--stdin-filename", "src/new.py", "--output-format", "json", stdin=RACING)
        assert [row["class"] for row in json.loads(done.stdout)["classes"]] == ["new.Smooth"]
