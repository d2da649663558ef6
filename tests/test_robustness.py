"""The analysis gives an answer for any source, and the same one each time and in any order of files."""

from __future__ import annotations

import ast
import random
from textwrap import indent

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monai_tslint.findings import Finding
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import Workspace
from snippets import IMPORT, effects_of, tolerant, workspace

_SETTINGS = settings(
    max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
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
    tolerant({"m.py": "".join(lines)})


_BASE = ast.parse(SEED)


class _Shuffler(ast.NodeTransformer):
    """Puts expressions in the places of others: sources that parse, but that nobody would write."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.pool = [
            n for n in ast.walk(_BASE) if isinstance(n, ast.expr) and isinstance(getattr(n, "ctx", None), ast.Load)
        ]

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(getattr(node, "ctx", None), ast.Load) and self.chance.random() < 0.08:
            return self.chance.choice(self.pool)
        return self.generic_visit(node)


@_SETTINGS
@given(st.randoms(use_true_random=False))
def test_expressions_exchanged(chance: random.Random) -> None:
    source = ast.unparse(ast.fix_missing_locations(_Shuffler(chance).visit(ast.parse(SEED))))
    tolerant({"m.py": source})


@_SETTINGS
@given(st.text(alphabet=st.sampled_from(list("selfx.=()[]{}:,*@ \n\t\\'\"\f\r\0#0é𝄞\u2028\ufeff")), max_size=40))
def test_any_text_in_a_body(text: str) -> None:
    tolerant({"m.py": SEED.replace("d = dict(data)", text, 1)})


@_SETTINGS
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    tolerant({"m.py": text, "n.py": SEED})


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
    _expressions.map(lambda e: f"x = y = {e}"),
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
    files = {"m.py": f"import functools\n{IMPORT}CACHE = {{}}\nclass T(Transform):\n{methods}"}
    first = tolerant(files)
    assert first == tolerant(files)


FILES = {
    "pkg/__init__.py": "from .mod import T\n",
    "pkg/base.py": (
        f"{IMPORT}class Base(Transform):\n    def _put(self, d):\n        self.last = d\n        return self.last\n"
    ),
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
    return space.findings(effects_of(space), strict=True)


def test_twice_on_one_workspace() -> None:
    space = workspace(FILES)
    first = effects_of(space)
    assert effects_of(space) == first
    assert space.findings(first) == space.findings(first) == space.findings(effects_of(space))
    assert len(space.findings(first)) > 5


def test_an_update_is_as_good_as_a_fresh_start() -> None:
    space = workspace(FILES | {"pkg/base.py": "class Base: ...\n", "seed.py": "x = 1\n"})
    space.findings(effects_of(space))
    for path in ("seed.py", "pkg/base.py"):
        space.update(path, path.removesuffix(".py").replace("/", "."), False, FILES[path])
    fresh = workspace(FILES)
    assert space.findings(effects_of(space)) == fresh.findings(effects_of(fresh))
