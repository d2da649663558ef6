"""Effects through callables that are values: bound methods, partial objects, lambdas, functions of a call."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

CALLABLES = {
    "a network runs its forward": """
        from torch import nn
        class Blur(nn.Module):
            def forward(self, data):
                self.last = data  #: assign self.blur.last
        class Counted(nn.Module):
            def __call__(self, data):
                self.calls += 1  #: augment self.counted.calls
            def forward(self, data):
                self.never = data
        class T(Transform):
            def __init__(self):
                self.blur, self.counted = Blur(), Counted()
            def __call__(self, data):
                return self.blur(data) or self.counted(data)
    """,
    "a call of a kornia augmentation": """
        import kornia.augmentation as K
        class Own(K.AugmentationBase2D):
            pass
        class T(Transform):
            def __init__(self):
                self.rotate = K.RandomRotation(30.0)
                self.own = Own()
                self.size = K.functional
            def __call__(self, data):
                local = K.RandomRotation(30.0)
                local(data)
                self.own(data)  #: mutate self.own._params
                return self.rotate(data)  #: mutate self.rotate._params
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
    "lambda in the constructor that nobody calls": """
        class T(Transform):
            def __init__(self):
                self.callback = lambda data: setattr(self, "x", data)
            def __call__(self, data):
                return data
    """,
}

KNOWN_GAPS = {
    # A function defined in the constructor has no summary of its own.
    "stored lambda": """
        class T(Transform):
            def __init__(self):
                self.run = lambda data: self.cache.update(data)
                self.cache = {}
            def __call__(self, data):
                return self.run(data)
    """,
    # Likewise.
    "stored nested function": """
        class T(Transform):
            def __init__(self):
                def run(data):
                    self.x = data
                self.run = run
            def __call__(self, data):
                return self.run(data)
    """,
}
"""Wrong answers as they are: a test fails here on the day that its gap closes."""


@pytest.mark.parametrize("source", CALLABLES.values(), ids=CALLABLES.keys())
def test_callables(source: str) -> None:
    check_effects(headed(source))


@pytest.mark.parametrize("source", KNOWN_GAPS.values(), ids=KNOWN_GAPS.keys())
def test_known_gaps(source: str) -> None:
    check_effects(headed(source))
