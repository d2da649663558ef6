"""Cycles: bases, imports, calls, properties, decorators."""

from __future__ import annotations

from textwrap import dedent

import pytest

from snippets import IMPORT, check_effects, findings, tolerant

CYCLES: dict[str, dict[str, str]] = {
    "cyclic bases": {
        "a.py": "from b import B\nfrom monai.transforms import Transform\nclass A(B, Transform):\n"
        "    def __call__(self, d):\n        self.x = d\n        super().__call__(d)\n",
        "b.py": (
            "from a import A\nclass B(A):\n    def __call__(self, d):\n        self.y = d\n"
            "        super().__call__(d)\n"
        ),
    },
    "own base": {"a.py": "class A(A):\n    def __call__(self, d):\n        self.x = d\n"},
    "inconsistent bases": {
        "a.py": f"{IMPORT}class X(Transform): ...\nclass Y(Transform): ...\nclass P(X, Y): ...\nclass Q(Y, X): ...\n"
        "class A(P, Q):\n    def __call__(self, d):\n        self.x = d\n        return self.x\n",
    },
    "star imports": {
        "a.py": "from b import *\nfrom c import *\nclass A(T):\n    def __call__(self, d):\n        self.x = d\n",
        "b.py": "from a import *\nfrom c import *\nfrom monai.transforms import Transform as T\n",
        "c.py": "from a import *\nfrom b import *\nfrom c import *\nfrom .. import *\nfrom nowhere import *\n",
    },
    "imports of each other": {
        "a.py": "from b import T as T\nX = T\nclass A(X):\n    def __call__(self, d):\n        self.x = d\n",
        "b.py": "from a import X as T\n",
    },
    "alias of itself": {"a.py": "A = B\nB = A\nclass C(A):\n    def __call__(self, d):\n        self.x = d\n"},
}


RECURSION = {
    "mutual": "    def __call__(self, d):\n        return self.a(d)\n    def a(self, d):\n"
    "        self.x = d  #: assign self.x\n"
    "        return self.b(d)\n    def b(self, d):\n        return self.a(d)\n",
    "itself": (
        "    def __call__(self, d):\n        self.x = d  #: assign self.x\n        return self(self.__call__(d))\n"
    ),
    "property": "    @property\n    def p(self):\n        self.x = 1  #: assign self.x\n        return self.p\n"
    "    def __call__(self, d):\n        return self.p\n",
    "two properties": "    @property\n    def p(self):\n        return self.q\n    @property\n    def q(self):\n"
    "        self.x = 1  #: assign self.x\n        return self.p\n    def __call__(self, d):\n        return self.p\n",
    "setter": "    @property\n    def p(self): ...\n    @p.setter\n    def p(self, v):\n        self.p = v\n"
    "    def __call__(self, d):\n        self.p = d\n",
    "result": "    def __call__(self, d):\n        self.a(d)[0] = 1  #: mutate self.items[*]\n"
    "    def a(self, d):\n        return self.items if d else self.a(d)\n",
    "generator": "    def __call__(self, d):\n        yield from self.a(d)\n    def a(self, d):\n"
    "        self.x = d  #: assign self.x\n        yield from self.a(d)\n",
    "growing argument": "    def __call__(self, d):\n        return self.a([d])\n    def a(self, d):\n"
    "        self.x = d  #: assign self.x\n        return self.a([d, [d], {'k': d}])\n",
    "own type as a member": "    def __init__(self):\n        self.t = T()\n    def __call__(self, d):\n"
    "        self.x = d  #: assign self.x\n",
    "nested function": "    def __call__(self, d):\n        def f(n):\n            self.x = n  #: assign self.x\n"
    "            return f(n - 1)\n        return f(d)\n",
    "constructor": (
        "    def __init__(self, o=None):\n        self.o = T(self)\n    def __call__(self, d):\n"
        "        return T(self)\n"
    ),
    "context manager": "    def __enter__(self):\n        with self:\n            self.x = 1  #: assign self.x\n"
    "    def __exit__(self, *e): ...\n    def __call__(self, d):\n        with self:\n            return d\n",
}


@pytest.mark.parametrize("files", CYCLES.values(), ids=CYCLES.keys())
def test_cycles_between_files(files: dict[str, str]) -> None:
    found = tolerant(files)
    assert found == tolerant(files, list(reversed(files)))


def test_cycles_do_not_hide_a_base_that_is_known() -> None:
    assert {f.attribute for f in tolerant(CYCLES["star imports"])} == {"self.x"}
    assert "self.x" in {f.attribute for f in tolerant(CYCLES["cyclic bases"])}


@pytest.mark.parametrize("body", RECURSION.values(), ids=RECURSION.keys())
def test_recursion(body: str) -> None:
    check_effects(f"{IMPORT}class T(Transform):\n{body}")


def test_decorators_that_wrap_themselves() -> None:
    source = dedent("""
        def one(fn):
            @two
            def wrapper(self, d):
                self.x = 1
                return fn(self, d)
            return wrapper
        @one
        def two(fn):
            return one(fn)
        class T(Transform):
            @one
            @two
            def __call__(self, d):
                return self(d)
    """)
    assert {f.attribute for f in findings(IMPORT + source)} == {"self.x"}
