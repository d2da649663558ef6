"""MTS202: `try` and `finally` around what runs while temporary state is set."""

from __future__ import annotations

import pytest

from mended import block, mended, refusals

HEAD = (
    "from contextlib import contextmanager\nfrom acme import Transform\n\n\n"
    "class A(Transform):\n    @contextmanager\n    def set(self):\n"
)
TAIL = "\n    def __call__(self, img):\n        with self.set():\n            return img if self.x else None\n"


def example(body: str) -> str:
    """A context manager with this body."""
    return f"{HEAD}{block(body, ' ' * 8)}{TAIL}"


def fixed(body: str) -> str:
    """The text with its body as the safe fixes leave it."""
    return mended(example(body), "MTS202", unsafe=False)


def test_the_yield_is_guarded() -> None:
    before = """
        old = self.x
        self.x = 1
        yield
        self.x = old
    """
    after = """
        old = self.x
        self.x = 1
        try:
            yield
        finally:
            self.x = old
    """
    assert fixed(before) == example(after)


def test_comments_blank_lines_and_strings_keep_their_places() -> None:
    before = '''
        old = self.x
        self.x = 1  # set

        # before
        text = """
        kept
        """ + str(
            old)
        with open(text) as file:
            yield file
        # after

        # restore
        self.x = old  # back
        # end
    '''
    after = '''
        old = self.x
        self.x = 1  # set

        try:
            # before
            text = """
        kept
        """ + str(
                old)
            with open(text) as file:
                yield file
            # after

        finally:
            # restore
            self.x = old  # back
        # end
    '''
    assert fixed(before) == example(after)


def test_an_existing_try_gets_the_finally() -> None:
    before = """
        old = self.x
        self.x = 1
        try:
            yield
        except ValueError:
            pass
        self.x = old
    """
    after = """
        old = self.x
        self.x = 1
        try:
            yield
        except ValueError:
            pass
        finally:
            self.x = old
    """
    assert fixed(before) == example(after)


def test_everything_that_is_set_back_is_set_back_in_one_finally() -> None:
    before = """
        old, other = self.x, self.y
        self.x = 1
        self.y = 2
        yield
        self.y = other
        self.x = old
    """
    after = """
        old, other = self.x, self.y
        self.x = 1
        self.y = 2
        try:
            yield
        finally:
            self.y = other
            self.x = old
    """
    assert fixed(before) == example(after)


def test_loops_that_set_and_set_back() -> None:
    before = """
        old = [t.x for t in self.parts]
        for t in self.parts:
            t.x = 1
        yield
        for t, x in zip(self.parts, old):
            t.x = x
    """
    assert "        try:\n            yield\n        finally:\n            for t, x" in fixed(before)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("old = self.x; self.x = 1; yield\nself.x = old", "not set and set back by plain statements"),
        ("old = self.x\nself.x = 1\nif old:\n    yield\n    self.x = old", "not set and set back by plain statements"),
    ],
)
def test_what_is_not_plain_is_refused(body: str, reason: str) -> None:
    (refusal,) = refusals(example(body + "\n"), "MTS202")
    assert reason in refusal


@pytest.mark.parametrize(
    ("between", "restore"),
    [
        ("yield\ny = img()", "if y > 2:\n    self.x = old"),
        ("yield", "if self.y:\n    self.x = old"),
        ("try:\n    yield\nexcept KeyError as old:\n    pass", "self.x = old"),
    ],
)
def test_a_restore_that_depends_on_what_runs_before_is_refused(between: str, restore: str) -> None:
    text = example(f"old = self.x\nself.x = 1\n{between}\n{restore}\n")
    assert refusals(text, "MTS202") == ["what runs in between decides what is set back"]
    assert mended(text, "MTS202") == text


@pytest.mark.parametrize("leave", ["return", "for i in img:\n        return i", "for i in img: pass\n    else: return"])
def test_an_exit_that_leaves_the_value_set_is_not_safe(leave: str) -> None:
    text = example(f"old = self.x\nself.x = 1\nif old:\n    {leave}\nyield\nself.x = old\n")
    assert fixed(f"old = self.x\nself.x = 1\nif old:\n    {leave}\nyield\nself.x = old\n") == text
    assert "finally:" in mended(text, "MTS202")


def test_the_next_round_of_an_outer_loop_is_an_exit_too() -> None:
    body = "for i in img:\n    old = self.x\n    self.x = 1\n    if i:\n        {}\n    i(self.x)\n    self.x = old\nyield\n"
    assert "finally:" not in fixed(body.format("continue"))
    assert "finally:" in fixed(body.format("for j in i: break"))
    assert "finally:" in fixed(body.format("def f(): return 1"))


def test_a_body_on_the_line_of_its_header_is_refused() -> None:
    body = "old = self.x; self.x = 1; img(self.x); self.x = old"
    text = f"from acme import Transform\nclass A(Transform):\n    x = 0\n    def __call__(self, img): {body}\n"
    assert refusals(text, "MTS202") == ["the body stands on the line of its header"]
