"""MTS101: a method that sets an attribute for its only caller gives the value back."""

from __future__ import annotations

import pytest

from mended import block, mended, planned, refusals

HEAD = "from acme import Transform\n\n\n"
RULES = ("MTS101", "MTS102")
CALL = "def __call__(self, img):\n    self._find(img)\n    return img - self._low\n\n"


def transform(*methods: str) -> str:
    """A transform with these methods."""
    return f"{HEAD}class A(Transform):\n{block(''.join(methods), '    ')}"


def test_the_value_is_given_back_and_handed_on() -> None:
    before = """
        def __init__(self):
            self._low: float = 0.0

        def __call__(self, img):
            if img.ndim > 2:
                self._find(
                    img,  # all of it
                )
                return self._shifted(img)
            self._find(img[0])
            return img - self._low

        def _find(self, img, axis=None) -> None:
            # of all pixels
            self._low = img.min(axis)
            if self._low < 0:
                self._low = 0.0  # never below

        def _shifted(self, img):
            return img - self._low
    """
    after = """
        def __init__(self):
            pass

        def __call__(self, img):
            if img.ndim > 2:
                low = self._find(
                    img,  # all of it
                )
                return self._shifted(img, low)
            low = self._find(img[0])
            return img - low

        def _find(self, img, axis=None) -> float:
            # of all pixels
            low = img.min(axis)
            if low < 0:
                low = 0.0  # never below
            return low

        def _shifted(self, img, low):
            return img - low
    """
    assert mended(transform(block(before)), *RULES, unsafe=False) == transform(block(after))


def test_the_message_says_who_gives_it_back() -> None:
    (finding,) = planned(transform(CALL, "def _find(self, img):\n    self._low = img.min()\n"), *RULES)
    assert finding.fix is not None
    assert finding.fix.message == "Keep `self._low` in the local variable `low`, which `_find` gives back."


def test_without_an_annotation_of_the_attribute_none_is_left() -> None:
    text = transform(CALL, "def _find(self, img) -> None:\n    self._low = img.min()\n")
    assert "    def _find(self, img):\n        low = img.min()\n        return low\n" in mended(text, *RULES)


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        ("def _find(self, img):\n    self._low = img.min()\n    return img\n", "gives something back already"),
        ("def _find(self, img):\n    if img:\n        return\n    self._low = 1\n", "or ends early"),
        ("def _find(self, img):\n    if img:\n        self._low = 1\n", "does not always set it first"),
        ("def _find(self, img):\n    img -= self._low\n    self._low = 1\n", "does not always set it first"),
        ("def _find(self, img):\n    self._low, self._high = 0, 1\n", "sets several attributes"),
        ("@cached\ndef _find(self, img):\n    self._low = 1\n", "is decorated"),
        ("def _find(self, img): self._low = img.min()\n", "no line of its own"),
        ("def _find(self, img):\n    self._low = 1\nfind = _find\nprint(A._find)\n", "alone"),
    ],
)
def test_refused(method: str, reason: str) -> None:
    found = refusals(transform(CALL, method), *RULES)
    assert found
    assert reason in found[0]


def test_an_override_may_do_something_else() -> None:
    below = "\n\nclass B(A):\n    def _find(self, img):\n        pass\n"
    text = transform(CALL, "def _find(self, img):\n    self._low = img.min()\n") + below
    assert refusals(text, *RULES) == ["`B` has a method `_find` as well"]


@pytest.mark.parametrize(
    "more",
    [
        "def inverse(self, img):\n    self._find(img)\n    return img + self._low\n",
        "def inverse(self, img):\n    return img + self._low\n",
    ],
)
def test_others_that_rely_on_it(more: str) -> None:
    text = transform(CALL, "def _find(self, img):\n    self._low = img.min()\n\n", more)
    assert mended(text, *RULES) == text


def test_a_caller_that_may_not_have_called() -> None:
    call = "def __call__(self, img):\n    if img:\n        self._find(img)\n    return self._low\n\n"
    text = transform(call, "def _find(self, img):\n    self._low = img.min()\n")
    assert mended(text, *RULES) == text
    assert "nothing in the class sets `self._low` before the first call" in refusals(text, *RULES)
