"""The page for people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from command_line import InProject, Run
from html_pages import BASE, HOSTILE, SMOOTH, Page, hostile, words
from made_findings import FULL, at, lines, made, report
from monai_tslint.findings import InventoryRow, Report, Severity
from monai_tslint.report.html import render, render_inventory
from monai_tslint.report.html.highlighting import Span, excerpt, stretches
from monai_tslint.report.html.tree import branches


def page(found: Report) -> Page:
    return Page(render(found, lines, "1.0"))


def full(*rows: InventoryRow) -> Report:
    return replace(report(FULL), inventory=rows)


def test_a_finding_with_source_chain_and_interleaving() -> None:
    parsed = page(full(SMOOTH, BASE))
    said = words(parsed)
    assert parsed.balanced
    for part in (
        "Found 1 error in 1 file (1 shared class).",
        f"error MTS101 {FULL.message} pkg/smooth.py:3:9",
        "2 def __call__(self, img): 3 self.img_t = img 4 return self._apply()",
        "How a call gets here `Smooth.__call__` writes `self.img_t` pkg/smooth.py:3:9",
        "What it collides with reads `self.img_t`, perhaps as another thread left it pkg/smooth.py:7:16",
        "One order that goes wrong linethread Athread B 3 self.img_t = img 3 self.img_t = img 7 return self.img_t * 2",
        f"Help: {FULL.remedy}",
        "1 unsafe 0 unsafe-marked 0 unknown 1 safe",
        "Assuming monai 1.4 (as requested).",
    ):
        assert part in said


def test_what_is_in_another_file_says_so() -> None:
    step = replace(FULL.interleaving[1], location=at(9, 1, 2, path="pkg/other.py"))
    assert "self.img_t = img pkg/other.py:9:1" in words(page(report(replace(FULL, interleaving=(step,)))))


def test_the_worst_come_first() -> None:
    info = replace(made("MTS108", message="the least"), severity=Severity.INFO, cls="pkg.core.Base")
    said = words(page(replace(report(info, FULL), inventory=(BASE, SMOOTH))))
    assert said.index(FULL.message) < said.index("the least")
    assert said.index("pkg.smooth.Smooth unsafe 1 1 __call__") < said.index("pkg.core.Base safe 1 0 __call__")


def test_the_worst_class_is_named_and_its_findings_lead_the_list() -> None:
    other = replace(made("MTS101", at(1, 1, 2), "the first by place"), cls="pkg.core.Base")
    parsed = page(replace(report(other, FULL, FULL), inventory=(BASE, SMOOTH)))
    said = words(parsed)
    assert "Worst: pkg.smooth.Smooth, with 2 findings." in said
    assert said.index(FULL.message) < said.index("the first by place")
    links = [dict(pairs)["href"] for tag, pairs in parsed.tags if tag == "a"]
    assert links[:2] == ["#main", "#finding-1"]
    assert links[-5:] == ["#class-1", "#class-1", "#class-2", "#finding-1", "#finding-3"]
    assert "Worst" not in page(report()).text
    assert "Worst" not in page(replace(report(made()), inventory=(BASE,))).text


def test_nothing_is_fetched_and_nothing_is_named_twice() -> None:
    tags = page(full(SMOOTH)).tags
    attributes = [pair for _, pairs in tags for pair in pairs]
    assert [name for name, _ in attributes if name in ("src", "srcset", "action")] == []
    parts = {"#main", "#findings", "#classes", "#tree"}
    assert {value for name, value in attributes if name == "href"} == parts | {"#finding-1", "#class-1"}
    names = [value for name, value in attributes if name == "id"]
    assert len(names) == len(set(names))
    assert {value[1:] for name, value in attributes if name == "href" and value} <= set(names)
    assert not {tag for tag, _ in tags} & {"link", "img", "iframe", "base"}


def test_markup_in_the_code_is_text() -> None:
    parsed = Page(render(hostile(), lambda _: (HOSTILE,), "1.0"))
    plain = page(full(SMOOTH, BASE))
    assert parsed.balanced
    assert {tag for tag, _ in parsed.tags} <= {tag for tag, _ in plain.tags}
    assert sum(tag == "script" for tag, _ in parsed.tags) == 1
    assert [name for _, pairs in parsed.tags for name, _ in pairs if name.startswith("on")] == []
    assert parsed.text.count(HOSTILE) >= 14


def test_control_characters_and_surrogates_are_shown_as_such() -> None:
    text = render(report(made(message="a\x1b[31m\u202eb")), lambda _: ("x = '\udcff\x00'",) * 3, "1.0")
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "\u202e" not in text


def test_the_page_of_an_inventory_has_no_findings() -> None:
    parsed = Page(render_inventory((SMOOTH, BASE), report(), "1.0"))
    assert parsed.balanced
    assert "Found" not in parsed.text
    assert "pkg.smooth.Smooth unsafe 1 __call__ assign `self.img_t` in `__call__` (pkg/smooth.py:3)" in words(parsed)


class TestTree:
    def test_a_class_stands_below_its_nearest_listed_base(self) -> None:
        other = replace(SMOOTH, cls="pkg.other.Other", bases=("pkg.hidden.Mixin", "pkg.core.Base"))
        assert [(b.level, b.name, b.row is not None) for b in branches((SMOOTH, other, BASE))] == [
            (0, "lib.Transform", False),
            (1, "pkg.core.Base", True),
            (2, "pkg.other.Other", True),
            (2, "pkg.smooth.Smooth", True),
        ]

    def test_cycles_and_missing_bases(self) -> None:
        first = replace(SMOOTH, cls="a.A", bases=("a.B",))
        second = replace(SMOOTH, cls="a.B", bases=("a.A",))
        alone = replace(SMOOTH, cls="a.C", bases=())
        found = [(b.level, b.name) for b in branches((first, second, alone))]
        assert found == [(0, "a.C"), (0, "a.A"), (1, "a.B")]
        assert page(full(first, second, alone)).balanced

    def test_a_tall_tree(self) -> None:
        rows = [replace(SMOOTH, cls=f"a.C{n}", bases=(f"a.C{n + 1}",)) for n in range(3000)]
        assert page(full(*rows)).balanced


class TestExcerpts:
    def spans(self, text: str, *, line: int = 1, column: int = 1, end_column: int = 2) -> list[list[Span]]:
        source = text.split("\n")
        found = excerpt(at(line, column, end_column), source, stretches(source))
        return [list(shown.spans) for shown in found]

    def test_keywords_texts_comments_and_the_range(self) -> None:
        assert self.spans("del x['a']  # b", column=5, end_column=11) == [
            [
                Span("del", "keyword", False),
                Span(" ", "", False),
                Span("x[", "", True),
                Span("'a'", "text", True),
                Span("]", "", True),
                Span("  ", "", False),
                Span("# b", "comment", False),
            ]
        ]

    def test_a_text_of_several_lines(self) -> None:
        first, second, third = self.spans('x = """a\nb\n""" + y', line=2)
        assert first[-1] == Span('"""a', "text", False)
        assert second == [Span("b", "text", True)]
        assert third == [Span('"""', "text", False), Span(" + y", "", False)]

    def test_a_file_that_cannot_be_split(self) -> None:
        assert self.spans("x = '") == [[Span("x", "", True), Span(" = '", "", False)]]

    def test_a_line_that_is_not_there(self) -> None:
        assert self.spans("x", line=7) == []


class TestCommand(InProject):
    def test_check(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "--output-format", "concise", "--output-format", "html:page.html")
        parsed = Page((tmp_path / "page.html").read_text("utf-8"))
        assert done.exit_code == 1
        assert parsed.balanced
        assert "racing.Smooth unsafe 1 1 __call__" in words(parsed)
        assert "mended.Smooth safe 0 0 __call__" in words(parsed)

    def test_inventory(self, run: Run) -> None:
        done = run("inventory", "--output-format", "html")
        assert done.exit_code == 0
        assert "racing.Smooth unsafe 1 __call__" in words(Page(done.stdout))

    @pytest.mark.parametrize("command", ["check", "inventory"])
    def test_without_jinja_the_remedy_is_told(self, command: str) -> None:
        code = "import sys; sys.modules['jinja2'] = None; from monai_tslint.cli import main; main()"
        arguments = [sys.executable, "-c", code, command, "--output-format", "html"]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "monai-tslint: error: --output-format html needs jinja2: run `pip install 'monai-tslint[html]'`\n"
        )
