"""Effects through calls: own methods, bases, helpers in other files, module functions, nested functions, wrappers."""

from __future__ import annotations

from textwrap import dedent

import pytest

from snippets import check_effects, findings, unknown, workspace

_IMPORT = "from monai.transforms import Transform\n"

SAME_FILE = {
    "own method": """
        class T(Transform):
            def __call__(self, data):
                return self._run(data)
            def _run(self, data):
                self.x = data  #: assign self.x
    """,
    "chain of methods": """
        class T(Transform):
            def __call__(self, data):
                return self._a(data)
            def _a(self, data):
                return self._b(data)
            def _b(self, data):
                return self._c(data)
            def _c(self, data):
                self.x = data  #: assign self.x
    """,
    "inverse is an entry point too": """
        class T(Transform):
            def __call__(self, data):
                return data
            def inverse(self, data):
                self.x = data  #: assign self.x
    """,
    "nobody calls it": """
        class T(Transform):
            def __call__(self, data):
                return data
            def reset(self):
                self.x = 0
    """,
    "only the constructor calls it": """
        class T(Transform):
            def __init__(self):
                self._prepare()
                setattr(self, "y", 1)
            def _prepare(self):
                self.x = 0
            def __call__(self, data):
                return self.x + data
    """,
    "the constructor and a call": """
        class T(Transform):
            def __init__(self):
                self._prepare()
            def _prepare(self):
                self.x = 0  #: assign self.x
            def __call__(self, data):
                self._prepare()
    """,
    "other setup methods": """
        class T(Transform):
            def __new__(cls):
                self = super().__new__(cls)
                self.a = 1
                return self
            def __post_init__(self):
                self.b = 1
            def __setstate__(self, state):
                self.__dict__.update(state)
            def __init_subclass__(cls):
                cls.c = 1
            def __call__(self, data):
                return data
    """,
    "a setter of the configuration": """
        class T(Transform):
            def set_size(self, size):
                self.size = size
            def __call__(self, data):
                return data[: self.size]
    """,
    "a setter that a call calls": """
        class T(Transform):
            def set_size(self, size):
                self.size = size  #: assign self.size
            def __call__(self, data):
                self.set_size(data.shape)
    """,
    "super": """
        class Base(Transform):
            def __call__(self, data):
                self.x = data  #: assign self.x
        class T(Base):
            def __call__(self, data):
                return super().__call__(data)
    """,
    "super with arguments": """
        class Base(Transform):
            def __call__(self, data):
                self.x = data  #: assign self.x
        class T(Base):
            def __call__(self, data):
                return super(T, self).__call__(data)
    """,
    "super in the order of the MRO": """
        class Root(Transform):
            def run(self, data):
                self.root = data  #: assign self.root
        class Left(Root):
            def run(self, data):
                self.left = data  #: assign self.left
                super().run(data)
        class Right(Root):
            def run(self, data):
                self.right = data  #: assign self.right
                super().run(data)
        class T(Left, Right):
            def __call__(self, data):
                self.run(data)
    """,
    "method named through its class": """
        class Mixin:
            def run(self, data):
                self.x = data  #: assign self.x
        class T(Mixin, Transform):
            def __call__(self, data):
                return Mixin.run(self, data)
    """,
    "method of an unrelated class named through it": """
        class Other:
            def run(self, data):
                self.x = data  #: assign self.x
        class T(Transform):
            def __call__(self, data):
                return Other.run(self, data)
    """,
    "method named through its class on another object": """
        class Other:
            def run(self, data):
                self.x = data
        class T(Transform):
            def __call__(self, data):
                return Other.run(Other(), data)
    """,
    "template method": """
        class Base(Transform):
            def __call__(self, data):
                return self.apply(data)
            def apply(self, data):
                return data
        class T(Base):
            def apply(self, data):
                self.x = data  #: assign self.x
    """,
    "the overridden helper does not run": """
        class Base:
            def run(self, data):
                self.gone = data
        class T(Base, Transform):
            def run(self, data):
                self.x = data  #: assign self.x
            def __call__(self, data):
                self.run(data)
    """,
    "parameters of the call in the base": """
        class Base(Transform):
            def __call__(self, data):
                self.params = self.get_params(data)  #: assign self.params
                return self.apply(data)
        class A(Base):
            def get_params(self, data):
                return {"n": len(data)}
            def apply(self, data):
                return data * self.params["n"]
    """,
    "module function with self": """
        def stash(obj, value):
            obj.x = value  #: assign self.x
        class T(Transform):
            def __call__(self, data):
                stash(self, data)
    """,
    "module function with a part of self": """
        def fill(cache, key, value):
            cache[key] = value  #: mutate self.cache[*]
        class T(Transform):
            def __init__(self):
                self.cache = {}
            def __call__(self, data):
                fill(self.cache, 1, value=data)
                fill(cache={}, key=1, value=data)
    """,
    "module function through another": """
        def outer(obj, data):
            inner(data, obj)
        def inner(data, target):
            target.x = data  #: assign self.x
        class T(Transform):
            def __call__(self, data):
                outer(self, data)
    """,
    "part by keyword": """
        def fill(*, cache, key):
            cache[key] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                fill(key=data, cache=self.cache)
    """,
    "unpacked arguments": """
        def fill(cache, key):
            cache[key] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                args = (self.cache, data)
                fill(*args)
    """,
    "unpacked keywords": """
        def fill(key, cache):
            cache[key] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                options = {"cache": self.cache, "key": data}
                fill(**options)
    """,
    "variable arguments": """
        def fill(*caches):
            for cache in caches:
                cache["n"] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                fill({}, self.cache)
    """,
    "variable keywords": """
        def fill(**caches):
            caches["new"] = 1
            caches["c"]["n"] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                fill(c=self.cache)
    """,
    "the fresh dict of variable keywords": """
        class T(Transform):
            def __call__(self, **data_dict):
                data_dict["seg"] = 1
                for key in data_dict:
                    data_dict[key] = self.run(**data_dict)
                return data_dict
            def run(self, **kwargs):
                kwargs["x"] = 1
    """,
    "result of a method": """
        class T(Transform):
            def _get(self):
                return self.cache
            def __call__(self, data):
                self._get()[data] = 1  #: mutate self.cache[*]
    """,
    "result of a function": """
        def table(owner):
            return owner.cache
        class T(Transform):
            def __call__(self, data):
                t = table(self)
                t[data] = 1  #: mutate self.cache[*]
    """,
    "one of the results": """
        def pair(owner):
            return {}, owner.cache
        class T(Transform):
            def __call__(self, data):
                fresh, held = pair(self)
                fresh[data] = 1
                held[data] = 1  #: mutate self.cache[*]
    """,
    "a copy as the result": """
        def table(owner):
            return dict(owner.cache)
        class T(Transform):
            def __call__(self, data):
                table(self)[data] = 1
    """,
    "a function that gives back its argument": """
        def same(value):
            return value
        class T(Transform):
            def __call__(self, data):
                same(self).x = data  #: assign self.x
                same(data).x = 1
    """,
    "chained calls that give back self": """
        class T(Transform):
            def first(self, data):
                self.x = data  #: assign self.x
                return self
            def __call__(self, data):
                self.first(data).second(data)
            def second(self, data):
                self.y = data  #: assign self.y
    """,
    "alias of a method": """
        class T(Transform):
            def __call__(self, data):
                run = self._run
                run(data)
            def _run(self, data):
                self.x = data  #: assign self.x
    """,
    "stored bound method": """
        class T(Transform):
            def __init__(self):
                self.run = self._run
            def __call__(self, data):
                return self.run(data)
            def _run(self, data):
                self.x = data  #: assign self.x
    """,
    "stored bound method, one of two": """
        class T(Transform):
            def __init__(self, fast):
                self.run = self._fast if fast else self._slow
            def __call__(self, data):
                return self.run(data)
            def _fast(self, data):
                return data
            def _slow(self, data):
                self.x = data  #: assign self.x
    """,
    "table of methods": """
        class T(Transform):
            def __call__(self, data):
                return {"a": self._a, "b": self._b}[data](data)
            def _a(self, data):
                self.a = data  #: assign self.a
            def _b(self, data):
                self.b = data  #: assign self.b
    """,
    "stored table of methods": """
        class T(Transform):
            def __init__(self):
                self.table = {"a": self._a}
            def __call__(self, data):
                return self.table[data](data)
            def _a(self, data):
                self.a = data  #: assign self.a
    """,
    "method by name": """
        class T(Transform):
            def __call__(self, data):
                return getattr(self, "_a")(data)
            def _a(self, data):
                self.a = data  #: assign self.a
    """,
    "class attribute that is a method": """
        class T(Transform):
            def _a(self, data):
                self.a = data  #: assign self.a
            run = _a
            def __call__(self, data):
                return self.run(data)
    """,
    "class attribute that is a function": """
        def note(self, data):
            self.x = data  #: assign self.x
        class T(Transform):
            run = note
            def __call__(self, data):
                return self.run(data)
    """,
    "alias of a function": """
        def note(obj, data):
            obj.x = data  #: assign self.x
        record = note
        class T(Transform):
            def __call__(self, data):
                return record(self, data)
    """,
    "calling self": """
        class T(Transform):
            def __call__(self, data):
                self.x = data  #: assign self.x
            def inverse(self, data):
                return self(data)
    """,
    "calling self by name": """
        class T(Transform):
            def __call__(self, data):
                self.x = data  #: assign self.x
            def inverse(self, data):
                return self.__call__(data)
    """,
    "map with a bound method": """
        class T(Transform):
            def __call__(self, data):
                return list(map(self._one, data))
            def _one(self, item):
                self.x = item  #: assign self.x
    """,
    "key function": """
        class T(Transform):
            def __call__(self, data):
                return sorted(data, key=self._key)
            def _key(self, item):
                self.x = item  #: assign self.x
    """,
    "bound method given to a function that calls it": """
        def apply(fn, data):
            return [fn(d) for d in data]
        class T(Transform):
            def __call__(self, data):
                return apply(self._one, data)
            def _one(self, item):
                self.x = item  #: assign self.x
    """,
    "nested function given to a function that calls it": """
        def apply(fn, data):
            return fn(data)
        class T(Transform):
            def __call__(self, data):
                def one(item):
                    self.x = item  #: assign self.x
                return apply(one, data)
    """,
    "partial of a method": """
        from functools import partial
        class T(Transform):
            def __call__(self, data):
                run = partial(self._run, 1)
                return run(data)
            def _run(self, n, data):
                self.x = data  #: assign self.x
    """,
    "partial of a function with self": """
        import functools
        def note(obj, data):
            obj.x = data  #: assign self.x
        class T(Transform):
            def __call__(self, data):
                return functools.partial(note, self)(data)
    """,
    "partial by keyword": """
        from functools import partial
        def fill(data, cache):
            cache[data] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                return partial(fill, cache=self.cache)(data)
    """,
    "stored partial": """
        from functools import partial
        class T(Transform):
            def __init__(self):
                self.run = partial(self._run, 1)
            def __call__(self, data):
                return self.run(data)
            def _run(self, n, data):
                self.x = data  #: assign self.x
    """,
    "partial given to map": """
        from functools import partial
        class T(Transform):
            def __call__(self, data):
                return list(map(partial(self._run, 1), data))
            def _run(self, n, data):
                self.x = data  #: assign self.x
    """,
    "partial of a harmless function": """
        from functools import partial
        def scale(n, data):
            return n * data
        class T(Transform):
            def __call__(self, data):
                return partial(scale, self.n)(data)
    """,
    "stored lambda": """
        class T(Transform):
            def __init__(self):
                self.run = lambda data: self.cache.update(data)  #: mutate self.cache
                self.cache = {}
            def __call__(self, data):
                return self.run(data)
    """,
    "stored nested function": """
        class T(Transform):
            def __init__(self):
                def run(data):
                    self.x = data  #: assign self.x
                self.run = run
            def __call__(self, data):
                return self.run(data)
    """,
    "lambda in the constructor that nobody calls": """
        class T(Transform):
            def __init__(self):
                self.callback = lambda data: setattr(self, "x", data)
            def __call__(self, data):
                return data
    """,
    "generator method": """
        class T(Transform):
            def __call__(self, data):
                return list(self._parts(data))
            def _parts(self, data):
                for d in data:
                    self.x = d  #: assign self.x
                    yield d
    """,
    "yield from": """
        class T(Transform):
            def __call__(self, data):
                yield from self._parts(data)
            def _parts(self, data):
                self.x = data  #: assign self.x
                yield data
    """,
    "elements that a generator yields": """
        class T(Transform):
            def _each(self):
                for t in self.transforms:
                    yield t
            def __call__(self, data):
                for t in self._each():
                    t.flag = data  #: assign self.transforms[*].flag
    """,
    "elements through yield from": """
        class T(Transform):
            def _each(self):
                yield from self.transforms
            def _all(self):
                yield from self._each()
            def __call__(self, data):
                for t in self._all():
                    t.flag = data  #: assign self.transforms[*].flag
    """,
    "pairs that a generator yields": """
        class T(Transform):
            def _each(self):
                for k in self.cache:
                    yield k, self.cache[k], {}
            def __call__(self, data):
                for k, held, fresh in self._each():
                    fresh[k] = data
                    held[k] = data  #: mutate self.cache[*][*]
    """,
    "iteration protocol": """
        class T(Transform):
            def __iter__(self):
                self.n = 0  #: assign self.n
                return self
            def __next__(self):
                self.n += 1  #: augment self.n
                return self.n
            def __call__(self, data):
                for n in self:
                    data = n
    """,
    "operators": """
        class T(Transform):
            def __len__(self):
                self.n = 0  #: assign self.n
                return 1
            def __getitem__(self, key):
                self.k = key  #: assign self.k
            def __setitem__(self, key, value):
                self.s = key  #: assign self.s
            def __contains__(self, key):
                self.c = key  #: assign self.c
            def __call__(self, data):
                self["k"] = 1
                return len(self), self[1], data in self
    """,
    "recursion": """
        class T(Transform):
            def __call__(self, data):
                return self.even(data)
            def even(self, n):
                self.x = n  #: assign self.x
                return self.odd(n - 1)
            def odd(self, n):
                self.y = n  #: assign self.y
                return self.even(n - 1)
    """,
    "await": """
        class T(Transform):
            async def __call__(self, data):
                return await self._run(data)
            async def _run(self, data):
                self.x = data  #: assign self.x
    """,
    "thread and executor targets": """
        import threading
        class T(Transform):
            def __call__(self, data):
                threading.Thread(target=self._run, args=(data,)).start()
                self.pool.submit(self._submitted, data)
            def _run(self, data):
                self.x = data  #: assign self.x
            def _submitted(self, data):
                self.y = data  #: assign self.y
    """,
}


@pytest.mark.parametrize("source", SAME_FILE.values(), ids=SAME_FILE.keys())
def test_calls(source: str) -> None:
    check_effects(_IMPORT + dedent(source))


DECORATORS = {
    "wrapper that writes": """
        import functools
        def counted(fn):
            @functools.wraps(fn)
            def wrapper(self, *args, **kwargs):
                self.calls += 1  #: augment self.calls
                return fn(self, *args, **kwargs)
            return wrapper
        class T(Transform):
            @counted
            def __call__(self, data):
                self.x = data  #: assign self.x
    """,
    "on a helper": """
        def counted(fn):
            def wrapper(self, data):
                self.calls += 1  #: augment self.calls
                return fn(self, data)
            return wrapper
        class T(Transform):
            def __call__(self, data):
                return self._run(data)
            @counted
            def _run(self, data):
                self.x = data  #: assign self.x
    """,
    "with arguments": """
        def counted(name):
            def decorate(fn):
                def wrapper(self, *args):
                    self.calls[name] += 1  #: augment self.calls[*]
                    return fn(self, *args)
                return wrapper
            return decorate
        class T(Transform):
            @counted("call")
            def __call__(self, data):
                return data
    """,
    "stacked": """
        def one(fn):
            def wrapper(self, data):
                self.one = 1  #: assign self.one
                return fn(self, data)
            return wrapper
        def two(fn):
            def wrapper(self, data):
                self.two = 1  #: assign self.two
                return fn(self, data)
            return wrapper
        class T(Transform):
            @one
            @two
            @unknown.third
            def __call__(self, data):
                self.x = data  #: assign self.x
    """,
    "self in the variable arguments": """
        def counted(fn):
            def wrapper(*args, **kwargs):
                args[0].calls += 1  #: augment self.calls
                return fn(*args, **kwargs)
            return wrapper
        class T(Transform):
            @counted
            def __call__(self, data):
                return data
    """,
    "that holds a lock": """
        def locked(fn):
            def wrapper(self, data):
                with self.lock:
                    return fn(self, data)
            return wrapper
        class T(Transform):
            @locked
            def __call__(self, data):
                self.x = data  #: assign self.x under self.lock
    """,
    "that only passes on": """
        def same(fn):
            def wrapper(self, data):
                return fn(self, data)
            return wrapper
        class T(Transform):
            @same
            def __call__(self, data):
                return data
    """,
    "that writes on the function": """
        def counted(fn):
            def wrapper(self, data):
                wrapper.calls += 1
                return fn(self, data)
            wrapper.calls = 0
            return wrapper
        class T(Transform):
            @counted
            def __call__(self, data):
                return data
    """,
    "class as a decorator": """
        class Counted:
            def __init__(self, fn):
                self.fn = fn
            def __get__(self, obj, owner):
                obj.calls += 1  #: augment self.calls
                return self.fn.__get__(obj, owner)
        class T(Transform):
            @Counted
            def __call__(self, data):
                return data
    """,
    "contextmanager as a decorator": """
        import contextlib
        class T(Transform):
            def __call__(self, data):
                with self.using(data):
                    return data
            @contextlib.contextmanager
            def using(self, data):
                self.x = data  #: assign self.x
                yield
    """,
    "lru_cache on a method": """
        import functools
        class T(Transform):
            def __call__(self, data):
                return self._grid(data)
            @functools.lru_cache
            def _grid(self, data):
                return data + 1
    """,
    "lru_cache for each object": """
        from functools import lru_cache
        class T(Transform):
            def __init__(self):
                self._grid = lru_cache(maxsize=4)(self._grid)
            def __call__(self, data):
                return self._grid(data)
            def _grid(self, data):
                return data + 1
    """,
    "cached function that writes": """
        from functools import lru_cache
        class T(Transform):
            def __init__(self):
                self._grid = lru_cache(maxsize=4)(self._make_grid)
            def __call__(self, data):
                return self._grid(data)
            def _make_grid(self, data):
                self.x = data  #: assign self.x
    """,
    "decorator that wraps itself": """
        def again(fn):
            @again
            def wrapper(self, data):
                self.x = 1  #: assign self.x
                return fn(self, data)
            return wrapper
        class T(Transform):
            @again
            def __call__(self, data):
                return data
    """,
}


@pytest.mark.parametrize("source", DECORATORS.values(), ids=DECORATORS.keys())
def test_decorators(source: str) -> None:
    check_effects(_IMPORT + dedent(source))


FIVE = {
    "pkg/__init__.py": "",
    "pkg/base.py": """
        from abc import abstractmethod
        from monai.transforms import Transform
        class Base(Transform):
            def _remember(self, value):
                self.last = value  #: assign self.last
            @abstractmethod
            def __call__(self, data): ...
    """,
    "pkg/one.py": "from .base import Base\nclass A(Base):\n    def __call__(self, d):\n        self._remember(d)\n",
    "pkg/two.py": "from pkg import base\nclass B(base.Base):\n    def __call__(self, d):\n        self._remember(d)\n",
    "pkg/three.py": "from .one import *\nclass C(A):\n    def __call__(self, d):\n        return self._remember(d)\n",
    "pkg/four.py": "from .base import Base as _B\nclass D(_B):\n    def __call__(self, d):\n        _B._remember(self, d)\n",
    "pkg/five.py": "import pkg.base\nclass E(pkg.base.Base):\n    def __call__(self, d):\n        super()._remember(d)\n",
}


def test_helper_in_a_base_in_another_file_reached_from_five_classes() -> None:
    check_effects(FIVE)
    reached = {c.info.index.name for c in workspace(FIVE).effects() if c.effects}
    assert reached == {"A", "B", "C", "D", "E"}


def test_an_inherited_write_is_one_finding_at_the_line_that_writes() -> None:
    found = [f for f in findings(FIVE) if f.rule != "MTS301"]
    assert [(f.location.path, f.location.line, f.rule) for f in found] == [("pkg/base.py", 5, "MTS108")]
    assert "more classes" in found[0].message


def test_helper_function_in_another_file() -> None:
    check_effects({
        "pkg/__init__.py": "from .util import fill",
        "pkg/util.py": "def fill(cache, value):\n    cache[value] = 1  #: mutate self.cache[*]\n",
        "pkg/mod.py": """
            import pkg
            from monai.transforms import Transform
            class T(Transform):
                def __call__(self, data):
                    pkg.fill(self.cache, data)
        """,
    })


def test_the_chain_leads_from_the_entry_point_to_the_write() -> None:
    space = workspace(_IMPORT + """
class T(Transform):
    def __call__(self, data):
        self._a(data)
        self._c(data)
    def _a(self, data):
        self._b(data)
    def _b(self, data):
        self._c(data)
    def _c(self, data):
        self.x = data
""")
    ((hot,),) = (cls.effects for cls in space.effects())
    assert (hot.entry, [s.span.line for s in hot.effect.chain], hot.effect.site.span.line) == ("__call__", [6], 12)


def test_dispatch_is_on_the_concrete_class() -> None:
    space = workspace(_IMPORT + """
class Base(Transform):
    def __call__(self, data):
        self.run(data)
    def run(self, data):
        return data
class Writes(Base):
    def run(self, data):
        self.x = data
class Reads(Base):
    def run(self, data):
        return self.x
""")
    assert {c.info.index.name: len(c.effects) for c in space.effects()} == {"Base": 0, "Writes": 1, "Reads": 0}


UNKNOWN = {
    "callable of the constructor": ("self.fn(data)", {"calls `self.fn`, which is not known"}),
    "method of an unknown member": ("self.fn.run(data)", {"calls `self.fn.run`, which is not known"}),
    "own method that is not there": ("self._missing(data)", {"calls `self._missing`, which is not known"}),
    "nothing unknown": ("len(data)", set()),
    "known method": ("self._known(data)", set()),
    "unknown function without state": ("compute(data)", set()),
}


@pytest.mark.parametrize(("call", "reasons"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_is_said_and_gives_no_effect(call: str, reasons: set[str]) -> None:
    source = f"""{_IMPORT}
from somewhere import compute
class T(Transform):
    def __init__(self, fn):
        self.fn = fn
    def _known(self, data):
        return data
    def __call__(self, data):
        return {call}
"""
    check_effects(source)
    assert unknown(source) == reasons


def test_an_unknown_function_that_receives_the_object_is_unknown() -> None:
    source = f"{_IMPORT}from somewhere import compute\nclass T(Transform):\n    def __call__(self, data):\n        "
    assert [reason for reason in unknown(source + "return compute(self, data)\n") if "compute" in reason]
    assert not unknown(source + "return compute(data)\n")


def test_recursion_through_a_part_ends() -> None:
    source = """
def walk(node):
    node.seen = True
    walk(node.left)
class T(Transform):
    def __call__(self, data):
        walk(self.root)
"""
    ((*effects,),) = (cls.effects for cls in workspace(_IMPORT + source).effects())
    assert {("self", ".root", ".seen"), ("self", ".root", ".left", ".seen")} <= {hot.path for hot in effects}
    assert len(effects) < 10
