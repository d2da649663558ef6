"""Edits of the module as edits of the file, which stays as it is but for them."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monai_tslint.findings import Edit
from monai_tslint.fixes.edits import apply
from monai_tslint.notebooks.editing import edited, rewritten, within
from monai_tslint.notebooks.reading import read
from notebook_files import markdown, notebook


def _edit(start: tuple[int, int], end: tuple[int, int], replacement: str) -> Edit:
    return Edit("a.ipynb", *start, *end, replacement)


def _edited(text: str, *edits: Edit) -> str:
    made = read(text)
    assert made is not None
    return edited(text, made, edits)


class TestEdited:
    TEXT = notebook(markdown("é"), "a = 1\nb = 2\nc = 3", "d = 4\n")

    def test_without_edits_is_the_same(self) -> None:
        assert _edited(self.TEXT) == self.TEXT

    def test_changes_words(self) -> None:
        assert _edited(self.TEXT, _edit((3, 5), (3, 6), '"ä"')) == self.TEXT.replace("b = 2", r"b = \"ä\"")

    def test_adds_lines_as_strings(self) -> None:
        after = self.TEXT.replace(r'"b = 2\n"', '"x = 0\\n",\n    "b = 2\\n"')
        assert _edited(self.TEXT, _edit((3, 1), (3, 1), "x = 0\n")) == after

    def test_removes_lines(self) -> None:
        after = self.TEXT.replace('    "b = 2\\n",\n', "")
        assert _edited(self.TEXT, _edit((3, 1), (4, 1), "")) == after

    def test_adds_lines_to_a_single_string(self) -> None:
        text = self.TEXT.replace('[\n    "d = 4\\n"\n   ]', '"d = 4\\n"')
        assert text != self.TEXT
        assert _edited(text, _edit((6, 1), (6, 1), "x = 0\n")) == text.replace("d = 4", r"x = 0\nd = 4")

    def test_adds_lines_to_a_list_of_one(self) -> None:
        after = self.TEXT.replace(r'"d = 4\n"', '"x = 0\\n",\n    "d = 4\\n"')
        assert _edited(self.TEXT, _edit((6, 1), (6, 1), "x = 0\n")) == after

    def test_escapes_letters_where_the_file_does(self) -> None:
        text = json.dumps(json.loads(self.TEXT), indent=4)
        assert _edited(text, _edit((3, 5), (3, 6), "'ä'")) == text.replace("b = 2", r"b = '\u00e4'")

    def test_ends_lines_as_the_cell_does(self) -> None:
        text = self.TEXT.replace(r"\n", r"\r\n")
        after = text.replace(r'"b = 2\r\n"', '"x = 0\\r\\n",\n    "b = 2\\r\\n"')
        assert _edited(text, _edit((3, 1), (3, 1), "x = 0\n")) == after

    def test_is_the_same_for_several_edits_in_any_order(self) -> None:
        edits = [_edit((2, 1), (2, 2), "x"), _edit((4, 6), (4, 6), "  # noqa: MTS101"), _edit((6, 5), (6, 6), "5")]
        after = self.TEXT.replace("a = 1", "x = 1").replace("c = 3", "c = 3  # noqa: MTS101").replace("d = 4", "d = 5")
        assert _edited(self.TEXT, *edits) == _edited(self.TEXT, *reversed(edits)) == after


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([_edit((2, 1), (5, 1), "")], "more than one cell"),
        ([_edit((4, 1), (4, 1), "x")], "more than one cell"),
        ([_edit((2, 9), (2, 9), "x")], "there is no line 2, column 9"),
        ([_edit((3, 1), (3, 2), "x")], "has a command"),
        ([_edit((2, 1), (2, 3), "x"), _edit((2, 2), (2, 4), "y")], "must not touch"),
        ([_edit((7, 1), (7, 1), "x")], "cell 2 is empty"),
    ],
)
def test_what_cannot_be_done_is_refused(edits: list[Edit], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _edited(notebook("a = 1\n!ls", "d = 4", ""), *edits)


class TestWithin:
    """The cells have the lines 2 to 4 and 6 of the module."""

    TEXT = notebook("a = 1\n!ls\nb = 2", "c = 3")

    @pytest.mark.parametrize(
        ("edit", "after"),
        [
            (_edit((4, 5), (4, 6), "3"), _edit((4, 5), (4, 6), "3")),
            (_edit((5, 1), (5, 1), "x\n"), _edit((4, 6), (4, 6), "\nx")),
            (_edit((4, 1), (5, 1), ""), _edit((3, 4), (4, 6), "")),
            (_edit((4, 1), (5, 1), "x\ny\n"), _edit((4, 1), (4, 6), "x\ny")),
            (_edit((6, 1), (7, 1), ""), _edit((6, 1), (6, 6), "")),
            (_edit((6, 5), (7, 1), "4\n"), _edit((6, 5), (6, 6), "4")),
        ],
    )
    def test_line_breaks_between_cells_are_left_out(self, edit: Edit, after: Edit) -> None:
        made = read(self.TEXT)
        assert made is not None
        assert within(made, edit) == after == within(made, after)
        assert apply(made.text, [edit]).split() == apply(made.text, [after]).split()

    @pytest.mark.parametrize(
        ("edit", "message"),
        [
            (_edit((1, 1), (1, 1), "x\n"), "more than one cell"),
            (_edit((4, 1), (6, 1), ""), "more than one cell"),
            (_edit((4, 2), (5, 1), ""), "join two cells"),
            (_edit((5, 1), (5, 1), "x"), "join two cells"),
            (_edit((3, 4), (3, 4), "  # x"), "has a command"),
            (_edit((2, 1), (4, 1), ""), "has a command"),
        ],
    )
    def test_what_goes_beyond_is_refused(self, edit: Edit, message: str) -> None:
        made = read(self.TEXT)
        assert made is not None
        with pytest.raises(ValueError, match=message):
            within(made, edit)

    def test_nothing_comes_before_the_magic_of_a_cell(self) -> None:
        made = read(notebook("\n%%time\na = 1"))
        assert made is not None
        assert within(made, _edit((4, 1), (4, 1), "x\n")) == _edit((4, 1), (4, 1), "x\n")
        for line in (2, 3):
            with pytest.raises(ValueError, match="has a command"):
                within(made, _edit((line, 1), (line, 1), "x\n"))


def test_batches_are_edits_of_what_the_one_before_has_left() -> None:
    batches = [[_edit((2, 1), (2, 1), "x\n")], [_edit((3, 5), (3, 6), "2")]]
    assert rewritten(notebook("a = 1"), batches) == notebook("x\na = 2")


_CHARACTERS = st.sampled_from(["a", "é", "\U0001f600", '"', "\\", "/", "\t", "\u2028", "\x0b", "\n", "\n"])
_SOURCES = st.lists(st.text(_CHARACTERS, max_size=6), min_size=1, max_size=4).filter(any)


def _escaped(text: str, style: int) -> str:
    """One of the ways to write a string in JSON."""
    if style == 2:
        return '"' + "".join(f"\\u{unit:04X}" for unit in _units(text)) + '"'
    return json.dumps(text, ensure_ascii=bool(style))


def _units(text: str) -> memoryview:
    return memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.data(), _SOURCES, st.integers(0, 2), st.booleans())
def test_an_edit_of_the_file_is_that_of_the_module(
    data: st.DataObject, parts: list[str], style: int, single: bool
) -> None:
    strings = [_escaped(part, style) for part in parts]
    source = _escaped("".join(parts), style) if single else "[ " + " ,\t".join(strings) + "\n]"
    before = (
        '{"nbformat":4, "metadata":{} , "cells" : [{"source":"x=[","cell_type":"raw"},\n{"cell_type":"code","source":'
    )
    after = ', "outputs":[{"source":["y"]}]}, {"cell_type":"code","source":["last"]}]}\r\n'
    text = before + source + after
    made = read(text)
    assert made is not None
    cell = made.cells[0]
    assume(cell.code == cell.source)
    places = [
        (cell.first + line, column + 1)
        for line, content in enumerate(cell.code.split("\n"))
        for column in range(len(content) + 1)
    ]
    start, end = sorted((data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))
    edit = _edit(start, end, data.draw(st.text(_CHARACTERS, max_size=6)))
    result = edited(text, made, [edit])
    assert result.startswith(before)
    assert result.endswith(after)
    again = json.loads(result)["cells"][1]["source"]
    mended = [cell.opening, *"".join(again).split("\n"), "", "last", ""]
    assert mended == apply(made.text, [edit]).split("\n")
