"""Which notebooks are read, and what they are as a module."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monai_tslint.notebooks.model import Notebook
from monai_tslint.notebooks.reading import NotUsable, read
from monai_tslint.notebooks.syntax import syntax_error
from notebook_files import code, markdown, notebook

_KEYS = ("cells", "cell_type", "source", "metadata", "kernelspec", "language", "language_info", "vscode", "nbformat")


def _read(text: str) -> Notebook:
    found = read(text)
    assert found is not None
    return found


class TestModule:
    def test_has_the_cells_of_code_in_order(self) -> None:
        raw = {"cell_type": "raw", "metadata": {}, "source": ["z"]}
        made = _read(notebook(markdown("# x\n"), "a = 1\nb = 2", raw, "", "c = 3\n"))
        assert made.text == "\na = 1\nb = 2\n\n\n\nc = 3\n\n"
        assert [(cell.index, cell.first) for cell in made.cells] == [(1, 2), (3, 5), (4, 7)]

    def test_knows_the_place_of_each_line(self) -> None:
        made = _read(notebook("a = 1\nb = 2", markdown("x"), "c = 3\n"))
        places = [(cell.index, line) for cell, line in map(made.place, range(1, 8))]
        assert places == [(0, 1), (0, 1), (0, 2), (0, 2), (2, 1), (2, 2), (2, 2)]

    def test_of_an_indented_cell_is_a_block(self) -> None:
        made = _read(notebook("a = 1", "\n  # why\n  b = 2\n  c = 3", "  # d\ne = 5"))
        assert syntax_error(made) is None
        assert made.text == "\na = 1\nif 1:\n\n  # why\n  b = 2\n  c = 3\n\n  # d\ne = 5\n"

    def test_has_any_line_ends(self) -> None:
        assert _read(notebook(code(["a = 1\r\n", "b = 2\rc = 3"]))).text == "\na = 1\nb = 2\nc = 3\n"

    def test_of_one_string_is_the_same(self) -> None:
        one = json.loads(notebook("a = 1\nb = 2"))
        one["cells"][0]["source"] = "a = 1\nb = 2"
        assert _read(json.dumps(one)).text == _read(notebook("a = 1\nb = 2")).text

    def test_knows_the_lines_of_the_file(self) -> None:
        text = notebook(markdown("# x"), "a = 'é'\nb = 2\n", code(["c = 3\nd = 4\n", "e = 5"]))
        shown = [text.split("\n")[line - 1].strip() for cell in _read(text).cells for line in cell.file_lines]
        second, joined = r'"b = 2\n"', r'"c = 3\nd = 4\n",'
        assert shown == [r""""a = 'é'\n",""", second, second, joined, joined, '"e = 5"']

    def test_takes_the_last_of_equal_keys(self) -> None:
        text = notebook("a = 1").replace('"source": [', '"source": ["x"], "source": [')
        assert _read(text).text == "\na = 1\n"


class TestOtherLanguages:
    @pytest.mark.parametrize(
        "metadata", [{"kernelspec": {"language": "R"}}, {"language_info": {"name": "julia"}, "kernelspec": {}}]
    )
    def test_are_left_alone(self, metadata: dict[str, object]) -> None:
        assert read(notebook("x <- 1", metadata=metadata)) is None

    @pytest.mark.parametrize("metadata", [{}, {"kernelspec": None}, {"language_info": {"name": "ipython"}}])
    def test_are_not_assumed(self, metadata: dict[str, object]) -> None:
        assert read(notebook("x = 1", metadata=metadata)) is not None

    def test_of_one_cell_leave_the_others(self) -> None:
        other = code("SELECT", metadata={"vscode": {"languageId": "sql"}})
        same = code("y = 2", metadata={"vscode": {"languageId": "python"}})
        assert _read(notebook("x = 1", other, same)).text == "\nx = 1\n\ny = 2\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "is no notebook: it is not valid JSON: Expecting value"),
        ('{\n "cells": [,]}', 2, "is no notebook: it is not valid JSON: Expecting value"),
        ("[" * 100_000, 1, "is no notebook: its JSON is nested too deeply"),
        ("[]", 1, "is no notebook: its JSON is no object"),
        ('{"cells": []}', 1, "is no notebook: it has no number `nbformat`"),
        ('{"nbformat": 4}', 1, "is no notebook: its `cells` must be a list"),
        (notebook({"cell_type": "code"}), 1, "is no notebook: `cells[0].source` must be a string or a list of strings"),
        (notebook(code(["x", "y"]), code([]), {"source": "x"}), 1, "must be an object with a `cell_type`"),
        (notebook(nbformat=3), 1, "has the notebook format 3; convert it with `jupyter nbconvert --to notebook`"),
        ("1" * 5000, 1, "is no notebook: Exceeds the limit"),
    ],
)
def test_what_is_no_notebook_says_why(text: str, line: int, message: str) -> None:
    with pytest.raises(NotUsable) as refused:
        read(text)
    assert refused.value.line == line
    assert message in refused.value.message


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(["code", "x = 1\n", "!ls"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.dictionaries(st.sampled_from(_KEYS), _VALUES), st.lists(st.dictionaries(st.sampled_from(_KEYS), _VALUES)))
def test_odd_notebooks_are_read_or_refused(top: dict[str, object], cells: list[dict[str, object]]) -> None:
    usual = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x", **cell} for cell in cells]}
    for text in (json.dumps(usual | top), json.dumps(top | usual)):
        with suppress(NotUsable):
            found = read(text)
            assert found is None or [len(cell.source.split("\n")) for cell in found.cells] == [
                len(cell.file_lines) for cell in found.cells
            ]


class TestSyntaxErrors:
    @pytest.mark.parametrize(
        ("cell", "line", "message"),
        [
            ("x = 1\nx = (", 2, "'(' was never closed"),
            ("x = '\\u0000", 1, "unterminated string"),
            ("x\n  y = 1", 2, "unexpected indent"),
            ("  x = (1\n", 1, "'(' was never closed"),
            ("if x:\n", 1, "expected an indented block after 'if' statement on line 1"),
        ],
    )
    def test_name_the_cell(self, cell: str, line: int, message: str) -> None:
        wrong = syntax_error(_read(notebook("!ls", markdown("x"), cell, ")\n")))
        assert wrong is not None
        assert (wrong.cell, wrong.line) == (2, line)
        assert message in wrong.message

    def test_of_odd_characters_do_no_harm(self) -> None:
        for odd in ("x = 1\0", "x = '\ud800'", "(" * 5000):
            wrong = syntax_error(_read(json.dumps(json.loads(notebook(code([odd]))))))
            assert wrong is not None
            assert wrong.cell == 0
