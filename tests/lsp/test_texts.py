"""Texts as clients and the server hand them to each other: places, changes and edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from editors import edited
from monai_tslint.lsp.documents import Documents
from monai_tslint.lsp.editing import text_edits
from monai_tslint.lsp.positions import Units, lines_of, sound

URI = "file:///a.py"
ENCODINGS = list(types.PositionEncodingKind)
WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("ab é🧠\n\r\f\u2028"), max_size=30)


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_places_lead_there_and_back(text: str, encoding: types.PositionEncodingKind, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[max(0, offset - 1) : offset + 1] == "\r\n":
        return
    units = Units(encoding)
    place = units.place(text, offset)
    name, width = WIDTHS[encoding.value]
    before = lines_of(text[:offset])
    assert place == types.Position(len(before) - 1, len(before[-1].encode(name)) // width)
    assert units.offset(text, place) == offset
    assert units.position(lines_of(text), len(before), len(before[-1]) + 1) == place


@given(TEXTS, TEXTS)
def test_edits_make_one_text_of_another(before: str, after: str) -> None:
    edits = text_edits(before, after, Units())
    assert edited(before, edits) == after
    assert bool(edits) == (before != after)


def test_edits_touch_no_more_than_they_must() -> None:
    (edit,) = text_edits("x = 1\r\ny = 2  # 🧠\r\nz = 3\r\n", "x = 1\r\ny = 2  # 🧠 z\r\nz = 3\r\n", Units())
    assert (edit.range, edit.new_text) == (types.Range(types.Position(1, 11), types.Position(1, 11)), " z")


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(ENCODINGS))
def test_changes_build_on_each_other(text: str, new: str, last: str, encoding: types.PositionEncodingKind) -> None:
    documents = Documents(Units(encoding))
    documents.open(types.TextDocumentItem(URI, "python", 1, text))
    end = documents.units.place(text, len(text))
    changes = [
        types.TextDocumentContentChangePartial(types.Range(end, end), new),
        types.TextDocumentContentChangePartial(types.Range(types.Position(0, 0), types.Position(0, 0)), last),
    ]
    documents.change(types.VersionedTextDocumentIdentifier(2, URI), changes)
    (file,) = documents.files()
    assert file.document is not None
    assert (file.path, file.document.version, file.text) == ("/a.py", 2, last + text + new)


@pytest.mark.parametrize("beyond", [types.Position(9, 9), types.Position(1, 99)])
def test_places_behind_the_end_are_the_end(beyond: types.Position) -> None:
    assert Units().offset("a\nbc", beyond) == len("a\nbc")


def test_halves_of_characters_are_replaced() -> None:
    assert sound("a\ud83eb🧠") == "a\ufffdb🧠"


def test_other_schemes_are_no_files() -> None:
    documents = Documents()
    documents.open(types.TextDocumentItem("git:/a.py?ref", "python", 1, "x"))
    documents.open(types.TextDocumentItem("untitled:Untitled-1", "python", 1, "x"))
    assert documents.files() == ()


def test_what_is_not_open_does_not_change() -> None:
    documents = Documents()
    change = types.TextDocumentContentChangeWholeDocument("x")
    documents.change(types.VersionedTextDocumentIdentifier(1, URI), [change])
    documents.close(URI)
    documents.close_notebook(URI)
    assert documents.files() == ()
