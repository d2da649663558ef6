"""MTS301 and MTS302: markers join and leave the bases, with their imports."""

from __future__ import annotations

import pytest

from mended import mended, refusals

BODY = """
    def __call__(self, img):
        self.seen[img] = img
        return self.seen
"""
LOCKED = f"""\
from threading import Lock
from acme import ThreadUnsafe, Transform
class A(Transform):
    def __init__(self):
        self.lock = Lock()
{BODY}"""
DISORDERED = f"""\
from acme import ThreadUnsafe, Transform
class A(Transform):{BODY}
class B(ThreadUnsafe, A):
    pass
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from acme import Transform\n\nclass A(Transform):",
            "from acme import ThreadUnsafe, Transform\n\nclass A(Transform, ThreadUnsafe):",
        ),
        (
            "from acme import Transform, Alpha\n\nclass A(Transform):",
            "from acme import Transform, Alpha, ThreadUnsafe\n\nclass A(Transform, ThreadUnsafe):",
        ),
        (
            "from acme import (\n    Alpha,\n    Transform,  # base\n)\n\nclass A(Transform):",
            "from acme import (\n    Alpha,\n    ThreadUnsafe,\n    Transform,  # base\n)\n\nclass A(Transform, ThreadUnsafe):",
        ),
        (
            "from acme import ThreadUnsafe, Transform\n\nclass A(\n    Transform,\n    object,\n):",
            "from acme import ThreadUnsafe, Transform\n\nclass A(\n    Transform,\n    object,\n    ThreadUnsafe,\n):",
        ),
        ("import acme\n\nclass A(acme.Transform):", "import acme\n\nclass A(acme.Transform, acme.ThreadUnsafe):"),
        (
            "from acme import ThreadUnsafe, Transform\n\nclass A(Transform, metaclass=type):",
            "from acme import ThreadUnsafe, Transform\n\nclass A(Transform, ThreadUnsafe, metaclass=type):",
        ),
        (
            "from acme import *\nfrom os import sep\n\nclass A(Transform):",
            "from acme import *\nfrom os import sep\n\nclass A(Transform, ThreadUnsafe):",
        ),
        (
            "'''Doc.'''\nimport os\nif os:\n    from acme import Transform\n\nclass A(Transform): # c",
            (
                "'''Doc.'''\nimport os\nfrom acme import ThreadUnsafe\nif os:\n    from acme import Transform\n\n"
                "class A(Transform, ThreadUnsafe): # c"
            ),
        ),
    ],
)
def test_the_marker_and_its_import(before: str, after: str) -> None:
    assert mended(before + BODY, "MTS301") == after + BODY


def test_inherited_markers_are_not_repeated() -> None:
    text = f"from acme import ThreadUnsafe, Transform\n\nclass A(Transform):{BODY}\nclass B(A):{BODY}"
    assert mended(text, "MTS301") == text.replace("(Transform)", "(Transform, ThreadUnsafe)")


def test_a_holder_of_a_class_that_gets_a_marker_gets_one_too() -> None:
    holder = (
        "    def __init__(self):\n        self.a = A()\n\n    def __call__(self, img):\n        return self.a(img)\n"
    )
    text = f"from acme import ThreadUnsafe, Transform\n\nclass A(Transform):{BODY}\nclass B(Transform):\n{holder}"
    assert mended(text, "MTS301") == text.replace("(Transform)", "(Transform, ThreadUnsafe)")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"from acme import Transform\nThreadUnsafe = 1\nclass A(Transform):{BODY}", "already means something else"),
        (f"from acme import Transform\nmore = []\nclass A(Transform, *more):{BODY}", "not listed one by one"),
        (LOCKED, "applied, it would bring MTS304"),
        (DISORDERED, "Python would find no order for the bases of `snippet.B`"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    (refusal,) = refusals(text, "MTS3")
    assert reason in refusal


def test_a_marker_is_never_safe() -> None:
    text = f"from acme import Transform\n\nclass A(Transform):{BODY}"
    assert mended(text, "MTS301", unsafe=False) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from acme import ThreadUnsafe, Transform\n\nclass A(Transform, ThreadUnsafe):",
            "from acme import Transform\n\nclass A(Transform):",
        ),
        (
            "from acme import Transform, ThreadUnsafe\n\nclass A(ThreadUnsafe, Transform):",
            "from acme import Transform\n\nclass A(Transform):",
        ),
        (
            "from acme import Transform\nfrom acme import ThreadUnsafe\n\nclass A(ThreadUnsafe, Transform):",
            "from acme import Transform\n\nclass A(Transform):",
        ),
        (
            "from acme import (\n    Alpha,\n    ThreadUnsafe,\n    Transform,\n)\n\nclass A(Transform, ThreadUnsafe, Alpha):",
            "from acme import (\n    Alpha,\n    Transform,\n)\n\nclass A(Transform, Alpha):",
        ),
        (
            "from acme import ThreadUnsafe, Transform\nunsafe = ThreadUnsafe\nclass A(Transform, ThreadUnsafe):",
            "from acme import ThreadUnsafe, Transform\nunsafe = ThreadUnsafe\nclass A(Transform):",
        ),
    ],
)
def test_a_needless_marker_and_its_import_are_removed(before: str, after: str) -> None:
    body = "\n    def __call__(self, img):\n        return img\n"
    assert mended(before + body, "MTS302") == after + body
