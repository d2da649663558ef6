"""The report for people, and the one-line form."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.text import Text

from made_findings import FULL, TEXT, at, lines, made, report
from monai_tslint.findings import FrameworkChoice, Note, Report, Severity, Step
from monai_tslint.report import concise, text
from monai_tslint.report.summary import header, summary

EXPECTED = """\
Assuming monai 1.4 (as requested).

pkg/smooth.py:3:9: error MTS101 [per-call-state-on-self] `self.img_t` holds one call's data on a shared object (Smooth, entry `__call__`)
  3 |         self.img_t = img
    |         ^^^^^^^^^^
  how a call gets here:
    pkg/smooth.py:3:9: `Smooth.__call__` writes `self.img_t`
  what it collides with:
    pkg/smooth.py:7:16: reads `self.img_t`, perhaps as another thread left it
  one order that goes wrong:
        thread A              | thread B
    3   self.img_t = img      |
    3                         | self.img_t = img
    7   return self.img_t * 2 |
  help: Use a local variable instead of `self.img_t`.

Found 1 error in 1 file (1 shared class).
Run `monai-tslint explain MTS101` for what a rule means, with examples.
"""  # noqa: E501


def excerpt_of(source: str, column: int, end_column: int, *, line: int = 1, end_line: int | None = None) -> list[str]:
    """The excerpt in a report about a range of a source."""
    finding = made(location=at(line, column, end_column, end_line=end_line))
    rendered = text.render(report(finding), lambda _: source.split("\n"), quiet=True)
    return rendered.split("\n")[1:-2]


class TestText:
    def test_a_full_finding(self) -> None:
        assert text.render(report(FULL), lines) == EXPECTED

    def test_a_bare_finding(self) -> None:
        rendered = text.render(report(made("MTS301", at(1, 7, 13))), lines, quiet=True)
        assert rendered.split("\n") == [
            "pkg/smooth.py:1:7: warning MTS301 [missing-thread-unsafe-marker] the message",
            "  1 | class Smooth(Transform):",
            "    |       ^^^^^^",
            "",
            "",
        ]

    def test_no_findings(self) -> None:
        assert text.render(report(files=422, classes=340), lines) == (
            "Assuming monai 1.4 (as requested).\n\nNo findings in 422 files (340 shared classes).\n"
        )

    def test_quiet_and_no_findings_is_nothing(self) -> None:
        assert text.render(report(), lines, quiet=True) == ""

    def test_the_hint_is_given_once(self) -> None:
        rendered = text.render(report(made("MTS103"), FULL, FULL), lines)
        assert rendered.count("monai-tslint explain") == 1
        assert "explain MTS103`" in rendered

    def test_without_color_there_are_no_escapes(self) -> None:
        assert "\x1b" not in text.render(report(FULL), lines)

    def test_color_changes_nothing_but_the_looks(self) -> None:
        colored = text.render(report(FULL), lines, color=True)
        assert "\x1b[1;31merror" in colored
        assert Text.from_ansi(colored).plain == EXPECTED

    @pytest.mark.parametrize("severity", Severity)
    def test_the_level_is_named(self, severity: Severity) -> None:
        finding = replace(FULL, severity=severity)
        assert f": {severity.label} MTS101 " in text.render(report(finding), lines)

    def test_long_lines_are_not_wrapped(self) -> None:
        long = "word " * 200 + "end"
        finding = replace(FULL, message=long, remedy=long)
        for color in (False, True):
            rendered = Text.from_ansi(text.render(report(finding), lines, color=color)).plain
            assert f"[per-call-state-on-self] {long}\n" in rendered
            assert f"help: {long}\n" in rendered

    def test_markup_in_code_is_left_alone(self) -> None:
        source = "x['[bold]'] = ':smile:'"
        rendered = text.render(report(made(location=at(1, 1, 2))), lambda _: (source,), color=True)
        assert f"{source}\n" in Text.from_ansi(rendered).plain

    def test_the_same_report_gives_the_same_bytes(self) -> None:
        assert len({text.render(report(FULL, made()), lines, color=True) for _ in range(3)}) == 1

    def test_a_notebook_cell_is_named(self) -> None:
        location = replace(at(3, 9, 19, path="a.ipynb"), cell=2)
        assert text.render(report(made(location=location)), lines, quiet=True).startswith("a.ipynb:cell 2:3:9: ")


class TestExcerpt:
    def test_the_end_is_exclusive(self) -> None:
        assert excerpt_of("self.x = 1", 1, 7) == ["  1 | self.x = 1", "    | ^^^^^^"]

    def test_tabs_are_four_columns(self) -> None:
        assert excerpt_of("\tself.x\t= 1", 2, 8) == ["  1 |     self.x    = 1", "    |     ^^^^^^"]
        assert excerpt_of("\tself.x\t= 1", 2, 9) == ["  1 |     self.x    = 1", "    |     ^^^^^^^^^^"]

    def test_wide_characters_are_two_columns(self) -> None:
        assert excerpt_of("'漢字' + self.x", 8, 14) == ["  1 | '漢字' + self.x", "    |          ^^^^^^"]
        assert excerpt_of("self.漢字 = 1", 1, 8) == ["  1 | self.漢字 = 1", "    | ^^^^^^^^^"]

    def test_combining_characters_are_none(self) -> None:
        assert excerpt_of("'e\u0301' + self.x", 8, 14) == ["  1 | 'e\u0301' + self.x", "    |       ^^^^^^"]

    def test_characters_outside_the_basic_plane_count_once(self) -> None:
        assert excerpt_of("'𝒳' + self.x", 7, 13) == ["  1 | '𝒳' + self.x", "    |       ^^^^^^"]

    def test_several_lines(self) -> None:
        source = "self.x = f(\n    1,\n)\n"
        assert excerpt_of(source, 1, 2, end_line=3) == [
            "  1 | self.x = f(",
            "    | ^^^^^^^^^^^",
            "  2 |     1,",
            "    |     ^^",
            "  3 | )",
            "    | ^",
        ]

    def test_very_many_lines_are_cut(self) -> None:
        source = "\n".join(f"line{n}" for n in range(1, 30))
        shown = excerpt_of(source, 1, 5, line=8, end_line=20)
        assert shown[0] == "   8 | line8"
        assert shown[-3:] == ["  11 | line11", "     | ^^^^^^", "     | …"]

    def test_an_empty_range_has_one_caret(self) -> None:
        assert excerpt_of("x = (", 6, 6) == ["  1 | x = (", "    |      ^"]

    @pytest.mark.parametrize("line", [2, 99])
    def test_a_line_that_is_not_there_is_left_out(self, line: int) -> None:
        assert excerpt_of("x = 1", 1, 2, line=line) == []

    def test_a_column_that_is_not_there(self) -> None:
        assert excerpt_of("x = 1", 9, 12) == ["  1 | x = 1", "    |         ^"]

    def test_control_characters_are_not_sent_to_the_terminal(self) -> None:
        assert excerpt_of("x = '\x1b[31m'  # \u202e", 1, 2) == ["  1 | x = '\ufffd[31m'  # \ufffd", "    | ^"]


class TestInterleaving:
    def rows(self, *steps: Step) -> list[str]:
        rendered = text.render(report(replace(made(), interleaving=steps)), lambda _: (), quiet=True)
        return rendered.split("\n")[2:-2]

    def test_numbers_are_aligned(self) -> None:
        assert self.rows(Step("A", 9, "a()"), Step("B", 1514, "b()")) == [
            "           thread A | thread B",
            "       9   a()      |",
            "    1514            | b()",
        ]

    def test_wide_characters_keep_the_columns(self) -> None:
        heading, first, second = self.rows(Step("A", 1, "self.漢字漢字 = 1"), Step("B", 1, "b()"))
        assert heading == "        thread A          | thread B"
        assert first == "    1   self.漢字漢字 = 1 |"
        assert second == "    1                     | b()"

    def test_code_is_one_short_line(self) -> None:
        (_, row) = self.rows(Step("A", 1, "f(\n\t1,  2)" + "x" * 100))
        assert row == f"    1   f( 1, 2){'x' * 51}… |"


class TestSummary:
    def test_counts_by_level(self) -> None:
        findings = (made(), made(), made("MTS103"), made("MTS108"), made("MTS108"))
        assert summary(report(*findings, suppressed=3, files=422, classes=340)) == (
            "Found 2 errors, 1 warning, 2 infos in 422 files (340 shared classes); 3 suppressed."
        )

    def test_nothing_found_but_suppressed(self) -> None:
        assert summary(report(suppressed=1, files=2, classes=0)) == (
            "No findings in 2 files (0 shared classes); 1 suppressed."
        )

    def test_all_frameworks_are_named(self) -> None:
        choices = (FrameworkChoice("monai", "1.4", "as requested"), FrameworkChoice("acme", None, "its own source"))
        assert header(choices) == "Assuming monai 1.4 (as requested), acme (its own source)."

    def test_no_framework_no_header(self) -> None:
        assert header(()) == ""
        assert text.render(Report((), (), (), (), 1, 0), lines).startswith("No findings")


class TestConcise:
    def test_one_line_each(self) -> None:
        noted = replace(made("MTS103", message="two\nlines"), trace=(Note(at(1, 1, 2), "note"),))
        assert concise.render(report(FULL, noted)) == (
            f"pkg/smooth.py:3:9: MTS101 {FULL.message}\npkg/smooth.py:3:9: MTS103 two\ufffdlines\n"
        )

    def test_nothing_is_nothing(self) -> None:
        assert concise.render(report()) == ""

    def test_a_path_cannot_break_the_line(self) -> None:
        finding = made(location=at(1, 1, 2, path="a\nb.py"))
        assert concise.render(report(finding)) == "a\ufffdb.py:1:1: MTS101 the message\n"


def test_the_sample_is_consistent() -> None:
    """The positions in the handmade finding are those of its text."""
    source = TEXT.split("\n")
    here = FULL.location
    assert source[here.line - 1][here.column - 1 : here.end_column - 1] == "self.img_t"
    assert all(step.code == source[step.line - 1].strip() for step in FULL.interleaving)
