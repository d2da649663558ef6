"""Effects through module functions that receive the object or a part of it, and through what functions give back."""

from __future__ import annotations

from textwrap import dedent

import pytest

from snippets import HEAD, check_effects, headed, unknown

FUNCTIONS = {
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
}

KNOWN_GAPS = {
    # `**caches` is read under unknown keys, or every keyword would alias every other.
    "variable keywords": """
        def fill(**caches):
            caches["new"] = 1
            caches["c"]["n"] = 1
        class T(Transform):
            def __call__(self, data):
                fill(c=self.cache)
    """,
}
"""Wrong answers as they are: a test fails here on the day that its gap closes."""


@pytest.mark.parametrize("source", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_functions(source: str) -> None:
    check_effects(headed(source))


@pytest.mark.parametrize("source", KNOWN_GAPS.values(), ids=KNOWN_GAPS.keys())
def test_known_gaps(source: str) -> None:
    check_effects(headed(source))


UNKNOWN = {
    "callable of the constructor": ("self.fn(data)", {"calls `self.fn`, which is not known"}),
    "method of an unknown member": ("self.fn.run(data)", {"calls `self.fn.run`, which is not known"}),
    "method that changes nothing that has it": ("self.fn.rstrip().replace('a', 'b')", set()),
    "method of a coder, which may keep state": ("self.fn.encode(data)", {"calls `self.fn.encode`, which is not known"}),
    "method of the framework's base": ("self._inherited(data)", set()),
    "nothing unknown": ("len(data)", set()),
    "known method": ("self._known(data)", set()),
    "unknown function without state": ("compute(data)", set()),
}


@pytest.mark.parametrize(("call", "reasons"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_is_said_and_gives_no_effect(call: str, reasons: set[str]) -> None:
    source = f"""{HEAD}
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


def test_what_a_framework_base_provides_is_not_unknown() -> None:
    """Whether a member is its or one of the class's own is known from the constructors."""
    source = """
        from torchio import IntensityTransform
        class T(IntensityTransform):
            def __init__(self, given):
                super().__init__()
                self.given = given
            def apply_transform(self, subject):
                return self.given(self.get_images(subject))
        """
    assert unknown(dedent(source)) == {"calls `self.given`, which is not known"}


def test_what_a_pipeline_calls_is_judged_for_itself() -> None:
    source = """
        from monai.transforms import Transform
        class {}(Transform):
            def __init__(self, steps):
                self.steps = steps
            def __call__(self, data):
                for step in self.steps:
                    data = step(data)
                return data
        """
    assert unknown(dedent(source.format("Compose"))) == set()
    assert unknown(dedent(source.format("Loop"))) == {"calls `self.steps`, which is not known"}


@pytest.mark.parametrize("name", ["transform", "transforms1", "_transform", "mask_transform", "source_augmentations"])
def test_what_is_named_a_transform_is_judged_for_itself(name: str) -> None:
    source = f"""{HEAD}
class T(Transform):
    def __init__(self, {name}, transform_fn):
        self.{name} = {name}
        self.transform_fn = transform_fn
    def __call__(self, data):
        return {{}}
"""
    assert unknown(source.format(f"self.{name}(data)")) == set()
    assert unknown(source.format("self.transform_fn(data)")) == {"calls `self.transform_fn`, which is not known"}


def test_an_unknown_function_that_receives_the_object_is_unknown() -> None:
    source = f"{HEAD}from somewhere import compute\nclass T(Transform):\n    def __call__(self, data):\n        "
    assert [reason for reason in unknown(source + "return compute(self, data)\n") if "compute" in reason]
    assert not unknown(source + "return compute(data)\n")
