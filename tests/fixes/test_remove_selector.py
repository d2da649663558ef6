"""MTS901: selectors leave their comments."""

from __future__ import annotations

import pytest

from mended import mended


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # noqa: MTS101", "x = 1"),
        ("x = 1 \t# NOQA : mts101  ", "x = 1"),
        ("x = 1  # noqa: E501, MTS101", "x = 1  # noqa: E501"),
        ("x = 1  # noqa: MTS101, E501", "x = 1  # noqa: E501"),
        ("x = 1  # noqa: E501 MTS101 W605", "x = 1  # noqa: E501 W605"),
        ("x = 1  # noqa: MTS101,MTS103", "x = 1"),
        ("x = 1  # noqa: MTS101  # type: ignore", "x = 1  # type: ignore"),
        ("x = 1  # why  # noqa: MTS101", "x = 1  # why"),
        ("x = 1  # noqa: MTS101 because", "x = 1  # because"),
        ("x = 1  # monai-tslint: ignore[MTS101] because", "x = 1"),
        ("x = 1  # monai-tslint: ignore[MTS101, MTS103] because", "x = 1"),
        ("x = 1  # monai-tslint: ignore[ MTS999 ]  # noqa: E501", "x = 1  # noqa: E501"),
        ("# monai-tslint: ignore-file[MTS101]\nx = 1", "x = 1"),
        ("def f():\n    # noqa: MTS101\n    x = 1", "def f():\n    x = 1"),
        ("x = 'ä'  # noqa: MTS101", "x = 'ä'"),
    ],
)
def test_what_is_left(before: str, after: str) -> None:
    assert mended(f"{before}\n", unsafe=False) == f"{after}\n"


def test_a_selector_that_is_of_use_stays() -> None:
    text = (
        "from acme import Transform\nclass A(Transform):\n    def __call__(self, img):\n"
        "        self.a = img  # noqa: {}MTS101\n        return self.a\n"
    )
    assert mended(text.format("MTS103, "), "MTS1", "MTS9", unsafe=False) == text.format("")


def test_the_last_line_may_have_no_end() -> None:
    assert mended("x = 1\n# noqa: MTS101") == "x = 1\n"


def test_a_comment_that_is_not_understood_stays() -> None:
    assert mended("x = 1  # monai-tslint: skip\n", "MTS901") == "x = 1  # monai-tslint: skip\n"
