"""Edits of texts, and their diffs."""

from __future__ import annotations

import pytest

from monai_tslint.findings import Edit
from monai_tslint.fixes.diff import unified
from monai_tslint.fixes.edits import apply, apply_all, overlap


def edit(start: tuple[int, int], end: tuple[int, int], text: str = "") -> Edit:
    return Edit("a.py", *start, *end, text)


@pytest.mark.parametrize(
    ("text", "edits", "result"),
    [
        ("abc\n", [edit((1, 2), (1, 3), "x")], "axc\n"),
        ("abc", [edit((1, 4), (1, 4), "\nd")], "abc\nd"),
        ("ä\r\nb\r\n", [edit((2, 1), (2, 1), "x\n"), edit((1, 1), (1, 2), "ö")], "ö\r\nx\r\nb\r\n"),
        ("a\rb", [edit((2, 1), (2, 2), "c\n")], "a\rc\r"),
        ("a\n\fb\n", [edit((2, 2), (2, 3))], "a\n\f\n"),
        ("a\nb\nc\n", [edit((2, 1), (3, 1))], "a\nc\n"),
        ("", [edit((1, 1), (1, 1), "a")], "a"),
        ("ab\n", [edit((1, 1), (1, 2), "x"), edit((1, 2), (1, 2), "-")], "x-b\n"),
    ],
)
def test_what_is_not_edited_stays(text: str, edits: list[Edit], result: str) -> None:
    assert apply(text, edits) == result


@pytest.mark.parametrize("place", [(0, 1), (3, 1), (1, 0), (1, 5), (2, 2)])
def test_places_outside_the_text_are_refused(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="there is no line"):
        apply("abc\n", [edit(place, place)])


def test_a_file_without_a_last_newline_has_no_line_after_it() -> None:
    with pytest.raises(ValueError, match="there is no line 2"):
        apply("abc", [edit((2, 1), (2, 1), "d")])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (edit((1, 1), (1, 3)), edit((1, 2), (1, 4)), True),
        (edit((1, 1), (1, 3)), edit((1, 3), (1, 4)), False),
        (edit((1, 1), (2, 1)), edit((1, 5), (1, 5), "x"), True),
        (edit((1, 1), (1, 1), "x"), edit((1, 1), (1, 1), "y"), True),
        (edit((1, 1), (1, 1), "x"), edit((1, 1), (1, 1), "x"), False),
        (edit((1, 1), (1, 3)), Edit("b.py", 1, 1, 1, 3, ""), False),
    ],
)
def test_edits_that_touch(one: Edit, other: Edit, expected: bool) -> None:
    assert overlap([one], [other]) is overlap([other], [one]) is expected


def test_edits_that_touch_are_not_applied() -> None:
    with pytest.raises(ValueError, match="must not touch"):
        apply("abc\n", [edit((1, 1), (1, 3)), edit((1, 2), (1, 4))])


def test_batches_follow_each_other() -> None:
    assert apply_all("a\n", [[edit((1, 1), (1, 2), "bc")], [edit((1, 3), (1, 3), "d")]]) == "bcd\n"


def test_a_diff_keeps_line_endings() -> None:
    assert unified("a.py", "a\r\nb\r\n", "a\r\nc\r\n") == "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"


def test_a_diff_of_a_last_line_without_an_end() -> None:
    no_end = "\\ No newline at end of file\n"
    assert unified("a.py", "a", "b") == f"--- a.py\n+++ a.py\n@@ -1 +1 @@\n-a\n{no_end}+b\n{no_end}"
    assert unified("a.py", "a", "a") == ""
