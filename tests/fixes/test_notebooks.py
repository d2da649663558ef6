"""Fixes in notebooks: they are those of the module, cell by cell, and every byte that they do not name stays."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixes.test_properties import comments, sources
from mended import block, outcome_of, text_of
from monai_tslint.notebooks import json_text
from monai_tslint.notebooks.reading import read
from notebook_files import code, markdown, notebook

NAME = "snippet.ipynb"
IMPORT = "from acme import Transform\n"
CONTEXT = "from contextlib import contextmanager\n" + IMPORT
LEAK = block("""
    class A(Transform):
        level = 1

        @contextmanager
        def quiet(self):
            level = self.level
            self.level = 0
            yield
            self.level = level

        def __call__(self, img):
            with self.quiet():
                return img * self.level
""")
GUARDED = LEAK.replace(
    "        yield\n        self.level = level\n",
    "        try:\n            yield\n        finally:\n            self.level = level\n",
)
UNMARKED = block("""
    class A(Transform):
        def __call__(self, img):
            self.seen[img] = img
            return self.seen
""")
MARKED = UNMARKED.replace("(Transform)", "(Transform, ThreadUnsafe)")


def fixed(*cells: dict[str, object] | str, select: str) -> list[str]:
    """The sources of the cells of a notebook after the fixes of a rule; all else is as it was, and nothing is left to do."""
    text = notebook(*cells)
    done = outcome_of(NAME, text, *select.split())
    after = text_of(done)
    assert outline(after) == outline(text)
    assert text_of(outcome_of(NAME, after, *select.split())) == after
    return ["".join(cell["source"]) for cell in json.loads(after)["cells"]]


def outline(text: str) -> list[str]:
    """The pieces of the text of a notebook between the strings of its sources."""
    pieces, end = [], 0
    for places in json_text.sources(text).values():
        if places:
            pieces.append(text[end : places[0]])
            end = json_text.end_of(text, places[-1])
    return [*pieces, text[end:]]


class TestCells:
    def test_only_the_cell_changes(self) -> None:
        cells = (markdown("# Ä"), CONTEXT, LEAK, "x = 1  # ü")
        assert fixed(*cells, select="MTS202") == ["# Ä", cells[1], GUARDED, cells[3]]

    def test_lines_before_and_after_with_commands_stay(self) -> None:
        head, tail = "%matplotlib inline\n!ls\n", "\nA?\n!ls"
        cells = (CONTEXT, head + LEAK + tail)
        assert fixed(*cells, select="MTS202") == [cells[0], head + GUARDED + tail]

    def test_a_command_within_the_edit_is_refused(self) -> None:
        leak = LEAK.replace("        yield\n", "        !ls\n        yield\n")
        done = outcome_of(NAME, notebook(CONTEXT, leak), "MTS202")
        assert [finding.unfixable for finding in done.report.findings] == [
            "cell 1 has a command in the lines to change"
        ]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("# noqa: MTS101", ""),
            ("x = 1\n# noqa: MTS101", "x = 1"),
            ("x = 1\n# noqa: MTS101\n", "x = 1\n"),
            ("# noqa: MTS101\nx = 1", "x = 1"),
            ("%%time\n# noqa: MTS101", "%%time"),
            ("!ls\n# noqa: MTS101", "!ls"),
            ("    # noqa: MTS101\n    x = 1  # noqa: MTS101", "    x = 1"),
        ],
    )
    def test_lines_that_go(self, before: str, after: str) -> None:
        assert fixed("y = 0", before, "z = 2", select="MTS901 MTS101") == ["y = 0", after, "z = 2"]

    def test_the_code_in_the_cells_after_is_found_where_it_is_then(self) -> None:
        other = UNMARKED.replace("A(", "B(").replace("seen", "held")
        cells = (IMPORT, "# noqa: MTS101\n" + UNMARKED, other)
        both = MARKED, other.replace("(Transform)", "(Transform, ThreadUnsafe)")
        assert fixed(*cells, select="MTS") == ["from acme import ThreadUnsafe, Transform\n", *both]


class TestImports:
    def test_join_those_of_another_cell(self) -> None:
        assert fixed(IMPORT, UNMARKED, select="MTS301") == ["from acme import ThreadUnsafe, Transform\n", MARKED]

    @pytest.mark.parametrize("head", ["%load_ext x\nimport os", "import os  # ü\n\n", "%%time\nimport os\nx = 1"])
    def test_stand_behind_others_of_their_kind(self, head: str) -> None:
        after = head.replace("\nx = 1", "").rstrip("\n") + "\nfrom contextvars import ContextVar"
        done = fixed(CONTEXT, head, GUARDED, select="MTS201")
        assert done[:2] == [CONTEXT, after + head.removeprefix(after.rpartition("\n")[0])]

    def test_join_none_that_run_later(self) -> None:
        cells = ("import acme", "x = 1", UNMARKED.replace("(T", "(acme.T"), "from acme import ThreadUnsafe")
        done = fixed(*cells, select="MTS301")
        assert done == [*cells[:2], MARKED.replace("(T", "(acme.T").replace(" T", " acme.T"), cells[3]]
        late = "import contextvars\nfrom contextvars import ContextVar\n"
        assert fixed(CONTEXT, GUARDED, late, select="MTS201")[::2] == [
            "from contextlib import contextmanager\nfrom contextvars import ContextVar\n" + IMPORT,
            late,
        ]

    @pytest.mark.parametrize("head", ["", "%%time\n", "\n%%time\n\n", "%pylab\n!ls \\\n  x\n"])
    def test_stand_in_the_cell_of_the_class_where_no_cell_before_has_any(self, head: str) -> None:
        tried = f"try:\n    {IMPORT}except ImportError:\n    pass"
        done = fixed("'doc'\nx = 1", tried, f"{head}# A\n{UNMARKED}", "import os", select="MTS301")
        added = "from acme import ThreadUnsafe\n\n\n"
        assert done == ["'doc'\nx = 1", tried, f"{head}{added}# A\n{MARKED}", "import os"]


@st.composite
def notebooks(draw: st.DrawFn) -> str:
    """A notebook in one of many spellings, whose cells are together a module that has something to mend."""
    parts = list(_split(draw, draw(sources())))
    style, lists = draw(st.sampled_from([False, True])), draw(st.sampled_from(["lines", "odd", "string"]))
    cells: list[dict[str, object]] = []
    for part in parts:
        command = draw(st.sampled_from(["", "", "%matplotlib inline\n", "!ls 'é'\n", "%%time\n", "\n\n"]))
        ending = "\r\n" if "\r\n" in part else "\n"
        cells.append(code(_stored(command.replace("\n", ending) + part, lists), outputs=[{"text": ["é\n", "\\u00e9"]}]))
        cells += [markdown("*ä*")] * draw(st.integers(0, 1))
    indent = draw(st.sampled_from([1, 4, "\t", None]))
    whole: dict[str, object] = {"nbformat": 4, "cells": cells, "metadata": {"x": 1.50}, "nbformat_minor": 5}
    text = json.dumps(whole, indent=indent, ensure_ascii=style, sort_keys=draw(st.booleans()))
    text = text.replace("\n", "\r\n") if draw(st.booleans()) else text
    return draw(st.sampled_from(["", "\n "])) + text + draw(st.sampled_from(["", "\n", "\r\n\n"]))


def _split(draw: st.DrawFn, text: str) -> Iterator[str]:
    """A module as a few cells, divided between statements."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    ends = {0}
    statements = ast.parse(text).body
    for one, other in pairwise(statements):
        start = min([other.lineno, *(d.lineno for d in getattr(other, "decorator_list", []))])
        if start > (one.end_lineno or 0) and draw(st.booleans()):
            ends.add(one.end_lineno or 0)
    bounds = [*sorted(ends), len(lines)]
    for start, end in pairwise(bounds):
        part = "".join(lines[start:end])
        yield part.rstrip("\r\n") if draw(st.booleans()) and part.strip() else part


def _stored(source: str, form: str) -> list[str] | str:
    """A source as a string, as lines, or as pieces of no meaning."""
    if form == "string":
        return source
    return (
        source.splitlines(keepends=True) if form == "lines" else [source[n : n + 7] for n in range(0, len(source), 7)]
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notebooks())
def test_every_fix_on_every_notebook(text: str) -> None:
    done = outcome_of(NAME, text)
    after = text_of(done)
    old, new = _cells(text), _cells(after)
    assert [{**cell, "source": ""} for cell in old] == [{**cell, "source": ""} for cell in new]
    assert outline(after) == outline(text)
    assert {key: json.loads(after)[key] for key in ("nbformat", "metadata")} == {"nbformat": 4, "metadata": {"x": 1.5}}
    for one, other, before, behind in zip(old, new, _raw(text), _raw(after), strict=True):
        assert before == behind or one["source"] != other["source"]
        assert all(piece in before for piece in behind if json.loads(piece) in map(json.loads, before))
        assert isinstance(one["source"], list) == isinstance(other["source"], list)
        source = "".join(other["source"])
        assert source.count("\r\n") == (source.count("\n") if "\r\n" in "".join(one["source"]) else 0)
    assert _comments(after) == _comments(text)
    assert "MTS900" not in {finding.rule for finding in done.report.findings}
    again = outcome_of(NAME, after)
    assert (text_of(again), again.fixed) == (after, {})


def _cells(text: str) -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = json.loads(text)["cells"]
    return found


def _raw(text: str) -> list[list[str]]:
    """For each cell the strings of its source as they stand in the text of the notebook."""
    return [[text[at : json_text.end_of(text, at)] for at in places] for places in json_text.sources(text).values()]


def _comments(text: str) -> object:
    made = read(text)
    assert made is not None
    return comments(made.text)
