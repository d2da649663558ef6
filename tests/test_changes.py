"""Which lines have changed since a revision, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import MENDED, RACING, InProject, Run
from monai_tslint.changes import Changes, changed_lines, since
from monai_tslint.config import ConfigError
from repositories import Repository

TEXT = "a\nb\nc\nd\ne\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo")


def touched(repository: Repository, revision: str, path: str = "m.py") -> list[int]:
    """The lines of a file that have changed."""
    file = repository.folder / path
    lines = range(1, len(file.read_bytes().splitlines()) + 1)
    changes = since(revision, repository.folder)
    return [line for line in lines if changes.touch(str(file), line, line)]


class TestSince:
    def test_changed_and_inserted_lines(self, repository: Repository) -> None:
        first = repository.commit(m=TEXT)
        (repository.folder / "m.py").write_text("a\nB\nc\nd\nnew\nnew\ne\n")
        assert touched(repository, first) == [2, 5, 6]
        repository.git("add", "m.py")
        assert touched(repository, first) == [2, 5, 6]
        repository.commit()
        assert touched(repository, first) == touched(repository, "HEAD~1") == [2, 5, 6]
        assert touched(repository, "HEAD") == []

    def test_deleted_lines_are_nowhere(self, repository: Repository) -> None:
        first = repository.commit(m=TEXT)
        repository.commit(m="a\ne\n")
        assert touched(repository, first) == []

    def test_new_files(self, repository: Repository) -> None:
        first = repository.commit(m=TEXT)
        (repository.folder / "untracked.py").write_text(TEXT)
        (repository.folder / ".gitignore").write_text("ignored.py\n")
        (repository.folder / "ignored.py").write_text(TEXT)
        assert touched(repository, first, "untracked.py") == [1, 2, 3, 4, 5]
        assert touched(repository, first, "ignored.py") == []
        repository.git("add", "untracked.py")
        assert touched(repository, first, "untracked.py") == [1, 2, 3, 4, 5]

    def test_a_moved_file_has_not_changed(self, repository: Repository) -> None:
        first = repository.commit(m=TEXT * 9)
        (repository.folder / "sub").mkdir()
        repository.git("mv", "m.py", "sub/n.py")
        (repository.folder / "sub/n.py").write_text(TEXT * 9 + "f\n")
        assert touched(repository, first, "sub/n.py") == [46]

    def test_what_the_other_branch_has_done_does_not_count(self, repository: Repository) -> None:
        repository.commit(m=TEXT)
        repository.git("checkout", "--quiet", "-b", "topic")
        repository.commit(m=TEXT.replace("e", "E"))
        repository.git("checkout", "--quiet", "main")
        repository.commit(m=TEXT.replace("a", "A"))
        repository.git("checkout", "--quiet", "topic")
        assert touched(repository, "main") == [5]

    def test_content_that_looks_like_a_diff(self, repository: Repository) -> None:
        first = repository.commit(m="-- a/x\n-- b/x\na\n")
        repository.commit(m="++ b/other.py\n@@ -1 +1 @@\na\n++ b/more.py\nb\n")
        assert touched(repository, first) == [1, 2, 4, 5]

    @pytest.mark.parametrize("name", ["ä b.py", 'quo"te.py', "tab\t.py", "back\\slash.py", "\udcff.py", "-x.py"])
    def test_any_name(self, name: str, repository: Repository) -> None:
        (repository.folder / name).write_text(TEXT)
        first = repository.commit()
        (repository.folder / name).write_text(TEXT + "f")
        assert touched(repository, first, name) == [6]

    @pytest.mark.parametrize(
        "option",
        [
            "diff.noprefix=true",
            "diff.mnemonicPrefix=true",
            "color.ui=always",
            "diff.relative=true",
            "diff.external=false",
        ],
    )
    def test_the_configuration_of_git_does_not_matter(self, option: str, repository: Repository) -> None:
        first = repository.commit(m=TEXT)
        repository.git("config", *option.split("="))
        (repository.folder / "sub").mkdir()
        (repository.folder / "m.py").write_text(TEXT + "f\n")
        changes = since(first, repository.folder / "sub")
        assert [changes.touch(str(repository.folder / "m.py"), line, line) for line in (5, 6)] == [False, True]

    def test_through_a_link(self, repository: Repository, tmp_path: Path) -> None:
        first = repository.commit(m=TEXT)
        (repository.folder / "m.py").write_text(TEXT + "f\n")
        (tmp_path / "link").symlink_to(repository.folder)
        changes = since(first, tmp_path / "link")
        assert changes.touch(str(tmp_path / "link/m.py"), 5, 6)
        assert not changes.touch(str(tmp_path / "link/m.py"), 4, 5)

    def test_unrelated_histories(self, repository: Repository) -> None:
        first = repository.commit(m=TEXT)
        repository.git("checkout", "--quiet", "--orphan", "other")
        repository.commit(m=TEXT + "f\n")
        assert touched(repository, first) == [6]


class TestMistakes:
    def test_outside_of_a_repository(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"^--diff-base: .* is not in a git repository \(fatal: "):
            since("HEAD", tmp_path)

    @pytest.mark.parametrize("revision", ["no-such", "--all", "", "HEAD:m.py"])
    def test_an_unknown_revision(self, revision: str, repository: Repository) -> None:
        repository.commit(m=TEXT)
        with pytest.raises(ConfigError, match=r"^--diff-base: there is no revision `.*` in .*repo; fetch it first"):
            since(revision, repository.folder)

    def test_a_repository_without_commits(self, repository: Repository) -> None:
        with pytest.raises(ConfigError, match="there is no revision `HEAD`"):
            since("HEAD", repository.folder)

    def test_without_git(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(ConfigError, match=r"^--diff-base: needs git, which is not installed$"):
            since("HEAD", tmp_path)


def test_a_file_without_a_final_newline() -> None:
    diff = b"--- a/m.py\n+++ b/m.py\n@@ -5 +5,2 @@ d\n-e\n\\ No newline at end of file\n+e\n+f\n\\ No newline at end of file\n"
    assert changed_lines(diff + b"@@ -9 +10 @@\n-x\n+y\n") == {"m.py": [(5, 6), (10, 10)]}


def test_nothing_has_changed() -> None:
    assert not Changes().touch("/a.py", 1, 9)


class TestCommand(InProject):
    def test_only_changed_lines_are_reported_with_the_whole_project_known(self, run: Run, tmp_path: Path) -> None:
        repository = Repository(tmp_path)
        repository.commit()
        (tmp_path / "src/mended.py").write_text(
            MENDED.replace("return", "self.late = img\n        return self.late,", 1)
        )
        (tmp_path / "src/new.py").write_text("from racing import Smooth\n\nclass Late(Smooth):\n    pass\n")
        done = run("check", "--diff-base", "HEAD", "--output-format", "concise")
        assert done.exit_code == 1
        assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["src/mended.py:7:9"]
        assert run("check", "src/racing.py", "--diff-base", "HEAD").exit_code == 0

    def test_suppressed_findings_elsewhere_do_not_count(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/racing.py").write_text(RACING.replace("= img\n", "= img  # noqa: MTS101\n"))
        Repository(tmp_path).commit()
        assert run("check", "--diff-base", "HEAD").stdout.endswith("(2 shared classes).\n")

    def test_mistakes_end_the_command(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "src/racing.py", "--diff-base", "HEAD")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"monai-tslint: error: --diff-base: {tmp_path}/src is not in a git repository")
