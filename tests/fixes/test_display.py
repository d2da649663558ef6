"""Fixes that are shown only: MTS104, MTS106, MTS107, MTS109, MTS303 and MTS304."""

from __future__ import annotations

import pytest

from mended import block, mended, outcome
from monai_tslint.proposals import Applicability

LAZY = """
    def __call__(self, img):
        if self.grid is None:
            # once
            self.grid = object()
        return self.grid
"""
HELD = """
    def __init__(self, zoomer):
        self._zoomer = zoomer

    def __call__(self, img):
        self._zoomer.factor = img.size
        return self._zoomer(img)
"""
GLOBAL = """
    def __call__(self, img):
        global calls
        calls = calls + 1
        return img
"""
ITERATOR = """
    def __init__(self, seeds):
        self.seeds = iter(seeds)

    def __call__(self, img):
        return img + next(self.seeds)
"""
LOCKED = """
    def __init__(self):
        self.n = 0
        self.guard = threading.Lock()

    def __call__(self, img):
        with self.guard:
            self.n = img
        self.n = None
        return self.n
"""
COPIED = """
    def __init__(self, path):
        self.file = open(path)

    def __call__(self, img):
        return img
"""


@pytest.mark.parametrize(
    ("rule", "body", "message"),
    [
        (
            "MTS104",
            LAZY,
            """
            With `_lock = threading.Lock()` in the class, hold it here:
            with self._lock:
                if self.grid is None:
                    # once
                    self.grid = object()""",
        ),
        (
            "MTS106",
            HELD,
            """
            With `from copy import copy`, work on a copy, and use `zoomer` for the rest of the call:
            zoomer = copy(self._zoomer)
            zoomer.factor = img.size""",
        ),
        (
            "MTS107",
            GLOBAL,
            """
            With `_lock = threading.Lock()` in the module, hold it here:
            with _lock:
                calls = calls + 1""",
        ),
        (
            "MTS109",
            ITERATOR,
            """
            With `_lock = threading.Lock()` in the class, hold it here:
            with self._lock:
                return img + next(self.seeds)""",
        ),
        (
            "MTS303",
            LOCKED,
            """
            As elsewhere, hold it here:
            with self.guard:
                self.n = None""",
        ),
        (
            "MTS304",
            COPIED,
            """
            Leave `file` out of copies, which make their own:
            def __getstate__(self):
                state = self.__dict__.copy()
                state.pop("file", None)
                return state

            def __setstate__(self, state):
                self.__dict__.update(state)
                # needs `path`: keep it on the object
                self.file = open(path)""",
        ),
    ],
)
def test_the_mended_code_is_shown_and_never_applied(rule: str, body: str, message: str) -> None:
    head = "import threading\nfrom acme import ThreadUnsafe, Transform\ncalls = 0\n\n"
    bases = "Transform, ThreadUnsafe" if rule == "MTS304" else "Transform"
    text = f"{head}class A({bases}):{body}"
    fixes = [finding.fix for finding in outcome(text, rule).report.findings]
    assert [(fix.applicability, fix.message, fix.edits) for fix in fixes if fix is not None] == [
        (Applicability.DISPLAY, block(message).rstrip(), ())
    ]
    assert mended(text, rule) == text
