"""Deep, huge and odd sources: read, or said to be unreadable; never a traceback, never without end."""

from __future__ import annotations

import ast
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import indent

import pytest

from monai_tslint.index import index_source
from monai_tslint.reader import read_function
from monai_tslint.workspace import Unparsable
from snippets import IMPORT, effects_of, findings, tolerant, unknown, workspace

N = 500


DEEP = {
    "parentheses": "self.x = " + "(" * 150 + "data" + ")" * 150,
    "attributes": "self.x = data; self" + ".a" * N + " = data",
    "attribute reads": "self.x = self" + ".a" * N,
    "calls": "self.x = data" + "()" * N,
    "method calls": "self.x = self" + ".a()" * N,
    "subscripts": "self.cache" + "[0]" * N + " = data",
    "binary operators": "self.x = " + " + ".join(["data"] * N),
    "powers": "self.x = " + " ** ".join(["data"] * N),
    "boolean operators": "self.x = " + " and ".join(["data"] * N),
    "mixed boolean operators": "self.x = " + " and not ".join(["data or data"] * N),
    "comparisons": "self.x = " + " < ".join(["data"] * N),
    "conditional expressions": "self.x = " + "1 if data else " * N + "2",
    "unary": "self.x = " + "not " * N + "data",
    "minus": "self.x = " + "-" * N + "1",
    "lists": "self.x = " + "[" * 90 + "data" + "]" * 90,
    "lambdas": "self.x = " + "lambda: " * N + "data",
    "elif": "if data:\n    pass\n" + "elif data:\n    pass\n" * N + "else:\n    self.x = data",
    "chained assignments": "self.x = " + " = ".join(["y"] * N) + " = data",
    "tuple of names": "self.x = (" + ", ".join(["data"] * (10 * N)) + ")",
    "strings": "self.x = (" + " ".join(["'a'"] * N) + ")",
    "arguments": "self.x = data(" + ", ".join(["data"] * (10 * N)) + ")",
    "with items": "with " + ", ".join(["data"] * N) + ":\n    self.x = data",
    "blocks": "".join(" " * i + "if data:\n" for i in range(90)) + " " * 90 + "self.x = data",
    "nested functions": "".join(" " * i + "def f():\n" for i in range(90)) + " " * 90 + "self.x = data",
    "nested loops": "".join(" " * i + f"for v{i} in data:\n" for i in range(19)) + " " * 19 + "self.x = v18",
    "nested tries": "".join(" " * i + "try:\n" for i in range(18))
    + " " * 18
    + "self.x = data\n"
    + "".join(" " * i + "finally:\n" + " " * i + " self.y = data\n" for i in reversed(range(18))),
    "nested withs": "".join(" " * i + f"with data as v{i}:\n" for i in range(19)) + " " * 19 + "self.x = v18",
}


def _deep(body: str) -> str:
    return f"{IMPORT}class T(Transform):\n    def __call__(self, data):\n{indent(body, ' ' * 8)}\n"


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_read_or_said_to_be_too_deep(body: str) -> None:
    source = _deep(body)
    ast.parse(source)
    space = workspace(source)
    (effects,) = effects_of(space)
    assert effects.effects or effects.unknown
    space.findings((effects,), strict=True)


def test_what_python_itself_refuses_is_unparsable() -> None:
    for body in (
        "(" * N + ")" * N,
        "[" * N + "]" * N,
        "".join(" " * i + "if data:\n" for i in range(N)) + " " * N + "pass",
    ):
        with pytest.raises(Unparsable):
            workspace(_deep(body))


def test_a_function_too_deep_to_read_leaves_the_others() -> None:
    source = _deep("self.x = self" + ".a" * 5000) + "    def inverse(self, data):\n        self.y = data\n"
    try:
        space = workspace(source)
    except Unparsable:
        return
    (effects,) = effects_of(space)
    assert ".y" in {step for hot in effects.effects for step in hot.path}


def test_a_body_that_cannot_be_read_is_unknown_and_no_finding() -> None:
    source = _deep("self.x = self" + ".a" * 900) + "    def inverse(self, data):\n        return data\n"
    try:
        reasons = unknown(source)
    except Unparsable:
        return
    assert all("cannot be read" in r for r in reasons)


def test_twenty_thousand_lines() -> None:
    method = "    def m{0}(self, data):\n        self.x{0} = data\n        if data:\n            return self.x{0}\n"
    calls = "".join(f"        self.m{i}(data)\n" for i in range(0, 4000, 40))
    source = IMPORT + "class T(Transform):\n    def __call__(self, data):\n" + calls
    source += "".join(method.format(i) for i in range(5000))
    assert source.count("\n") > 20_000
    found = [f for f in findings(source) if f.rule == "MTS101"]
    assert len(found) == 100
    assert found[-1].location.line == source[: source.index("self.x3960 =")].count("\n") + 1


def test_one_body_of_many_lines() -> None:
    source = _deep("".join(f"v{i} = data + {i}\n" for i in range(4000)) + "self.x = v9\nreturn self.x")
    assert [f.rule for f in findings(source)] == ["MTS301", "MTS101"]


@contextmanager
def _seconds_of_cpu(limit: float) -> Iterator[None]:
    """Stops what runs for so long that it would never end."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_many_methods_that_call_each_other() -> None:
    called = [((i * 7 + 1) % 60, (i * 3 + 2) % 60) for i in range(60)]
    source = IMPORT + "class T(Transform):\n    def __call__(self, d):\n        self.m0(d)\n"
    for i, (one, other) in enumerate(called):
        source += f"    def m{i}(self, d):\n        self.m{one}(d)\n        self.m{other}(d)\n        self.x{i} = d\n"
    with _seconds_of_cpu(5):
        ((*effects,),) = (cls.effects for cls in effects_of(workspace(source)))
    reached, pending = set[int](), [0]
    while pending:
        i = pending.pop()
        if i not in reached:
            reached.add(i)
            pending += called[i]
    assert {hot.path for hot in effects} == {("self", f".x{i}") for i in reached}


def test_displays_that_hold_each_other() -> None:
    """What is known of a value does not double with each display around it."""

    def size(count: int) -> int:
        text = _deep("data = [data, [data]]\n" * count + "self.x = data")
        function = index_source("m.py", "m", False, text, "").classes["T"].methods["__call__"][0]
        return len(repr(read_function(text.split("\n"), function)))

    assert size(12) < 3 * size(6)


CHAINS = {
    "methods": "class T(Transform):\n    def __call__(self, d):\n        self.m0(d)\n"
    + "".join(f"    def m{i}(self, d):\n        self.m{i + 1}(d)\n" for i in range(N))
    + f"    def m{N}(self, d):\n        self.x = d\n",
    "functions": "".join(f"def f{i}(o):\n    f{i + 1}(o)\n" for i in range(N))
    + f"def f{N}(o):\n    o.x = 1\nclass T(Transform):\n    def __call__(self, d):\n        f0(self)\n",
    "members": "class C0:\n    def run(self, d):\n        self.x = d\n"
    + "".join(
        f"class C{i}:\n    def __init__(self):\n        self.c = C{i - 1}()\n    def run(self, d):\n"
        f"        self.c.run(d)\n"
        for i in range(1, 30)
    )
    + "class T(Transform):\n    def __init__(self):\n        self.c = C29()\n"
    "    def __call__(self, d):\n        self.c.run(d)\n",
    "bases": "class C0(Transform):\n    def __call__(self, d):\n        self.x = d\n"
    + "".join(f"class C{i + 1}(C{i}):\n    def __call__(self, d):\n        super().__call__(d)\n" for i in range(120)),
}


@pytest.mark.parametrize("source", CHAINS.values(), ids=CHAINS.keys())
def test_long_chains_are_followed_or_said_to_be_unknown(source: str) -> None:
    with _seconds_of_cpu(20):
        for effects in effects_of(workspace(IMPORT + source)):
            assert not effects.entries or effects.effects or effects.unknown, effects.info.name


def test_a_chain_that_is_too_long_does_not_spoil_what_a_short_one_reaches() -> None:
    """What a function does cannot depend on how deep in calls it was first looked at."""
    methods = "".join(f"    def m{i}(self, d):\n        self.m{i + 1}(d)\n" for i in range(150))
    source = "class T(Transform):\n    def __call__(self, d):\n        self.m0(d)\n" + methods
    source += (
        "    def m150(self, d):\n        self.x = d\nclass U(T):\n    def __call__(self, d):\n        self.m80(d)\n"
    )
    by_name = {cls.info.index.name: cls for cls in effects_of(workspace(IMPORT + source))}
    assert [hot.path for hot in by_name["U"].effects] == [("self", ".x")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\f",
        "\ufeff",
        "x = 1\0",
        "\0",
        "  x",
        "'''",
        "def f(:",
        "\r",
        "x = 1\rclass A: ...\r",
        "\\",
        "# -*- coding: none -*-\n",
    ],
)
def test_odd_files(text: str) -> None:
    files = {"odd.py": text, "good.py": _deep("self.x = data")}
    assert {f.location.path for f in tolerant(files)} == {"good.py"}


def test_old_line_endings() -> None:
    """A lone carriage return ends a line for Python."""
    source = _deep("self.x = data\nreturn self.x").replace("\n", "\r")
    assert [f.attribute for f in findings(source)] == ["self.x", "self.x"]


def test_a_file_that_becomes_unparsable_is_left_out() -> None:
    space = workspace({"a.py": _deep("self.x = data\nreturn self.x")})
    assert space.findings(effects_of(space))
    with pytest.raises(Unparsable):
        space.update("a.py", "a", False, "def (:\n")
    assert not space.findings(effects_of(space))
