"""Effects through methods: the entry points, what they call on the object, and what only construction reaches."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

METHODS = {
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
}


@pytest.mark.parametrize("source", METHODS.values(), ids=METHODS.keys())
def test_methods(source: str) -> None:
    check_effects(headed(source))
