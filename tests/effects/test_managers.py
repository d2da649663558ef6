"""Effects of context managers: methods, functions, classes."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

MANAGERS = {
    "method": """
        class T(Transform):
            @contextmanager
            def off(self):
                old = self.flag
                self.flag = False  #: assign self.flag
                try:
                    yield
                finally:
                    self.flag = old  #: assign self.flag
            def __call__(self, data):
                with self.off():
                    return data
    """,
    "method that nobody in the class calls": """
        class T(Transform):
            @contextlib.contextmanager
            def off(self):
                self.flag = False  #: assign self.flag
                yield
                self.flag = True  #: assign self.flag
            def __call__(self, data):
                return data
    """,
    "function with self": """
        @contextmanager
        def off(obj):
            obj.flag = False  #: assign self.flag
            yield
            obj.flag = True  #: assign self.flag
        class T(Transform):
            def __call__(self, data):
                with off(self):
                    return data
    """,
    "function with the transforms": """
        @contextmanager
        def off(transforms):
            for t in transforms:
                t.flag = False  #: assign self.transforms[*].flag
            yield
            for t in transforms:
                t.flag = True  #: assign self.transforms[*].flag
        class T(Transform):
            def __call__(self, data):
                with off(self.transforms):
                    return data
    """,
    "function with something fresh": """
        import copy
        @contextmanager
        def off(obj):
            obj.flag = False
            yield
            obj.flag = True
        class T(Transform):
            def __call__(self, data):
                with off(copy.deepcopy(self.step)):
                    return data
    """,
    "what it yields": """
        @contextmanager
        def table(obj):
            yield obj.cache
        class T(Transform):
            def __call__(self, data):
                with table(self) as cache:
                    cache[data] = 1  #: mutate self.cache[*]
    """,
    "a copy that it yields": """
        @contextmanager
        def table(obj):
            yield dict(obj.cache)
        class T(Transform):
            def __call__(self, data):
                with table(self) as cache:
                    cache[data] = 1
    """,
    "enter and exit of self": """
        class T(Transform):
            def __enter__(self):
                self.depth = 1  #: assign self.depth
                return self
            def __exit__(self, *error):
                self.depth = 0  #: assign self.depth
            def __call__(self, data):
                with self as t:
                    t.x = data  #: assign self.x
    """,
    "enter and exit of a member": """
        class Switch:
            def __enter__(self):
                self.on = True  #: assign self.switch.on
            def __exit__(self, *error):
                self.on = False  #: assign self.switch.on
        class T(Transform):
            def __init__(self):
                self.switch = Switch()
            def __call__(self, data):
                with self.switch:
                    return data
    """,
    "enter and exit of an object of the call": """
        class Switch:
            def __enter__(self):
                self.on = True
                return self
            def __exit__(self, *error):
                self.on = False
        class T(Transform):
            def __call__(self, data):
                with Switch() as switch:
                    switch.x = data
    """,
    "enter_context": """
        class T(Transform):
            @contextmanager
            def off(self):
                self.flag = False  #: assign self.flag
                yield
            def __call__(self, data):
                with contextlib.ExitStack() as stack:
                    stack.enter_context(self.off())
    """,
    "async": """
        class T(Transform):
            @contextlib.asynccontextmanager
            async def off(self):
                self.flag = False  #: assign self.flag
                yield
            async def __aenter__(self):
                self.depth = 1  #: assign self.depth
            async def __call__(self, data):
                async with self.off():
                    return data
    """,
}


@pytest.mark.parametrize("source", MANAGERS.values(), ids=MANAGERS.keys())
def test_context_managers(source: str) -> None:
    check_effects(headed(source))
