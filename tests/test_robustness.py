"""The analysis gives an answer for any source: strange, huge, deep, cyclic; the same one each time and in any order."""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from textwrap import dedent, indent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monai_tslint.findings import Finding
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import Unparsable, Workspace
from snippets import check_effects, findings, unknown, workspace

_IMPORT = "from monai.transforms import Transform\n"
_SETTINGS = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

SEED = """\
import contextlib, copy, functools, threading
import numpy as np
from monai.transforms import Compose, MapTransform, Transform
CACHE = {}
class Helper:
    def __init__(self, owner, table):
        self.owner, self.table, self.n = owner, table, 0
    def up(self, by=1):
        self.n += by
        self.owner.last = self.n
        return self
class T(MapTransform):
    size: int = 3
    def __init__(self, keys, transforms=(), fn=None):
        super().__init__(keys)
        self.transforms, self.fn = list(transforms), fn
        self.helper = Helper(self, {})
        self.lock, self.local = threading.Lock(), threading.local()
    @property
    def grid(self):
        if self._grid is None:
            self._grid = np.zeros(self.size)
        return self._grid
    @grid.setter
    def grid(self, value):
        self._grid = value
    @contextlib.contextmanager
    def off(self, flag):
        old = self.flag
        self.flag = flag
        try:
            yield self
        finally:
            self.flag = old
    def _each(self, data):
        for i, t in enumerate(self.transforms):
            t.flag, (first, *rest) = i, data
            yield from rest
    def __call__(self, data):
        d = dict(data)
        with self.off(False) as me, self.lock:
            me.count += 1
        for key in self.key_iterator(d):
            d[key] = self.grid + self.helper.up().n
            if key not in CACHE:
                CACHE[key] = copy.deepcopy(self.helper)
        match d:
            case {"a": [x, *_], **rest} if x:
                self.x = rest
            case Helper(n=n):
                self.local.n = n
        try:
            run = functools.partial(self._run, 1)
            return [run(v) for v in self._each(d) if (w := v)]
        except (KeyError, AttributeError) as error:
            self.error: str = str(error)
            raise ValueError from error
        finally:
            del self.x
    def _run(self, n, value, *args, key=None, **kw):
        nested = lambda v: self.fn(v, *args, **kw)
        self.__dict__["last"] = nested(value)
        setattr(self, f"a{n}", value)
        return self.helper.table if n else value
    def inverse(self, data):
        return self(data) if data else super().inverse(data)
"""


def analysed(files: Mapping[str, str], order: list[str] | None = None) -> tuple[Finding, ...]:
    """The findings about some files; those that Python cannot parse are left out."""
    space = Workspace(load_builtin())
    for path in order or list(files):
        try:
            space.update(path, path.removesuffix(".py").replace("/", "."), False, files[path])
        except Unparsable:
            continue
    return space.findings(space.effects(), strict=True)


# Mutated and generated sources ----------------------------------------------------------------------------------


@_SETTINGS
@given(st.randoms(use_true_random=False))
def test_lines_deleted_moved_and_doubled(chance: random.Random) -> None:
    lines = SEED.splitlines(keepends=True)
    for _ in range(chance.randint(1, 6)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(3):
            case 0:
                del lines[at]
            case 1:
                lines.insert(to, lines[at])
            case _:
                lines[at], lines[to] = lines[to], lines[at]
    analysed({"m.py": "".join(lines)})


_BASE = ast.parse(SEED)


class _Shuffler(ast.NodeTransformer):
    """Puts expressions in the places of others: sources that parse, but that nobody would write."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.pool = [n for n in ast.walk(_BASE) if isinstance(n, ast.expr) and isinstance(getattr(n, "ctx", None), ast.Load)]

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(getattr(node, "ctx", None), ast.Load) and self.chance.random() < 0.08:
            return self.chance.choice(self.pool)
        return self.generic_visit(node)


@_SETTINGS
@given(st.randoms(use_true_random=False))
def test_expressions_exchanged(chance: random.Random) -> None:
    source = ast.unparse(ast.fix_missing_locations(_Shuffler(chance).visit(ast.parse(SEED))))
    analysed({"m.py": source})


@_SETTINGS
@given(st.text(alphabet=st.sampled_from(list("selfx.=()[]{}:,*@ \n\t\\'\"\f\r\0#0é𝄞\u2028\ufeff")), max_size=40))
def test_any_text_in_a_body(text: str) -> None:
    analysed({"m.py": SEED.replace("d = dict(data)", text, 1)})


@_SETTINGS
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    analysed({"m.py": text, "n.py": SEED})


_names = st.sampled_from(["self", "data", "x", "T", "CACHE", "super()", "cls", "None"])
_expressions = st.recursive(
    _names,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["x", "cache", "tracing", "__dict__", "__class__"])).map(".".join),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}[{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} or {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"[{p[0]}, *{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"{{'k': {p[0]}, **{p[1]}}}"),
        inner.map(lambda e: f"(lambda x=None, *a: {e})"),
        inner.map(lambda e: f"[y for y in {e} if y is not None]"),
        inner.map(lambda e: f"getattr({e}, 'x')"),
        inner.map(lambda e: f"functools.partial({e}, self)"),
    ),
    max_leaves=8,
)
_simple = st.one_of(
    _expressions,
    _expressions.map(lambda e: f"return {e}"),
    _expressions.map(lambda e: f"x = {e}"),
    _expressions.map(lambda e: f"yield {e}"),
    st.tuples(_expressions, _expressions).map(lambda p: f"(x := [{p[0]}])[0].y = {p[1]}" if False else f"x = y = {p[0]}"),
    st.tuples(_expressions, _expressions).map(lambda p: f"({p[0]}).x = {p[1]}"),
    st.tuples(_expressions, _expressions).map(lambda p: f"({p[0]}).x += {p[1]}"),
    st.tuples(_expressions, _expressions).map(lambda p: f"({p[0]})[{p[1]}] = 1"),
    _expressions.map(lambda e: f"del ({e}).x"),
    _expressions.map(lambda e: f"({e}).append(self)"),
    _expressions.map(lambda e: f"setattr({e}, 'x', x)"),
)
_statements = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n".join),
        st.tuples(_expressions, inner).map(lambda p: f"if {p[0]} is None:\n{indent(p[1], ' ')}\nelse:\n pass"),
        st.tuples(_expressions, inner).map(lambda p: f"for x in {p[0]}:\n{indent(p[1], ' ')}"),
        st.tuples(_expressions, inner).map(lambda p: f"with {p[0]} as x:\n{indent(p[1], ' ')}"),
        st.tuples(inner, inner).map(lambda p: f"try:\n{indent(p[0], ' ')}\nfinally:\n{indent(p[1], ' ')}"),
        inner.map(lambda s: f"def x(self, *a):\n{indent(s, ' ')}"),
    ),
    max_leaves=6,
)


@_SETTINGS
@given(st.lists(_statements, min_size=2, max_size=4))
def test_generated_bodies(bodies: list[str]) -> None:
    methods = "".join(
        f"    def {name}(self, data=None, *args):\n{indent(body, ' ' * 8)}\n"
        for name, body in zip(("__call__", "x", "cache", "__init__"), bodies, strict=False)
    )
    files = {"m.py": f"import functools\n{_IMPORT}CACHE = {{}}\nclass T(Transform):\n{methods}"}
    first = analysed(files)
    assert first == analysed(files)


# Deep and huge --------------------------------------------------------------------------------------------------

N = 500


def _nested(open_: str, close: str, core: str) -> str:
    return open_ * N + core + close * N


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
    "lists": "self.x = " + _nested("[", "]", "data") if N <= 90 else "self.x = " + "[" * 90 + "data" + "]" * 90,
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
    "nested tries": "".join(" " * i + "try:\n" for i in range(18)) + " " * 18 + "self.x = data\n"
    + "".join(" " * i + "finally:\n" + " " * i + " self.y = data\n" for i in reversed(range(18))),
    "nested withs": "".join(" " * i + f"with data as v{i}:\n" for i in range(19)) + " " * 19 + "self.x = v18",
}


def _deep(body: str) -> str:
    return f"{_IMPORT}class T(Transform):\n    def __call__(self, data):\n{indent(body, ' ' * 8)}\n"


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_read_or_said_to_be_too_deep(body: str) -> None:
    source = _deep(body)
    compile(source, "m.py", "exec")
    space = workspace(source)
    (effects,) = space.effects()
    assert effects.effects or effects.unknown
    space.findings((effects,), strict=True)


def test_what_python_itself_refuses_is_unparsable() -> None:
    for body in ("(" * N + ")" * N, "[" * N + "]" * N, "".join(" " * i + "if data:\n" for i in range(N)) + " " * N + "pass"):
        with pytest.raises(Unparsable):
            workspace(_deep(body))


def test_a_function_too_deep_to_read_leaves_the_others() -> None:
    source = _deep("self.x = self" + ".a" * 5000) + "    def inverse(self, data):\n        self.y = data\n"
    try:
        space = workspace(source)
    except Unparsable:
        return
    (effects,) = space.effects()
    assert ".y" in {step for hot in effects.effects for step in hot.path}


def test_twenty_thousand_lines() -> None:
    method = "    def m{0}(self, data):\n        self.x{0} = data\n        if data:\n            return self.x{0}\n"
    calls = "".join(f"        self.m{i}(data)\n" for i in range(0, 4000, 40))
    source = _IMPORT + "class T(Transform):\n    def __call__(self, data):\n" + calls
    source += "".join(method.format(i) for i in range(5000))
    assert source.count("\n") > 20_000
    found = [f for f in findings(source) if f.rule == "MTS101"]
    assert len(found) == 100
    assert found[-1].location.line == source[: source.index("self.x3960 =")].count("\n") + 1


def test_one_body_of_many_lines() -> None:
    source = _deep("".join(f"v{i} = data + {i}\n" for i in range(4000)) + "self.x = v9\nreturn self.x")
    assert [f.rule for f in findings(source)] == ["MTS301", "MTS101"]


def test_many_methods_that_call_each_other() -> None:
    methods = "".join(
        f"    def m{i}(self, d):\n        self.m{(i * 7 + 1) % 60}(d)\n        self.m{(i * 3 + 2) % 60}(d)\n        self.x{i} = d\n"
        for i in range(60)
    )
    source = _IMPORT + "class T(Transform):\n    def __call__(self, d):\n        self.m0(d)\n" + methods
    ((*effects,),) = (cls.effects for cls in workspace(source).effects())
    assert len({hot.path for hot in effects}) == _reachable()


def _reachable() -> int:
    seen, pending = set[int](), [0]
    while pending:
        i = pending.pop()
        if i not in seen:
            seen.add(i)
            pending += [(i * 7 + 1) % 60, (i * 3 + 2) % 60]
    return len(seen)


# Cycles ---------------------------------------------------------------------------------------------------------

CYCLES: dict[str, dict[str, str]] = {
    "cyclic bases": {
        "a.py": "from b import B\nfrom monai.transforms import Transform\nclass A(B, Transform):\n"
        "    def __call__(self, d):\n        self.x = d\n        super().__call__(d)\n",
        "b.py": "from a import A\nclass B(A):\n    def __call__(self, d):\n        self.y = d\n        super().__call__(d)\n",
    },
    "own base": {"a.py": "class A(A):\n    def __call__(self, d):\n        self.x = d\n"},
    "inconsistent bases": {
        "a.py": f"{_IMPORT}class X(Transform): ...\nclass Y(Transform): ...\nclass P(X, Y): ...\nclass Q(Y, X): ...\n"
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
    "mutual": "    def __call__(self, d):\n        return self.a(d)\n    def a(self, d):\n        self.x = d  #: assign self.x\n"
    "        return self.b(d)\n    def b(self, d):\n        return self.a(d)\n",
    "itself": "    def __call__(self, d):\n        self.x = d  #: assign self.x\n        return self(self.__call__(d))\n",
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
    "constructor": "    def __init__(self, o=None):\n        self.o = T(self)\n    def __call__(self, d):\n        return T(self)\n",
    "context manager": "    def __enter__(self):\n        with self:\n            self.x = 1  #: assign self.x\n"
    "    def __exit__(self, *e): ...\n    def __call__(self, d):\n        with self:\n            return d\n",
}


@pytest.mark.parametrize("files", CYCLES.values(), ids=CYCLES.keys())
def test_cycles_between_files(files: dict[str, str]) -> None:
    found = analysed(files)
    assert found == analysed(files, list(reversed(files)))


def test_cycles_do_not_hide_a_base_that_is_known() -> None:
    assert {f.attribute for f in analysed(CYCLES["star imports"])} == {"self.x"}
    assert "self.x" in {f.attribute for f in analysed(CYCLES["cyclic bases"])}


@pytest.mark.parametrize("body", RECURSION.values(), ids=RECURSION.keys())
def test_recursion(body: str) -> None:
    check_effects(f"{_IMPORT}class T(Transform):\n{body}")


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
    assert {f.attribute for f in findings(_IMPORT + source)} == {"self.x"}


# The same answer ------------------------------------------------------------------------------------------------

FILES = {
    "pkg/__init__.py": "from .mod import T\n",
    "pkg/base.py": f"{_IMPORT}class Base(Transform):\n    def _put(self, d):\n        self.last = d\n        return self.last\n",
    "pkg/mod.py": "from .base import Base\nfrom .util import fill\nclass T(Base):\n    def __call__(self, d):\n"
    "        fill(self.cache, d)\n        return self._put(d)\n",
    "pkg/other.py": "from .base import *\nclass U(Base):\n    def __call__(self, d):\n        self.n += 1\n"
    "        with self.lock:\n            self.n = 0\n        return self._put(d)\n",
    "pkg/util.py": "def fill(cache, key):\n    if key not in cache:\n        cache[key] = 1\n",
    "seed.py": SEED,
}


@settings(_SETTINGS, max_examples=20)
@given(st.permutations(sorted(FILES)))
def test_any_order_of_files(order: list[str]) -> None:
    assert _result(order) == _result(sorted(FILES))


def _result(order: list[str]) -> tuple[Finding, ...]:
    space = Workspace(load_builtin())
    for path in order:
        parts = path.removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        space.update(path, ".".join(parts[: -1 if is_package else None]), is_package, FILES[path])
    return space.findings(space.effects(), strict=True)


def test_twice_on_one_workspace() -> None:
    space = workspace(FILES)
    first = space.effects()
    assert space.effects() == first
    assert space.findings(first) == space.findings(first) == space.findings(space.effects())
    assert len(space.findings(first)) > 5


def test_an_update_is_as_good_as_a_fresh_start() -> None:
    space = workspace(FILES | {"pkg/base.py": "class Base: ...\n", "seed.py": "x = 1\n"})
    space.findings(space.effects())
    for path in ("seed.py", "pkg/base.py"):
        space.update(path, path.removesuffix(".py").replace("/", "."), False, FILES[path])
    fresh = workspace(FILES)
    assert space.findings(space.effects()) == fresh.findings(fresh.effects())


def test_a_file_that_becomes_unparsable_is_left_out() -> None:
    space = workspace({"a.py": _deep("self.x = data\nreturn self.x")})
    assert space.findings(space.effects())
    with pytest.raises(Unparsable):
        space.update("a.py", "a", False, "def (:\n")
    assert not space.findings(space.effects())


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\f", "\ufeff", "x = 1\0", "\0", "  x", "'''", "def f(:", "\r", "x = 1\rclass A: ...\r", "\\", "# -*- coding: none -*-\n"],
)
def test_odd_files(text: str) -> None:
    analysed({"odd.py": text, "seed.py": SEED})
    assert {f.location.path for f in analysed({"odd.py": text, "seed.py": SEED})} == {"seed.py"}


def test_old_line_endings() -> None:
    """A lone carriage return ends a line for Python."""
    source = _deep("self.x = data\nreturn self.x").replace("\n", "\r")
    assert [f.attribute for f in findings(source)] == ["self.x", "self.x"]


def test_a_body_that_cannot_be_read_is_unknown_and_no_finding() -> None:
    source = _deep("self.x = self" + ".a" * 900) + "    def inverse(self, data):\n        return data\n"
    try:
        reasons = unknown(source)
    except Unparsable:
        return
    assert all("cannot be read" in r for r in reasons)
