"""The baseline: what it recognises after edits and moves, what it does not hide, and how it reads in git."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from command_line import CONFIG, InProject, Run
from made_findings import at, made
from monai_tslint.config import ConfigError
from monai_tslint.findings import Finding
from monai_tslint.suppress import apply_baseline, load_baseline, render_baseline

FILE = "accepted.toml"


def finding(path: str = "a.py", code: str = "self.x = 1", **changed: str) -> Finding:
    """A finding about `self.x` in `A.__call__` of a file."""
    values = {"cls": f"{path.removesuffix('.py')}.A", "method": "__call__", "attribute": "self.x", **changed}
    return replace(made(location=at(3, 1, 5, path=path)), code=code, **values)


class Adopted:
    """A project in the working directory that has accepted some findings."""

    def __init__(self, *findings: Finding) -> None:
        Path(FILE).write_text(render_baseline(findings, Path(FILE)), "utf-8")
        for found in findings:
            Path(found.location.path).touch()

    def move(self, path: str, to: str) -> None:
        """Move a file."""
        Path(to).parent.mkdir(parents=True, exist_ok=True)
        Path(path).rename(to)

    def new(self, *findings: Finding, unasked: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Path and code of the findings that are not in the baseline."""
        kept, _ = self._applied(findings, unasked)
        return [(f.location.path, f.code) for f in kept]

    def stale(self, *findings: Finding, unasked: tuple[str, ...] = (), enabled: bool = True) -> tuple[str, ...]:
        """What is told of the entries that match nothing."""
        return self._applied(findings, unasked, enabled=enabled)[1]

    def _applied(
        self, findings: tuple[Finding, ...], unasked: tuple[str, ...], *, enabled: bool = True
    ) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
        """The project has the Python files of the working directory and those of the findings."""
        files = {*Path().rglob("*.py"), *(Path(f.location.path) for f in findings)} - {Path(path) for path in unasked}
        asked = [str(path.absolute()) for path in files]
        kept, accepted, stale = apply_baseline(
            findings, load_baseline(Path(FILE)), asked, lambda _: enabled, complete=not unasked
        )
        assert {s.by for s in accepted} <= {"baseline"}
        assert len(kept) + len(accepted) == len(findings)
        return kept, stale


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class TestRecognises:
    @pytest.mark.parametrize(
        "now",
        [
            finding(),
            replace(finding(), location=at(99, 9, 12, path="a.py"), message="otherwise", fingerprint="another"),
            finding(code="self.x = 1  # changed"),
            finding(cls="a.Renamed"),
            finding(method="renamed"),
            finding("pkg/sub/b.py"),
            finding("pkg/b.py", code="self.x = 2"),
        ],
        ids=[
            "the same",
            "other lines",
            "an edited line",
            "another class",
            "another method",
            "a moved file",
            "moved, edited",
        ],
    )
    def test_after(self, now: Finding) -> None:
        adopted = Adopted(finding())
        adopted.move("a.py", now.location.path)
        assert adopted.new(now) == []
        assert adopted.stale(now) == ()

    @pytest.mark.parametrize(
        "now",
        [
            finding(attribute="self.y"),
            replace(finding(), rule="MTS102"),
            finding("b.py", cls="b.B"),
            finding(method="other", code="self.x = 2"),
        ],
        ids=["another attribute", "another rule", "another class elsewhere", "another method"],
    )
    def test_not(self, now: Finding) -> None:
        assert Adopted(finding()).new(now) == [(now.location.path, now.code)]

    def test_as_many_as_there_were(self) -> None:
        adopted = Adopted(finding(), finding())
        assert adopted.new(finding(), finding(), finding(code="self.x = 3")) == [("a.py", "self.x = 3")]
        assert adopted.new(finding(), finding(), finding()) == [("a.py", "self.x = 1")]

    def test_the_file_that_it_was_in_comes_first(self) -> None:
        """A copy of the class in a new file is new, whichever comes first in the report."""
        adopted = Adopted(finding("b.py"))
        assert adopted.new(finding("a.py"), finding("b.py")) == [("a.py", "self.x = 1")]
        assert adopted.new(finding("b.py"), finding("c.py")) == [("c.py", "self.x = 1")]

    def test_a_known_file_that_is_not_reported_about_keeps_its_entries(self) -> None:
        adopted = Adopted(finding("a.py"))
        assert adopted.new(finding("b.py"), unasked=("a.py",)) == [("b.py", "self.x = 1")]

    def test_findings_without_a_class_by_their_line(self) -> None:
        unused = replace(made("MTS901", at(3, 1, 5, path="a.py")), code="x = 1  # noqa: MTS101")
        adopted = Adopted(unused)
        assert adopted.new(unused, replace(unused, code="y = 1  # noqa: MTS101")) == [("a.py", "y = 1  # noqa: MTS101")]

    def test_paths_are_relative_to_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "sub").mkdir()
        Adopted(finding("sub/a.py"), finding("sub/a.py", code="self.x = 2"))
        monkeypatch.chdir(tmp_path / "sub")
        asked = [str(tmp_path / "sub/a.py")]
        kept, _, stale = apply_baseline([finding("a.py")], load_baseline(tmp_path / FILE), asked, lambda _: True)
        assert (kept, stale) == ((), ("sub/a.py: MTS101 self.x in A.__call__",))


class TestStale(InProject):
    def test_entries_that_match_nothing_are_told(self) -> None:
        adopted = Adopted(finding(), finding("b.py", method=""), finding("c.py", cls="", method="", attribute=""))
        assert adopted.stale(finding()) == ("b.py: MTS101 self.x in A", "c.py: MTS101")

    def test_not_those_of_rules_that_are_off(self) -> None:
        assert Adopted(finding()).stale(enabled=False) == ()

    def test_those_of_rules_that_are_no_more(self, run: Run) -> None:
        text = "version = 1\n[[finding]]\nrule = 'MTS999'\npath = 'src/racing.py'\n"
        Path(FILE).write_text(text)
        assert run("check", "--baseline", FILE).stderr.endswith("\n  src/racing.py: MTS999\n")
        assert run("check", "src/mended.py", "--baseline", FILE).stderr == ""
        assert run("check", "src/mended.py", "--paths-only", "--baseline", FILE).stderr == ""

    def test_not_those_of_files_that_are_not_reported_about(self) -> None:
        adopted = Adopted(finding("a.py"), finding("b.py"))
        assert adopted.stale(unasked=("a.py",)) == ("b.py: MTS101 self.x in A.__call__",)

    def test_nor_of_moved_ones_when_others_are_not_reported_about(self) -> None:
        adopted = Adopted(finding("a.py"))
        adopted.move("a.py", "z.py")
        assert adopted.stale(unasked=("z.py",)) == ()
        assert adopted.stale() == ("a.py: MTS101 self.x in A.__call__",)


class TestFile:
    def test_one_group_of_lines_for_each_finding_sorted(self) -> None:
        unread = made("MTS900", at(1, 1, 1))
        text = render_baseline(
            (finding("b.py"), finding("a.py", code='self.x = "\\"'), finding("b.py"), unread), Path(FILE)
        )
        assert text.partition("version = 1\n")[2] == (
            "\n[[finding]]\n"
            'path = "a.py"\nclass = "A"\nmethod = "__call__"\nattribute = "self.x"\nrule = "MTS101"\n'
            'code = "self.x = \\"\\\\\\""\n'
            "\n[[finding]]\n"
            'path = "b.py"\nclass = "A"\nmethod = "__call__"\nattribute = "self.x"\nrule = "MTS101"\n'
            'code = "self.x = 1"\ncount = 2\n'
        )
        assert len(tomllib.loads(text)["finding"]) == 2

    def test_the_order_of_findings_does_not_matter(self) -> None:
        found = [finding(path, code) for path in "abc" for code in "xyz"]
        shuffled = random.Random(0).sample(found, len(found))
        assert render_baseline(found, Path(FILE)) == render_baseline(shuffled, Path(FILE))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("<<<<<<< ours\n", "accepted.toml: is no baseline: Invalid"),
            ("", "is no baseline of version 1"),
            ("version = 2\n", "is no baseline of version 1"),
            ("version = 1\n[finding]\n", "is no baseline of version 1"),
            (
                "version = 1\n[[finding]]\nrule = 'MTS101'\n[[finding]]\npath = 'a'\n",
                "finding 2: must be a table with `rule`",
            ),
            ("version = 1\n[[finding]]\nrule = 'MTS101'\nline = 3\n", "finding 1: must be a table with `rule`"),
            ("version = 1\n[[finding]]\nrule = 'MTS101'\npath = 3\n", "finding 1: values must be strings"),
            ("version = 1\n[[finding]]\nrule = 'MTS101'\ncount = 0\n", "`count` a positive number"),
        ],
    )
    def test_mistakes_name_file_and_remedy(self, text: str, message: str) -> None:
        Path(FILE).write_text(text)
        with pytest.raises(ConfigError) as caught:
            load_baseline(Path(FILE))
        assert message in str(caught.value)
        assert str(caught.value).endswith("`--write-baseline accepted.toml` writes it anew")

    def test_a_missing_one(self) -> None:
        with pytest.raises(ConfigError, match=r"accepted\.toml: the baseline cannot be read: No such file"):
            load_baseline(Path(FILE))


class TestCommand(InProject):
    def test_write_and_use(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "--write-baseline", FILE)
        assert (done.exit_code, done.stderr) == (0, "monai-tslint: wrote 1 finding to accepted.toml\n")
        assert done.stdout == "No findings in 2 files (2 shared classes); 1 suppressed.\n"
        assert run("check", "--baseline", FILE).stdout == done.stdout
        assert run("check").exit_code == 1
        (tmp_path / "pyproject.toml").write_text(f'{CONFIG}baseline = "{FILE}"\n')
        assert run("check").stdout == done.stdout
        assert f'baseline = "{tmp_path}/{FILE}"' in run("check", "--show-settings").stdout
        assert run("check", "--write-baseline", FILE, "-q").output == ""
        assert run("check", "src", "--quiet").output == ""

    def test_what_is_gone_is_told(self, run: Run, tmp_path: Path) -> None:
        run("check", "--write-baseline", FILE)
        (tmp_path / "src/racing.py").unlink()
        done = run("check", "--baseline", FILE)
        assert done.exit_code == 0
        assert done.stderr == (
            "monai-tslint: warning: accepted.toml: these findings are gone; "
            "`--write-baseline accepted.toml` drops their entries:\n"
            "  src/racing.py: MTS101 self.img_t in Smooth.__call__\n"
        )
        assert run("check", "--baseline", FILE, "--quiet").stderr == ""

    def test_a_file_that_cannot_be_read_is_not_accepted(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/broken.py").write_text("x = (\n")
        done = run("check", "--write-baseline", FILE)
        assert done.exit_code == 1
        assert "Found 1 error" in done.stdout

    def test_not_of_changed_lines_only(self, run: Run) -> None:
        done = run("check", "--write-baseline", FILE, "--diff-base", "HEAD")
        assert done.exit_code == 2
        assert "--write-baseline cannot be used with --diff-base" in done.stderr

    def test_a_mistake_ends_the_command(self, run: Run) -> None:
        done = run("check", "--baseline", "no.toml")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("monai-tslint: error: no.toml: the baseline cannot be read: ")
        done = run("check", "--write-baseline", "no/no.toml")
        assert done.stderr == "monai-tslint: error: --write-baseline: no/no.toml: No such file or directory\n"
