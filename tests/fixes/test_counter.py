"""MTS103: counters get a lock, or go."""

from __future__ import annotations

import pytest

from mended import block, mended, planned, refusals


def transform(body: str, head: str = "from acme import Transform\n\n\n") -> str:
    """A transform with these methods."""
    return f"{head}class A(Transform):\n{block(body, '    ')}"


LOCKED = "from threading import Lock\n\nfrom acme import Transform\n\n\n"


def test_the_update_and_what_follows_from_it() -> None:
    before = """
        # makes one
        def __init__(self):
            self.n = 0

        def __call__(self, img):
            self.n = self.n + 1  # counts
            if img:
                return f"{self.n}"
            return self.n * 2
    """
    after = """
        _lock = Lock()

        # makes one
        def __init__(self):
            self.n = 0

        def __call__(self, img):
            with self._lock:
                self.n = self.n + 1  # counts
                n = self.n
            if img:
                return f"{n}"
            return n * 2
    """
    assert mended(transform(before), "MTS103", unsafe=False) == transform(before)
    assert mended(transform(before), "MTS103") == transform(after, LOCKED)


def test_two_counters_share_the_lock() -> None:
    body = """
        def __call__(self, img):
            self.n += 1
            self.m += 1
            return img

        def report(self):
            return self.n, self.m
    """
    text = mended(transform(body), "MTS103")
    assert text.count("_lock = Lock()") == 1
    assert text.count("with self._lock:") == 2


def test_a_private_counter_that_nobody_reads_goes() -> None:
    before = """
        def __init__(self, size):
            self.size = size
            self._n = 0

        def __call__(self, img):
            self._n += 1
            return img
    """
    after = """
        def __init__(self, size):
            self.size = size

        def __call__(self, img):
            return img
    """
    assert mended(transform(before), "MTS103") == transform(after)


def test_a_step_that_is_computed_is_counting() -> None:
    text = mended(
        transform("def __call__(self, img):\n    self.n += -self.step * (2 if img else 1)\n    return img\n"), "MTS103"
    )
    assert "        with self._lock:\n            self.n += -self.step * (2 if img else 1)\n" in text


def test_an_imported_module_is_used() -> None:
    head = "import threading\nfrom acme import Transform\n\n\n"
    text = mended(transform("def __call__(self, img):\n    self.n += 1\n    return img\n", head), "MTS103")
    assert text.startswith(f"{head}class A(Transform):\n    _lock = threading.Lock()\n\n    def __call__")


def test_a_lock_that_is_there_is_used() -> None:
    text = transform("_lock = threading.Lock()\ndef __call__(self, img):\n    self.n += 1\n    return img\n")
    assert mended(text, "MTS103") == text.replace(
        "        self.n += 1\n", "        with self._lock:\n            self.n += 1\n"
    )


@pytest.mark.parametrize("other", ["return a._n", "return getattr(a, '_n', 0)", "return a._n == 1"])
def test_a_private_counter_that_others_read_is_not_removed(other: str) -> None:
    counting = transform("def __call__(self, img):\n    self._n += 1\n    return img\n")
    text = f"{counting}\n\ndef f(a):\n    {other}\n"
    assert "        with self._lock:\n            self._n += 1\n" in mended(text, "MTS103")
    (finding,) = planned(text, "MTS103")
    assert finding.fix is not None
    assert finding.fix.message.endswith("Code outside the class reads the counter without it.")


@pytest.mark.parametrize("other", ["a._n = 0", "a._n -= 1", "a._n, b = 0, 1", "setattr(a, '_n', 0)", "del a._n"])
def test_a_counter_that_others_change_needs_more_than_a_lock(other: str) -> None:
    counting = transform("def __call__(self, img):\n    self._n += 1\n    return img\n")
    reason = "code outside the class changes the counter as well, without a lock"
    assert refusals(f"{counting}\n\ndef f(a):\n    {other}\n", "MTS103") == [reason]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("def __call__(self, i):\n    k = self.n\n    self.n += 1\n    return k", "before it changes it"),
        (
            "def __call__(self, i):\n    self.n += 1\n    return self.a()\ndef a(self):\n    return self.n",
            "`a` uses the counter",
        ),
        ("def __call__(self, i):\n    self.n += 1\n    self.n += i\n    return i", "in several places"),
        ("def __call__(self, i): self.n += 1; return i", "no line of its own"),
        ("def __call__(self, i):\n    self.n += (\n        1)\n    return i", "has several lines"),
        ("def __call__(self, i):\n    self.n += self(i - 1) if i else 1\n    return self.n", "does more than count"),
        ("def __call__(self, i):\n    self.n = self.n + len(i)\n    return self.n", "does more than count"),
        ("def __call__(self, i):\n    self.n += self.parts[i]\n    return self.n", "does more than count"),
        ("def __call__(self, i):\n    self._n += self.parts(i)\n    return i", "does more than count"),
        ("_lock = 1\n_n_lock = 2\ndef __call__(self, i):\n    self.n += 1\n    return i", "no free name for the lock"),
    ],
)
def test_refusals(body: str, reason: str) -> None:
    found = refusals(transform(f"{body}\n"), "MTS103")
    assert found
    assert all(reason in refusal for refusal in found), found
