"""Effects of decorators: wrappers that write, that hold a lock, that only pass on."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

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
    "that only registers": """
        REGISTRY = {}
        def register(name):
            kernels = REGISTRY.setdefault(name, {})
            def decorate(fn):
                kernels[fn.__name__] = fn
                return fn
            return decorate
        @register("flip")
        def flip(data):
            return data
        class T(Transform):
            @register("transform")
            def __call__(self, data):
                return flip(data)
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

KNOWN_GAPS = {
    # Decorators that are classes are not followed.
    "class as a decorator": """
        class Counted:
            def __init__(self, fn):
                self.fn = fn
            def __get__(self, obj, owner):
                obj.calls += 1
                return self.fn.__get__(obj, owner)
        class T(Transform):
            @Counted
            def __call__(self, data):
                return data
    """,
}
"""Wrong answers as they are: a test fails here on the day that its gap closes."""


@pytest.mark.parametrize("source", DECORATORS.values(), ids=DECORATORS.keys())
def test_decorators(source: str) -> None:
    check_effects(headed(source))


@pytest.mark.parametrize("source", KNOWN_GAPS.values(), ids=KNOWN_GAPS.keys())
def test_known_gaps(source: str) -> None:
    check_effects(headed(source))
