"""What is known, and what is reported: the project around the given paths counts, and only they are reported about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import CONFIG, InProject, Run
from monai_tslint.config import Settings, load
from monai_tslint.files import discover

BASE = """\
from acme import Transform
class Windowed(Transform):
    def __call__(self, img):
        return self.apply(img)
"""
CHILD = """\
from base import Windowed
class Smooth(Windowed):
    def apply(self, img):
        self.low = img.min()
        return img - self.low
"""


class TestFindings(InProject):
    @pytest.fixture(autouse=True)
    def files(self, request: pytest.FixtureRequest, tmp_path: Path) -> None:
        request.getfixturevalue("run")
        (tmp_path / "src/racing.py").unlink()
        (tmp_path / "src/base.py").write_text(BASE)
        (tmp_path / "src/child.py").write_text(CHILD)

    def lines(self, run: Run, *arguments: str, **given: str) -> list[str]:
        done = run("check", *arguments, "--output-format", "concise", "--select", "MTS1,MTS9", **given)
        return done.stdout.splitlines()

    def test_a_base_in_another_file_is_known(self, run: Run) -> None:
        (line,) = self.lines(run, "src/child.py")
        assert line.startswith("src/child.py:4:9: MTS101 `self.low`")
        assert [line] == self.lines(run)

    def test_other_files_are_not_reported(self, run: Run) -> None:
        assert self.lines(run, "src/base.py", "src/mended.py") == []
        done = run("check", "src/base.py")
        assert done.stdout == "No findings in 1 file (1 shared class).\n"

    def test_on_request_only_the_paths_are_read(self, run: Run) -> None:
        assert self.lines(run, "src/child.py", "--paths-only") == []
        assert len(self.lines(run, "src/child.py", "src/base.py", "--paths-only")) == 1

    def test_the_mistakes_of_other_files_are_theirs(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/broken.py").write_text("x = (\n")
        (tmp_path / "src/binary.py").write_bytes(b"\xff")
        (tmp_path / "src/unused.py").write_text("x = 1  # noqa: MTS101\n")
        done = run("check", "src/base.py", "--output-format", "json")
        report = json.loads(done.stdout)
        assert (done.exit_code, report["findings"], report["errors"]) == (0, [], [])
        assert [line.split()[1] for line in self.lines(run)] == ["MTS900", "MTS900", "MTS101", "MTS901"]

    def test_a_text_on_stdin_is_one_of_its_project(self, run: Run) -> None:
        arguments = ["-", "--stdin-filename", "src/child.py"]
        (line,) = self.lines(run, *arguments, stdin=CHILD.replace("low", "high"))
        assert line.startswith("src/child.py:4:9: MTS101 `self.high`")

    def test_the_inventory_lists_the_classes_of_the_given_files(self, run: Run) -> None:
        rows = json.loads(run("inventory", "src/child.py", "--output-format", "json").stdout)["classes"]
        assert [(row["class"], row["verdict"]) for row in rows] == [("child.Smooth", "unsafe")]
        rows = json.loads(run("inventory", "src/child.py", "--paths-only", "--output-format", "json").stdout)["classes"]
        assert rows == []

    def test_the_configuration_says_what_the_project_is(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        (tmp_path / "pyproject.toml").write_text(f'{CONFIG}src = ["other"]\n')
        assert self.lines(run, "src/child.py") == []
        (tmp_path / "pyproject.toml").write_text(f'{CONFIG}src = ["other", "src"]\n')
        assert len(self.lines(run, "src/child.py")) == 1
        (tmp_path / "pyproject.toml").write_text(f'{CONFIG}src = ["nowhere"]\n')
        done = run("check", "src/child.py")
        assert done.exit_code == 2
        assert "`tool.monai-tslint.src` is wrong: there is no folder `nowhere` in" in done.stderr


class TestProject:
    @pytest.mark.parametrize("mark", ["pyproject.toml", "setup.py", "setup.cfg", ".git/"])
    def test_without_configuration_it_is_the_nearest_folder_that_looks_like_one(
        self, mark: str, tmp_path: Path
    ) -> None:
        inner = tmp_path / "outer/inner"
        (inner / "src").mkdir(parents=True)
        (tmp_path / "outer" / mark).mkdir() if mark.endswith("/") else (tmp_path / "outer" / mark).touch()
        assert load(inner / "src").src == (tmp_path / "outer",)
        (inner / "setup.py").touch()
        assert load(inner / "src/a.py").src == (inner,)

    def test_elsewhere_there_is_none(self, tmp_path: Path) -> None:
        assert load(tmp_path).src == ()

    def asked(self, *paths: str, settings: Settings) -> list[tuple[str, bool]]:
        sources, problems = discover([Path(path) for path in paths], settings)
        assert problems == ()
        return [(source.path, source.asked) for source in sources]

    def test_a_file_is_known_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "z.py").write_text("x = 1\n")
        (tmp_path / "a.py").symlink_to("z.py")
        settings = Settings(src=(tmp_path,))
        assert self.asked("z.py", settings=settings) == [("z.py", True)]
        assert self.asked(".", settings=settings) == [("a.py", True)]
        assert self.asked(settings=settings) == [("a.py", False)]

    def test_excluded_files_are_not_known(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "attic").mkdir()
        for name in ("a.py", "attic/b.py", "c.py"):
            (tmp_path / name).write_text("x = 1\n")
        settings = Settings(src=(tmp_path,), extend_exclude=("attic/",))
        assert self.asked("a.py", settings=settings) == [("a.py", True), ("c.py", False)]


class TestForceExclude(InProject):
    @pytest.mark.parametrize(
        ("pattern", "path", "left_out"),
        [
            ("src/", "src/racing.py", True),
            ("racing.py", "src/racing.py", True),
            ("src", "src", True),
            ("/src/r*.py", "src/racing.py", True),
            ("/racing.py", "src/racing.py", False),
            ("mended.py", "src/racing.py", False),
        ],
    )
    def test_given_files_too(self, pattern: str, path: str, left_out: bool, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(f'{CONFIG}extend-exclude = ["{pattern}"]\n')
        assert "MTS101" in run("check", "src/racing.py").stdout
        assert ("MTS101" in run("check", path, "--force-exclude").stdout) is not left_out
        (tmp_path / "pyproject.toml").write_text(f'{CONFIG}extend-exclude = ["{pattern}"]\nforce-exclude = true\n')
        assert ("MTS101" in run("check", path).stdout) is not left_out
