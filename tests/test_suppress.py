"""Which comments suppress which findings, and which of them are reported as unused."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from msgspec.structs import replace

from made_findings import at, made
from monai_tslint.config import Settings
from monai_tslint.files import Source
from monai_tslint.findings import Finding, Location
from monai_tslint.suppress import apply
from monai_tslint.suppress.comments import comments

ROOT = Path("/project")
SETTINGS = Settings(root=ROOT)


def source(text: str, path: str = "a.py") -> Source:
    return Source(path, f"{ROOT}/{path}", dedent(text), "", "a", False)


def on(line: int, code: str = "MTS101", *, end_line: int | None = None, path: str = "a.py") -> Finding:
    return made(code, at(line, 1, 5, end_line=end_line, path=path))


def kept(text: str, *findings: Finding, settings: Settings = SETTINGS) -> list[int]:
    """The lines of the findings that stay."""
    stay, suppressed, _ = apply(findings, (source(text),), settings)
    assert len(stay) + len(suppressed) >= len(findings)
    return [finding.location.line for finding in stay]


def unused(text: str, *findings: Finding, settings: Settings = SETTINGS) -> list[tuple[int, int, int, str]]:
    """Line, columns and message of what is reported as unused."""
    _, _, found = apply(findings, (source(text),), settings)
    assert {f.rule for f in found} <= {"MTS901"}
    return [(f.location.line, f.location.column, f.location.end_column, f.message) for f in found]


class TestComments:
    @pytest.mark.parametrize(
        "comment",
        [
            "# noqa: MTS101",
            "#noqa:MTS101",
            "# NoQA : mts101",
            "# noqa: E501,MTS101",
            "# noqa: E501 , MTS101 as the tests say",
            "# noqa: MTS101-because",
            "# noqa",
            "# noqa again",
            "# noqa: MTS1",
            "# type: ignore # noqa: MTS101",
            "# monai-tslint: ignore[MTS101]",
            "# monai-tslint: ignore[MTS101] one object for each thread",
            "#monai-tslint:ignore [ MTS103, MTS101 ]",
            "# monai-tslint: ignore[per-call-state-on-self]",
            "# monai-tslint: ignore[MTS1]",
            "# noqa: E501  # monai-tslint: ignore[MTS101]",
            "# monai-tslint: ignore-file[MTS101]",
        ],
    )
    def test_these_suppress(self, comment: str) -> None:
        assert kept(f"self.x = 1  {comment}\n", on(1)) == []

    @pytest.mark.parametrize(
        "comment",
        [
            "# noqa: E501",
            "# noqa: MTS102",
            "# noqa: because",
            "# noqa-file",
            "# noqas",
            "# qa: MTS101",
            "# monai-tslint: ignore[MTS103]",
            "# monai-tslint: ignore",
            "# monai-tslint: ignore[mts101]",
            "# monai-tslint: ignore-file[MTS103]",
            "# ignore[MTS101]",
        ],
    )
    def test_these_do_not(self, comment: str) -> None:
        assert kept(f"self.x = 1  {comment}\n", on(1)) == [1]

    @pytest.mark.parametrize(
        ("comment", "reason"),
        [
            ("# noqa: MTS101", ""),
            ("# noqa: E501, MTS101 - a lost count does no harm", "a lost count does no harm"),
            ("# noqa as it was", "as it was"),
            ("# noqa: MTS101  # pragma: no cover", ""),
            ("# monai-tslint: ignore[MTS101] one object for each thread", "one object for each thread"),
            ("# noqa: MTS101 # monai-tslint: ignore[MTS101]: for now.", "for now"),
        ],
    )
    def test_the_reason_is_kept(self, comment: str, reason: str) -> None:
        _, (suppressed,), _ = apply((on(1),), (source(f"self.x = 1  {comment}\n"),), SETTINGS)
        assert (suppressed.by, suppressed.reason) == ("comment", reason)

    def test_only_on_their_line(self) -> None:
        text = """\
        self.x = 1  # noqa: MTS101
        self.x = 2
        # noqa: MTS101
        self.x = 3
        """
        assert kept(text, on(1), on(2), on(4)) == [2, 4]

    def test_only_the_rule_that_they_name(self) -> None:
        stay, suppressed, _ = apply((on(1), on(1, "MTS103")), (source("x  # noqa: MTS103\n"),), SETTINGS)
        assert [f.rule for f in stay] == ["MTS101"]
        assert [s.finding.rule for s in suppressed] == ["MTS103"]

    def test_only_in_their_file(self) -> None:
        sources = (source("x\n"), source("x  # noqa\n", "b.py"))
        stay, suppressed, _ = apply((on(1), on(1, path="b.py")), sources, SETTINGS)
        assert [f.location.path for f in stay] == ["a.py"]
        assert [s.finding.location.path for s in suppressed] == ["b.py"]

    def test_a_finding_in_a_file_that_is_not_at_hand_stays(self) -> None:
        assert kept("x  # noqa\n", on(1, path="installed.py")) == [1]

    def test_the_whole_file(self) -> None:
        text = "x\ny\n# monai-tslint: ignore-file[MTS101, unguarded-counter] a test helper\n"
        assert kept(text, on(1), on(2, "MTS103"), on(2, "MTS105")) == [2]

    @pytest.mark.parametrize(
        "text",
        ['x = "# noqa: MTS101"\n', 'x = """\n# noqa: MTS101"""\n', "x = '# monai-tslint: ignore-file[MTS101]'\n"],
    )
    def test_strings_are_no_comments(self, text: str) -> None:
        assert kept(text, on(1, end_line=text.count("\n"))) == [1]
        assert unused(text) == []

    @pytest.mark.parametrize("end", ["(", '"""', "\n  x\n y\n", "\x00"])
    def test_what_cannot_be_split_into_tokens_counts_up_to_there(self, end: str) -> None:
        assert kept(f"x = 1  # noqa: MTS101\ny = {end}", on(1), on(2)) == [2]

    def test_a_silent_file_is_not_split(self) -> None:
        text = "x = 1  # noqa: E501\ny = 1  # noqa\n"
        assert comments(text, bare=False).directives == ()
        assert [d.line for d in comments(text, bare=True).directives if d.selector is None] == [2]


class TestLogicalLines:
    TEXT = """\
    def __call__(self, img):
        self.img = dict(
            a=1,  # {0}
            b=2,
        )  # {1}
        return img  # {2}
    """

    @pytest.mark.parametrize(
        ("place", "expected"),
        [(0, [2]), (1, []), (2, [2])],
        ids=["another line", "the last line", "the next statement"],
    )
    def test_of_a_finding_on_the_first_line(self, place: int, expected: list[int]) -> None:
        comment = ["", "", ""]
        comment[place] = "noqa: MTS101"
        assert kept(self.TEXT.format(*comment), on(2)) == expected

    @pytest.mark.parametrize("place", [0, 1])
    def test_any_line_of_the_finding_counts(self, place: int) -> None:
        comment = ["", "", ""]
        comment[place] = "noqa: MTS101"
        assert kept(self.TEXT.format(*comment), on(2, end_line=5)) == []

    def test_the_first_line_counts_for_a_finding_further_down(self) -> None:
        text = "x = f(  # noqa: MTS101\n  1,\n  self.y(),\n)\n"
        assert kept(text, on(3)) == []

    def test_a_block_is_not_one_statement(self) -> None:
        text = """\
        class A(Base):
            x = 1  # noqa: MTS301
        with self.f() as g:
            pass  # noqa: MTS202
        """
        assert kept(text, on(1, "MTS301", end_line=2), on(3, "MTS202", end_line=4)) == [1, 3]

    def test_a_header_on_several_lines(self) -> None:
        text = "class A(\n    Base,\n):  # noqa: MTS301\n    x = 1\n"
        assert kept(text, on(1, "MTS301")) == []

    def test_a_string_on_several_lines(self) -> None:
        assert kept('self.x = """\n\n"""  # noqa: MTS101\n', on(1)) == []


class TestPerFile:
    @pytest.mark.parametrize(
        ("pattern", "path", "ignored"),
        [
            ("tests/**", "tests/deep/a.py", True),
            ("tests/*", "tests/a.py", True),
            ("tests/", "src/tests/a.py", True),
            ("/tests/", "src/tests/a.py", False),
            ("a.py", "deep/a.py", True),
            ("*.py", "deep/a.py", True),
            ("b.py", "a.py", False),
        ],
    )
    def test_patterns(self, pattern: str, path: str, ignored: bool) -> None:
        settings = replace(SETTINGS, per_file_ignores=((pattern, ("MTS1",)),))
        findings = (on(1, path=path), on(1, "MTS201", path=path))
        stay, suppressed, _ = apply(findings, (source("x\n", path),), settings)
        assert [f.rule for f in stay] == (["MTS201"] if ignored else ["MTS101", "MTS201"])
        assert [s.by for s in suppressed] == (["per-file-ignores"] if ignored else [])

    def test_are_relative_to_the_configuration(self) -> None:
        settings = replace(SETTINGS, root=ROOT / "sub", per_file_ignores=(("/a.py", ("MTS101",)),))
        inner = Source("sub/a.py", "/project/sub/a.py", "x\n", "", "a", False)
        outer = Source("a.py", "/project/a.py", "x\n", "", "a", False)
        stay, _, _ = apply((on(1, path="sub/a.py"), on(1)), (inner, outer), settings)
        assert [f.location.path for f in stay] == ["a.py"]

    def test_a_comment_that_agrees_is_not_unused(self) -> None:
        settings = replace(SETTINGS, per_file_ignores=(("*.py", ("MTS101",)),))
        assert unused("x  # noqa: MTS101\n", on(1), settings=settings) == []


class TestUnused:
    def test_names_the_code_and_its_place(self) -> None:
        text = "x = 1\nself.x = 1  # noqa: E501, MTS103,MTS101\n"
        assert unused(text, on(2)) == [(2, 27, 33, "`MTS103` suppresses nothing here")]

    def test_columns_count_code_points(self) -> None:
        assert unused('x = "é𝒳"  # noqa: MTS101\n') == [(1, 19, 25, "`MTS101` suppresses nothing here")]

    @pytest.mark.parametrize(
        "comment",
        ["# noqa", "# noqa: E501", "# noqa: MTS110", "# noqa: MTSX1", "# noqa: MTS901", "# noqa: MTS101, MTS901"],
    )
    def test_not_these(self, comment: str) -> None:
        assert unused(f"x = 1  {comment}\n") == []

    @pytest.mark.parametrize(
        ("comment", "message"),
        [
            ("# noqa: MTS1", "`MTS1` suppresses nothing here"),
            ("# noqa: mts101", "`mts101` suppresses nothing here"),
            ("# noqa: MTS1010", "`MTS1010` is no rule; did you mean `MTS101`?"),
            ("# monai-tslint: ignore[MTS101]", "`MTS101` suppresses nothing here"),
            ("# monai-tslint: ignore[published-result]", "`published-result` suppresses nothing here"),
            ("# monai-tslint: ignore-file[MTS101]", "`MTS101` suppresses nothing here"),
            ("# monai-tslint: ignore[E501]", "`E501` is no rule; `monai-tslint rules` lists all rules"),
            ("# monai-tslint: ignore[mts101]", "`mts101` is no rule; did you mean `MTS101`?"),
            ("# monai-tslint: ignore", "`monai-tslint: ignore` is not understood, so it suppresses nothing"),
            ("# monai-tslint: ignore[]", "`monai-tslint: ignore[]` is not understood, so it suppresses nothing"),
            ("# monai-tslint: off", "`monai-tslint: off` is not understood, so it suppresses nothing"),
        ],
    )
    def test_these(self, comment: str, message: str) -> None:
        assert [row[3] for row in unused(f"x = 1  {comment}\n")] == [message]

    def test_every_suppression_of_a_finding_is_used(self) -> None:
        text = "# monai-tslint: ignore-file[MTS101]\nx  # noqa: MTS1 # monai-tslint: ignore[MTS101]\n"
        assert unused(text, on(2)) == []

    def test_not_of_rules_that_did_not_run(self) -> None:
        text = "x  # noqa: MTS101, MTS2\ny  # noqa: MTS1\n"
        assert unused(text, settings=replace(SETTINGS, select=("MTS2", "MTS901"))) == [
            (1, 20, 24, "`MTS2` suppresses nothing here")
        ]

    def test_of_rules_that_are_off_by_default_if_they_ran(self) -> None:
        settings = replace(SETTINGS, extend_select=("MTS110",))
        assert [row[3] for row in unused("x  # noqa: MTS110\n", settings=settings)] == [
            "`MTS110` suppresses nothing here"
        ]

    def test_not_if_the_rule_is_off(self) -> None:
        assert unused("x  # noqa: MTS101\n", settings=replace(SETTINGS, ignore=("MTS901",))) == []

    def test_not_in_a_file_that_could_not_be_read(self) -> None:
        assert unused("x  # noqa: MTS101\ny = (\n", on(2, "MTS900")) == []

    def test_they_can_be_suppressed(self) -> None:
        text = "x  # noqa: MTS103\n# monai-tslint: ignore-file[unused-suppression]\n"
        assert unused(text) == []
        settings = replace(SETTINGS, per_file_ignores=(("a.py", ("MTS9",)),))
        stay, (suppressed,), found = apply((), (source("x  # noqa: MTS103\n"),), settings)
        assert (stay, suppressed.finding.rule, suppressed.by, found) == ((), "MTS901", "per-file-ignores", ())

    def test_a_bare_noqa_does_not_hide_them(self) -> None:
        assert len(unused("x  # noqa # monai-tslint: ignore[MTS103]\n", on(1))) == 1

    def test_they_are_complete_findings(self) -> None:
        text = "x  # noqa: MTS103\ny  # noqa: MTS103\nz  # monai-tslint: off\n"
        _, _, found = apply((), (source(text),), SETTINGS)
        assert [f.location for f in found[:2]] == [Location("a.py", n, 12, n, 18) for n in (1, 2)]
        assert {f.severity.label for f in found} == {"warning"}
        assert len({f.fingerprint for f in found}) == 3
        assert found[0].remedy == "Remove `MTS103` from the comment."
        assert "ignore[MTS101] reason" in found[2].remedy
