"""What holds for every fix on every source: it parses, is final, keeps all comments and every byte that it does not name."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mended import block, outcome

LEAK = """
    level = 1

    @contextmanager
    def quiet(self):
        level = self.level
        self.level = 0
        yield
        self.level = level

    def __call__(self, img):
        with self.quiet():
            return img * self.level
"""
SCRATCH = """
    def __init__(self, width):
        self._factor = None
        self.width = width

    def __call__(self, img):
        self._factor = self.width / img.shape
        if img:
            img = self._scaled(img)
        return img

    def _scaled(self, img):
        return img * self._factor
"""
STICKY = """
    def __init__(self, size, options):
        self.size = size
        self.options = {"dim": 1}

    def __call__(self, img):
        if self.size is None:
            self.size = img.shape
        for _ in img:
            self.options["dim"] = None
        return img.crop(self.size, **self.options)
"""
COUNTER = """
    def __init__(self):
        self.number = 0

    def __call__(self, img):
        self.number += 1
        return f"{img}-{self.number}"
"""
STATE = """
    def __call__(self, img):
        self.seen[img] = img
        return self.seen
"""
UNUSED = """
    def __call__(self, img):
        img = img + 1
        return img
"""
GIVEN = """
    def __call__(self, img):
        self._find(img)
        return img - self._low

    def _find(self, img, axis=None) -> None:
        low = img.min(axis)
        self._low = low
"""
ONE_LINE = """
    def __init__(self): self._low = 0; self.number = 0

    def __call__(self, img): self._low = img.min(); return img - self._low

    def inverse(self, img): self.number += 1; return f'{img}{self.number}'
"""
BODIES = (LEAK, SCRATCH, STICKY, COUNTER, STATE, UNUSED, GIVEN, ONE_LINE)
HEADS = (
    block("""
        from contextlib import contextmanager
        from acme import Transform
    """),
    block("""
        '''Doc.'''
        from __future__ import annotations

        import os
        from acme import (
            Beta,
            Transform,
        )
        from contextlib import contextmanager
    """),
    block("""
        try:
            from acme import Transform
        except ImportError:
            Transform = object
        from contextlib import contextmanager
    """),
)
FIELDS = ("    kind = []\n\n", "    kind = (1,\n  2)\n\n", '    """Doc."""\n\n', "")
WITNESS = "\nodd = ( 1,2 ) ; even=[ '''a\n\tb''' ]#:c\n\x0cdef f ( x = 'q' ) : return x ;\n \t\n"
COMMENTS = ("# ü", "#!", "# noqa: E501", "#\tx  ", "# type: ignore")


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A transform with something to mend, in many spellings."""
    body = block(draw(st.sampled_from(BODIES)), "    ")
    if draw(st.booleans()):
        body = f"    if True:\n{block(body, '        ')}"
    if draw(st.integers(0, 3)) == 0:
        body = re.sub(r"^( +)(?=def (?:__call__|_\w+)\()", r"\1@ decorated (\n\1  1)\n\1", body, flags=re.MULTILINE)
    decorator = draw(st.sampled_from(["", "", "@registered\n", "@registered(\n    'A',\n)\n"]))
    lines = f"{decorator}class A(Transform):\n{draw(st.sampled_from(FIELDS))}{body}".split("\n")
    text = "\n".join(_varied(draw, line) for line in lines)
    if draw(st.booleans()):
        text = re.sub(r"^(?: {4})+(?=\S)", lambda m: "\t" * (len(m[0]) // 4), text, flags=re.MULTILINE)
    text = f"{draw(st.sampled_from(HEADS))}{WITNESS}{text}{draw(st.sampled_from([WITNESS, '']))}"
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _varied(draw: st.DrawFn, line: str) -> str:
    """A line with a comment, a form feed or a semicolon, where that changes nothing."""
    stripped = line.strip()
    if not stripped or "'''" in line or stripped[-1] in "(,[" or stripped in (")", "1)", "2)", "'A',"):
        return line
    choice = draw(st.integers(0, 11))
    if choice == 0:
        return f"{line}  {draw(st.sampled_from(COMMENTS))}"
    if choice == 1:
        return f"{line[: len(line) - len(line.lstrip())]}{draw(st.sampled_from(COMMENTS))}\n{line}"
    if choice == 2 and line[0] not in " \t":
        return f"\f{line}"
    if choice == 3 and stripped.startswith(("self.", "img =", "return", "yield")):
        return line.replace(stripped, f"k = 0; {stripped}")
    return line


def comments(text: str) -> Counter[str]:
    """The comments, but for those about findings."""
    tokens = tokenize.generate_tokens(io.StringIO(text.replace("\r\n", "\n")).readline)
    return Counter(t.string for t in tokens if t.type == tokenize.COMMENT and "MTS" not in t.string)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sources())
def test_every_fix_on_every_source(text: str) -> None:
    ast.parse(text)
    done = outcome(text)
    assert done.stdin is not None
    after = done.stdin.decode()
    ast.parse(after)
    assert comments(after) == comments(text)
    witness = WITNESS.replace("\n", "\r\n" if "\r\n" in text else "\n")
    assert after.count(witness) == text.count(witness)
    assert after.count("\n") - after.count("\r\n") == (0 if "\r\n" in text else after.count("\n"))
    assert after.endswith(("\n", "\r\n")) == text.endswith(("\n", "\r\n"))
    again = outcome(after)
    assert again.stdin == done.stdin
    assert again.fixed == {}


@pytest.mark.parametrize("body", [LEAK, SCRATCH, STICKY, COUNTER, STATE, GIVEN, ONE_LINE])
@pytest.mark.parametrize("head", HEADS)
def test_the_samples_are_mended(body: str, head: str) -> None:
    text = f"{head}\n\nclass A(Transform):\n{block(body, '    ')}"
    done = outcome(text)
    assert done.fixed
    assert [f.rule for f in done.report.findings if f.severity.label != "info"] in ([], ["MTS102"], ["MTS105"])
