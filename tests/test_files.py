"""Which files are found."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from monai_tslint.config import Settings
from monai_tslint.files import Source, discover, find
from monai_tslint.findings import Problem

Write = Callable[..., None]

REFUSED = "has an encoding comment that Python refuses"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Makes files in the working directory: names, or names with bytes."""
    monkeypatch.chdir(tmp_path)

    def made(*names: str, **contents: bytes) -> None:
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(contents.get("data", b"x = 1\n"))

    return made


def found(*paths: str, **settings: object) -> list[str]:
    """The paths of the sources, without problems."""
    sources, problems = discover([Path(p) for p in paths or (".",)], Settings(**settings))  # type: ignore[arg-type]
    assert problems == ()
    return [source.path for source in sources]


def source_of(name: str) -> Source:
    (source,), problems = discover([Path(name)], Settings())
    assert problems == ()
    return source


def problem_of(name: str) -> Problem:
    sources, (problem,) = discover([Path(name)], Settings())
    assert sources == ()
    return problem


class TestRoots:
    def test_python_files_of_folders_are_found_in_order(self, write: Write) -> None:
        write("b.py", "a/z.py", "a/b/c.py", "a/notes.txt", "a/stub.pyi", "a.py")
        assert found() == ["a.py", "a/b/c.py", "a/z.py", "b.py"]

    def test_a_given_file_is_always_taken(self, write: Write) -> None:
        write("script", "build/a.py", ".gitignore", data=b"*\n")
        assert found("script", "build/a.py") == ["build/a.py", "script"]

    def test_overlapping_roots_give_each_file_once(self, write: Write) -> None:
        write("a/b.py", "a/c.py")
        assert found("a/b.py", ".", "a", "./a/../a") == ["a/b.py", "a/c.py"]

    def test_the_order_of_roots_does_not_matter(self, write: Write) -> None:
        write("a.py", "b.py", "c.py")
        assert found("c.py", "a.py", "b.py") == found("a.py", "b.py", "c.py") == ["a.py", "b.py", "c.py"]

    def test_what_does_not_exist_is_a_problem_and_the_rest_is_found(self, write: Write) -> None:
        write("a.py")
        sources, problems = discover([Path("b.py"), Path("a.py")], Settings())
        assert [source.path for source in sources] == ["a.py"]
        assert problems == (Problem("b.py", 1, "cannot be read: No such file or directory"),)

    def test_files_elsewhere_have_absolute_paths(self, write: Write, tmp_path: Path) -> None:
        write("here/a.py", "there/b.py")
        os.chdir("here")
        assert found("../there", ".") == [f"{tmp_path}/there/b.py", "a.py"]

    def test_find_gives_the_same_files(self, write: Write) -> None:
        write("b.py", "a/z.py", ".venv/x.py")
        assert find([Path()], Settings()) == ("a/z.py", "b.py")


class TestExcludes:
    @pytest.mark.parametrize("name", [".venv", "node_modules", "build", "__pycache__", "site-packages", ".git", "dist"])
    def test_default_names_at_any_depth(self, name: str, write: Write) -> None:
        write("a.py", f"{name}/b.py", f"src/{name}/deep/c.py", f"src/{name}er/d.py")
        assert found() == ["a.py", f"src/{name}er/d.py"]

    def test_a_root_is_never_excluded(self, write: Write) -> None:
        write("site-packages/monai/a.py", "site-packages/monai/build/b.py")
        assert found("site-packages/monai") == found("site-packages") == ["site-packages/monai/a.py"]

    def test_own_patterns_replace_the_default_ones(self, write: Write) -> None:
        write("a.py", "build/b.py", "attic/c.py")
        assert found(exclude=("attic/",)) == ["a.py", "build/b.py"]

    def test_more_patterns(self, write: Write) -> None:
        write("a.py", "a_pb2.py", "build/b.py", "sub/c.py", "sub/old/d.py", "old/e.py", "lib/x/gen.py")
        patterns = ("*_pb2.py", "sub/old", "lib/**/gen.py")
        assert found(extend_exclude=patterns) == ["a.py", "old/e.py", "sub/c.py"]

    def test_patterns_are_relative_to_the_configuration(self, write: Write, tmp_path: Path) -> None:
        write("project/sub/a.py", "project/sub/old/b.py", "project/old/c.py")
        assert found("project/sub", root=tmp_path / "project", exclude=("/sub/old",)) == ["project/sub/a.py"]
        assert found("project", root=tmp_path / "project", exclude=("/old",)) == [
            "project/sub/a.py",
            "project/sub/old/b.py",
        ]

    def test_an_excluded_root_is_taken_but_not_what_is_excluded_in_it(self, write: Write) -> None:
        write("attic/a.py", "attic/a_pb2.py")
        assert found("attic", exclude=("attic/", "*_pb2.py")) == ["attic/a.py"]

    def test_a_plain_name_may_be_a_file(self, write: Write) -> None:
        write("a.py", "setup.py")
        assert found(extend_exclude=("setup.py",)) == ["a.py"]


class TestGitignore:
    def test_nested_files_and_negation(self, write: Write) -> None:
        write("a.py", "gen/b.py", "gen/keep.py", "sub/c.py", "sub/gen_d.py", "sub/deep/gen_e.py")
        write(".gitignore", data=b"gen/*\n!gen/keep.py\n")
        write("sub/.gitignore", data=b"gen_*.py\n")
        write("sub/deep/.gitignore", data=b"!gen_e.py\n")
        assert found() == ["a.py", "gen/keep.py", "sub/c.py", "sub/deep/gen_e.py"]

    def test_it_can_be_switched_off(self, write: Write) -> None:
        write("a.py", "b.py")
        write(".gitignore", data=b"b.py\n")
        assert found() == ["a.py"]
        assert found(respect_gitignore=False) == ["a.py", "b.py"]

    def test_a_folder_pattern_does_not_mean_files(self, write: Write) -> None:
        write("out.py/a.py", "sub/out.py")
        write(".gitignore", data=b"out.py/\n")
        assert found() == ["sub/out.py"]

    def test_files_above_the_root_count_up_to_the_top_of_the_repository(self, write: Write, tmp_path: Path) -> None:
        write("repo/src/a.py", "repo/src/gen/b.py", "repo/src/c.py")
        write(".gitignore", data=b"c.py\n")
        write("repo/.gitignore", data=b"gen/\n")
        assert found("repo/src") == ["repo/src/a.py", "repo/src/c.py", "repo/src/gen/b.py"]
        (tmp_path / "repo/.git").mkdir()
        assert found("repo/src") == ["repo/src/a.py", "repo/src/c.py"]

    def test_an_ignored_root_is_taken(self, write: Write, tmp_path: Path) -> None:
        write("gen/sub/a.py")
        write(".gitignore", data=b"gen/\n")
        (tmp_path / ".git").mkdir()
        assert found("gen") == found("gen/sub") == ["gen/sub/a.py"]
        assert found() == []

    def test_lines_that_git_refuses_are_skipped(self, write: Write) -> None:
        write("a.py", "b.py")
        write(".gitignore", data=b"!\n\xff\xfe\nb.py\n")
        assert found() == ["a.py"]


class TestLinks:
    def test_loops_end(self, write: Write) -> None:
        write("a/b.py")
        Path("a/loop").symlink_to(Path.cwd(), target_is_directory=True)
        Path("a/self.py").symlink_to("self.py")
        Path("a/broken.py").symlink_to("nowhere.py")
        assert found() == ["a/b.py"]

    def test_a_linked_file_is_read_once(self, write: Write) -> None:
        write("b.py")
        Path("a.py").symlink_to("b.py")
        assert found() == ["a.py"]

    def test_a_linked_root_is_followed(self, write: Write) -> None:
        write("real/a.py")
        Path("link").symlink_to("real", target_is_directory=True)
        assert found("link") == ["link/a.py"]
        assert found("link", "real") == ["link/a.py"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of POSIX")
    def test_pipes_do_not_block(self, write: Write) -> None:
        write("a.py")
        os.mkfifo("pipe.py")
        assert found() == ["a.py"]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_what_may_not_be_read_is_a_problem(self, write: Write) -> None:
        write("a.py", "sub/b.py", "c.py")
        Path("c.py").chmod(0)
        Path("sub").chmod(0)
        try:
            sources, problems = discover([Path()], Settings())
        finally:
            Path("sub").chmod(0o700)
        assert [source.path for source in sources] == ["a.py"]
        assert problems == (
            Problem("c.py", 1, "cannot be read: Permission denied"),
            Problem("sub", 1, "cannot be listed: Permission denied"),
        )
