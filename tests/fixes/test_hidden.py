"""MTS101: uses of an attribute that are easily overlooked. The code means the same after the fix, or there is none."""

from __future__ import annotations

import pytest

from mended import block, mended, refusals

HEAD = "from acme import Transform\n\n\n"
RULES = ("MTS101", "MTS102")


def transform(body: str, call: str = "self._low = img\nreturn self._low") -> str:
    """A transform with these methods, and this body of `__call__`."""
    return (
        f"{HEAD}class A(Transform):\n    def __call__(self, img):\n{block(call, '        ')}\n{block(body, '    ')}\n"
    )


@pytest.mark.parametrize("hook", ["__getattr__", "__setattr__", "__getattribute__", "__delattr__"])
def test_hooks_decide_what_attributes_are(hook: str) -> None:
    own = transform(f"def {hook}(self, *a):\n    ...")
    assert refusals(own, *RULES) == [f"`{hook}` decides what the attributes are"]
    below = transform("") + f"\n\nclass B(A):\n    def {hook}(self, *a):\n        ...\n"
    assert refusals(below, *RULES) == [f"`{hook}` decides what the attributes are"]


@pytest.mark.parametrize(
    "call",
    [
        "self._low = img\nreturn eval('self._low') + self._low",
        "self._low = img\nself._low += 1\nreturn '{0._low}'.format(self), self._low",
        "self._low = img\nreturn attrgetter('_low')(self), self._low",
    ],
)
def test_code_and_formats_in_strings(call: str) -> None:
    assert refusals(transform("", call), *RULES) == ["the class uses `_low` by its name in a string"]


@pytest.mark.parametrize(
    "more",
    [
        "names = ('_low', '_high')\ndef shown(self):\n    return [getattr(self, name) for name in self.names]",
        "def shown(self):\n    return {n: v for n, v in vars(self).items() if n != '_low'}",
        "def __getstate__(self):\n    state = self.__dict__.copy()\n    state.pop('_low')\n    return state",
    ],
)
def test_all_attributes_and_a_string_with_the_name(more: str) -> None:
    assert refusals(transform(more), *RULES) == ["the class may use `_low` by its name in a string"]


def test_getattr_of_something_else_does_not_matter() -> None:
    call = "self._low = img\ntable = {'_low': 1}\nreturn self._low, getattr(self, 'high', table)"
    assert "low = img\n" in mended(transform("", call), *RULES, unsafe=False)


def test_a_base_that_uses_all_attributes() -> None:
    base = (
        "class B(Transform):\n    def shown(self):\n        return [getattr(self, name) for name in self.names]\n\n\n"
    )
    text = transform("").replace("class A(Transform)", f"{base}class A(B)")
    assert mended(text, *RULES, unsafe=False) == text
    assert "low = img\n" in mended(text, *RULES)


def test_the_other_spelling_of_a_private_name() -> None:
    call = "self.__low = img\nreturn self.__low, self._A__low"
    assert refusals(transform("", call), *RULES) == ["`_A__low` is the same attribute"]


def test_a_decorator_that_reads_it() -> None:
    decorator = """
        def reporting(call):
            def inner(self, img):
                return call(self, img), self._low
            return inner
    """
    text = transform("").replace("    def __call__", "    @reporting\n    def __call__")
    assert mended(text, *RULES, unsafe=False) == text
    assert "low = img\n" in mended(text, *RULES)
    reason = "the object is handed to other code, and code outside the class seems to use `_low`"
    assert refusals(text + "\n\n" + block(decorator), *RULES) == [reason]


@pytest.mark.parametrize(
    "call",
    [
        "self._low = img\nself.read = lambda: self._low\nreturn self._low",
        "self._low = img\nreturn self._low, lambda: self._low",
        "self._low = img\ndef read():\n    return self._low\nself.all[img] = [read]\nreturn read()",
    ],
)
def test_functions_that_outlive_the_call(call: str) -> None:
    reason = "a nested function that uses `self._low` may outlive the call"
    assert refusals(transform("", call), *RULES)[0] == reason


def test_functions_that_do_not() -> None:
    text = transform("", "self._low = img\nread = lambda: self._low\nreturn read()")
    assert mended(text, *RULES, unsafe=False) == text
    assert "read = lambda: low\n" in mended(text, *RULES)


@pytest.mark.parametrize(
    "other",
    [
        "try:\n    img()\nexcept E as low:\n    pass",
        "match img:\n    case [low, *_]:\n        pass",
        "match img:\n    case {'a': 1, **low}:\n        pass",
        "import lib.low as low",
        "from lib import low",
        "class low: pass",
        "global low",
    ],
)
def test_names_that_are_bound_by_other_means_are_taken(other: str) -> None:
    text = transform("", f"{other}\nself._low = img\nreturn self._low")
    assert "    low_ = img\n        return low_\n" in mended(text, *RULES)


@pytest.mark.parametrize(
    "call",
    [
        "if img.shape != self._shape:\n    self._shape = img.shape\n    self._low = img.min()\nreturn self._low",
        "if img.shape == self._shape:\n    return self._low\nself._shape = img.shape\nself._low = img.min()\nreturn self._low",
        "try:\n    if self._low is None:\n        self._low, self._shape = img.min(), 1\nfinally:\n    log()\nreturn self._low",
    ],
)
def test_a_cache_of_two_attributes_stays_whole(call: str) -> None:
    text = transform("def __init__(self):\n    self._low = self._shape = None", call)
    assert mended(text, *RULES) == text
    assert "it is kept for later calls together with `self._shape`" in refusals(text, *RULES)


def test_attributes_with_tests_of_their_own_are_not_kept_together() -> None:
    call = "if self.low is None:\n    self.low = img.min()\nif self.high is None:\n    self.high = img.max()\n"
    text = transform(
        "def __init__(self, low, high):\n    self.low = low\n    self.high = high",
        f"{call}return self.low, self.high",
    )
    assert "return low, high\n" in mended(text, *RULES)
