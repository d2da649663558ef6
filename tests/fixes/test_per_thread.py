"""MTS201: temporary values that belong to one thread. The mended code is run, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mended import mended, refusals

FLIPS = '''\
from contextlib import contextmanager
from os import sep

from acme import Transform


class Flip(Transform):
    """Flips."""

    def __init__(self):
        self.tracing = True

    def __call__(self, img):
        return [*img, "flipped"] if self.tracing else img

    @contextmanager
    def trace(self, value):
        prev = self.tracing
        self.tracing = value  # for a while
        try:
            yield
        finally:
            self.tracing = prev


class Lazy(Flip):
    def __init__(self):
        self.more = sep


class Odd(Flip):
    def __getstate__(self):
        return dict(self.__dict__)

    def __setstate__(self, state):
        self.__dict__.update(state)
'''

BEHAVIOUR = {
    "a temporary value belongs to its thread": """
        flip = Flip()
        with flip.trace(False):
            assert not flip.tracing and elsewhere(flip)
        assert flip.tracing and elsewhere(flip)
    """,
    "a lasting value is seen by all": """
        flip = Flip()
        flip.tracing = False
        assert not flip.tracing and not elsewhere(flip)
    """,
    "objects do not share it": """
        flip, other = Flip(), Flip()
        with flip.trace(False):
            assert other.tracing
    """,
    "one thread sees what it saw before": """
        flip = Flip()
        with flip.trace(False):
            with flip.trace(True):
                assert flip.tracing
            assert not flip.tracing
            flip.tracing = True
            assert flip.tracing
        assert flip.tracing
        try:
            with flip.trace(False):
                raise KeyError
        except KeyError:
            assert flip.tracing
    """,
    "overlapping threads leave nothing behind": """
        flip, entered, left = Flip(), Event(), Event()
        def other():
            with flip.trace(False):
                entered.set()
                left.wait(10)
        thread = Thread(target=other)
        with flip.trace(False):
            thread.start()
            entered.wait(10)
        assert flip.tracing
        left.set()
        thread.join()
        assert flip.tracing and elsewhere(flip)
    """,
    "copies and pickles carry the lasting value": """
        for cls in (Flip, Odd):
            flip = cls()
            flip.tracing = False
            for twin in (copy.copy(flip), copy.deepcopy(flip), pickle.loads(pickle.dumps(flip))):
                assert not twin.tracing
                twin.tracing = True
                assert not flip.tracing
            with flip.trace(True):
                assert not copy.deepcopy(flip).tracing
    """,
    "a subclass without the constructor fails as before": """
        lazy = Lazy()
        assert not hasattr(lazy, "tracing")
        lazy.tracing = True
        with lazy.trace(False):
            assert not lazy.tracing
    """,
    "worker processes": """
        flip = Flip()
        flip.tracing = False
        for method in multiprocessing.get_all_start_methods():
            with multiprocessing.get_context(method).Pool(1) as pool:
                assert pool.map(look, [flip]) == [False]
    """,
}

HEAD = """\
import copy, multiprocessing, pickle
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from flips import Flip, Lazy, Odd

def look(flip):
    return flip.tracing

def elsewhere(flip):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(look, flip).result()

if __name__ == "__main__":
"""


def test_the_mended_text() -> None:
    text = mended(FLIPS, "MTS201")
    assert "from contextlib import contextmanager\nfrom contextvars import ContextVar\nfrom os import sep\n" in text
    assert (
        "        prev = self._tracing_here.set({**self._tracing_here.get({}), id(self): value})  # for a while\n"
        in text
    )
    assert "        finally:\n            self._tracing_here.reset(prev)\n" in text
    assert text.count("self.tracing = ") == 1


@pytest.mark.parametrize("body", BEHAVIOUR.values(), ids=BEHAVIOUR)
def test_behaviour(body: str, tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text("class Transform:\n    pass\n")
    (tmp_path / "flips.py").write_text(mended(FLIPS, "MTS201"))
    (tmp_path / "run.py").write_text(HEAD + body.replace("\n        ", "\n    "))
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_unmended_text_behaves_otherwise(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text("class Transform:\n    pass\n")
    (tmp_path / "flips.py").write_text(FLIPS)
    body = BEHAVIOUR["a temporary value belongs to its thread"].replace("\n        ", "\n    ")
    (tmp_path / "run.py").write_text(HEAD + body)
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert "AssertionError" in done.stderr


def test_a_value_in_the_class_becomes_the_lasting_one() -> None:
    known = FLIPS.replace("from acme", "from monai.transforms")
    text = mended(known.replace('    """Flips."""\n', "    tracing: bool = True\n"), "MTS201")
    assert "    _tracing: bool = True\n" in text


def test_several_methods_share_one_property() -> None:
    second = """
    @contextmanager
    def silent(self):
        self.tracing = False
        try:
            yield
        finally:
            self.tracing = True
"""
    text = mended(FLIPS.replace("\n\nclass Lazy", f"{second}\n\nclass Lazy"), "MTS201")
    assert text.count("def tracing(self)") == 1
    assert "        token = self._tracing_here.set({**self._tracing_here.get({}), id(self): False})\n" in text


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "        finally:\n            self",
            "        except KeyError:\n            pass\n        self",
            "(see MTS202)",
        ),
        ("self.more = sep", "self.more = self.__dict__['tracing']", None),
        ("class Lazy(Flip):", "class Lazy(Flip):\n    tracing = False", "`Lazy` has a class attribute `tracing`"),
        ("class Odd(Flip):", "Flip.tracing = False\nclass Odd(Flip):", "used on a class, not on an object"),
        ('"""Flips."""', '__slots__ = ("tracing",)', "the class uses `__slots__` already"),
        ('"""Flips."""', "_tracing = 1", "the class uses `_tracing` already"),
        ('    """Flips."""\n', "    tracing: bool = True\n", "a base that is not known may make a field of `tracing`"),
        ("class Flip(", "@fields(\n    True\n)\nclass Flip(", "the class is decorated"),
        ("self.more = sep", "self._tracing = sep", "`Lazy` uses `_tracing` already"),
        ("self.more = sep", "del self.tracing", "`tracing` is deleted somewhere"),
        (
            "        self.tracing = True\n",
            "        if sep:\n            self.tracing = True\n",
            "neither the class nor its constructor always sets `tracing` first",
        ),
        ("            yield\n", "            self.tracing = 1\n            yield\n", "(see MTS202)"),
    ],
)
def test_refusals(old: str, new: str, reason: str | None) -> None:
    text = FLIPS.replace(old, new)
    assert text != FLIPS
    assert [r.endswith(reason) if reason else r for r in refusals(text, "MTS201")] == ([True] if reason else [])
