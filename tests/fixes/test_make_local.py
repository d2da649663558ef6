"""MTS101, MTS102 and MTS105: attributes of one call become local variables."""

from __future__ import annotations

import pytest

from mended import block, mended, refusals

RULES = ("MTS101", "MTS102", "MTS105")


def transform(body: str) -> str:
    """A transform with these methods."""
    return f"from acme import Transform\n\n\nclass A(Transform):\n{block(body, '    ')}"


def fixed(body: str, *, unsafe: bool = True) -> str:
    """The transform as the fixes leave it."""
    return mended(transform(body), *RULES, unsafe=unsafe)


class TestOneMethod:
    def test_a_private_attribute_is_safe(self) -> None:
        before = """
            def __call__(self, img):
                self._low, high = img.min(), img.max()
                for self._part in img:
                    img += self._part * self._low
                return (self._low).clip(high)
        """
        after = """
            def __call__(self, img):
                low, high = img.min(), img.max()
                for part in img:
                    img += part * low
                return (low).clip(high)
        """
        assert fixed(before, unsafe=False) == transform(after)

    def test_a_public_attribute_is_not(self) -> None:
        body = """
            def __call__(self, img):
                self.low = img.min()  # why
                return self.low
        """
        assert fixed(body, unsafe=False) == transform(body)
        assert fixed(body) == transform(body.replace("self.low", "low"))

    @pytest.mark.parametrize("other", ["print(a._low)", "getattr(a, '_low')"])
    def test_nor_is_one_that_other_code_mentions(self, other: str) -> None:
        text = (
            transform("def __call__(self, img):\n    self._low = img.min()\n    return self._low\n") + f"\n\n{other}\n"
        )
        assert mended(text, *RULES, unsafe=False) == text
        assert mended(text, *RULES) != text

    def test_the_same_name_in_another_class_is_another_attribute(self) -> None:
        other = "\n\nclass B:\n    def f(self):\n        return self._low\n"
        text = transform("def __call__(self, img):\n    self._low = img.min()\n    return self._low\n") + other
        assert mended(text, *RULES, unsafe=False) == text.replace("self._low", "low", 2)

    def test_a_default_that_nobody_needs_is_removed_and_its_comment_kept(self) -> None:
        before = """
            def __init__(self, factor):
                self._low: float = 0.0
                self._high = (None,)  # of one image
                self.factor = factor

            def __call__(self, img):
                self._low = img.min()
                self._high = img.max()
                return self._low * self.factor + self._high
        """
        after = """
            def __init__(self, factor):
                # of one image
                self.factor = factor

            def __call__(self, img):
                low = img.min()
                high = img.max()
                return low * self.factor + high
        """
        assert fixed(before, unsafe=False) == transform(after)

    def test_a_constructor_is_not_left_empty(self) -> None:
        text = fixed(
            "def __init__(self):\n    self._low = 0\ndef __call__(self, i):\n    self._low = i\n    return self._low\n"
        )
        assert "def __init__(self):\n        pass\n" in text

    def test_a_default_with_consequences_stays(self) -> None:
        body = """
            def __init__(self):
                self._low = connect(self)

            def __call__(self, img):
                self._low = img.min()
                return self._low
        """
        head, tail = body.split("def __call__")
        assert fixed(body) == transform(f"{head}def __call__{tail.replace('self._low', 'low')}")

    def test_names_that_are_taken_are_avoided(self) -> None:
        body = """
            def __call__(self, img, low):
                self.low = img.min()
                self.filter = img.max()
                return self.low + low + self.filter
        """
        text = fixed(body)
        assert "low_ = img.min()" in text
        assert "return low_ + low + filter_" in text

    def test_a_body_on_the_line_of_its_header(self) -> None:
        text = fixed("def __call__(self, img): self._low = img.min(); return self._low\n", unsafe=False)
        assert text == transform("def __call__(self, img): low = img.min(); return low\n")


class TestConfiguration:
    def test_the_variable_starts_with_the_configured_value(self) -> None:
        before = """
            def __init__(self, size):
                self.size = size

            def __call__(self, img):
                img = img + 1
                # for images with channels
                if img.ndim > 2:
                    self.size = self.size * 2
                return img.crop(self.size)
        """
        after = """
            def __init__(self, size):
                self.size = size

            def __call__(self, img):
                img = img + 1
                # for images with channels
                size = self.size
                if img.ndim > 2:
                    size = size * 2
                return img.crop(size)
        """
        assert fixed(before, unsafe=False) == transform(before)
        assert fixed(before) == transform(after)

    def test_an_assignment_that_every_call_makes_needs_no_start(self) -> None:
        before = """
            def __init__(self, size=None):
                self.size = size

            def __call__(self, img):
                self.size = self.size or img.shape
                return img.crop(self.size)
        """
        after = before.replace("self.size = self.size or", "size = self.size or").replace(
            "crop(self.size)", "crop(size)"
        )
        assert fixed(before) == transform(after)

    def test_what_is_changed_in_place_is_copied(self) -> None:
        before = """
            def __init__(self, dim):
                self.options = {"dim": dim}

            def __call__(self, img):
                if img.ndim > 3:
                    self.options["dim"] = None
                return img.write(**self.options)
        """
        after = before.replace(
            "                if img.ndim > 3:\n                    self.options",
            "                options = self.options.copy()\n                if img.ndim > 3:\n                    options",
        ).replace("**self.options", "**options")
        assert fixed(before) == transform(after)

    def test_what_starts_empty_starts_empty(self) -> None:
        before = """
            def __init__(self, keys):
                self.keys = keys
                self.seen = {}

            def __call__(self, img):
                for key in self.keys:
                    self.seen[key] = img[key]
                return self.seen
        """
        after = """
            def __init__(self, keys):
                self.keys = keys

            def __call__(self, img):
                seen = {}
                for key in self.keys:
                    seen[key] = img[key]
                return seen
        """
        assert fixed(before) == transform(after)


class TestHelpers:
    def test_methods_that_read_it_get_it_as_an_argument(self) -> None:
        before = """
            def __init__(self):
                self._low: float = 0.0
                self.other = 1

            def __call__(self, img: int) -> int:
                self._low = img.min()
                return self._a() + self._a(
                ) + self._b(img, more=1)

            def _a(self):
                return self._low

            def _b(
                self,
                img: int,
                more: int,
            ) -> int:
                return self._low * self._a()
        """
        after = """
            def __init__(self):
                self.other = 1

            def __call__(self, img: int) -> int:
                low = img.min()
                return self._a(low) + self._a(
                low) + self._b(img, more=1, low=low)

            def _a(self, low):
                return low

            def _b(
                self,
                img: int,
                more: int,
                low: float,
            ) -> int:
                return low * self._a(low)
        """
        assert fixed(before, unsafe=False) == transform(after)

    def test_a_public_helper_may_be_called_by_others(self) -> None:
        body = """
            def __call__(self, img):
                self._low = img.min()
                return self.scale(img)

            def scale(self, img):
                return img * self._low
        """
        assert fixed(body, unsafe=False) == transform(body)
        assert "def scale(self, img, low):" in fixed(body)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("    def inverse(self, img):\n        return img - self._low\n", "`inverse` uses what calls leave"),
        ("    def f(self, name):\n        return getattr(self, '_low')\n", "by its name in a string"),
        ("\nclass B(A):\n    def f(self):\n        return self._low\n", "`B` uses `self._low` as well"),
        ("\nclass B(A):\n    _low = 1\n", "`B` uses `self._low` as well"),
    ],
)
def test_who_else_may_rely_on_it(more: str, reason: str) -> None:
    text = transform("def __call__(self, img):\n    self._low = img.min()\n    return self._low\n\n") + more
    assert [reason in refusal for refusal in refusals(text, *RULES)] == [True]


@pytest.mark.parametrize(
    ("call", "helper", "reason"),
    [
        ("self._low = img\nreturn self._get()", "@cached\ndef _get(self):\n    return self._low", "is decorated"),
        ("self._low = img\nreturn self._get()", "def _get(self, *a):\n    return self._low", "has no plain parameters"),
        (
            "self._low = img\nreturn self._get(*img)",
            "def _get(self, a):\n    return self._low",
            "unpacks its arguments",
        ),
        (
            "self._low = img\nreturn self._get(i for i in img)",
            "def _get(self, a):\n    return self._low",
            "a generator",
        ),
        ("self._low = img\nreturn self._get(), self._get", "def _get(self):\n    return self._low", "alone"),
        (
            "self._low = img\nself._set()\nreturn self._low",
            "def _set(self):\n    if self.on:\n        self._low = 1",
            "`_set` writes it as well",
        ),
        ("if img:\n    self._low = img\nreturn self._low", "", "nothing in the class sets `self._low`"),
        ("self._low = img\nprint(self._low)\ndel self._low", "", "or deleted"),
        ("self._low = img\ndef f(low, low_, current_low): pass\nreturn self._low", "", "no free name"),
    ],
)
def test_what_is_not_clear_is_refused(call: str, helper: str, reason: str) -> None:
    text = transform(f"def __call__(self, img):\n{block(call, '    ')}\n{helper}\n")
    found = [refusal for refusal in refusals(text, *RULES) if refusal]
    assert found
    assert any(reason in refusal for refusal in found), found


@pytest.mark.parametrize(
    ("between", "more"),
    [
        ("self(img - 1)", ""),
        ("self._again(img)", "def _again(self, img):\n    return self(img - 1)"),
        ("self._again(img)", "def _again(self, img):\n    return self.inner(img)"),
        ("self.inner(img)", ""),
        ("self.parts[0](img)", ""),
        ("[part(img) for part in self.parts]", ""),
        ("self.inner.turn(img)", "def turn(self, img):\n    return img"),
        ("super().__call__(img)", ""),
        ("self.unknown(img)", ""),
        ("log(self)", ""),
        ("yield img", ""),
        ("print(sorted(self.__dict__))", ""),
        ("print(vars(self))", ""),
        ("print(locals())", ""),
        ("print(f'{self._low=}')", ""),
        ("print(f'{self._low * 2 = !r:>5}')", ""),
    ],
)
def test_what_may_come_back_or_shows_the_attribute_is_not_safe(between: str, more: str) -> None:
    text = transform(f"def __call__(self, img):\n    self._low = img\n    {between}\n    return self._low\n{more}\n")
    assert mended(text, *RULES, unsafe=False) == text
    assert "low = img\n" in mended(text, *RULES)


@pytest.mark.parametrize("between", ["log(img)", "img.turn()", "self._look(img)", "self.R.rand(img)", "type(self)"])
def test_what_cannot_come_back_is(between: str) -> None:
    body = (
        f"def __call__(self, img):\n    self._low = img\n    {between}\n    return self._low\n"
        "def _look(self, img):\n    return img\n"
    )
    assert fixed(body, unsafe=False) == transform(body.replace("self._low", "low"))


@pytest.mark.parametrize(
    "between",
    [
        "me = self\nclass In:\n    def get(self): return me._low",
        "class In:\n    def get(self): return self._low",
        "get = lambda self: self._low",
        "print(self.me._low)",
    ],
)
def test_a_use_under_another_name_is_refused(between: str) -> None:
    body = block(f"self._low = img\n{between}\nreturn self._low", "    ")
    text = transform(f"def __call__(self, img):\n{body}\n")
    assert mended(text, *RULES) == text
    assert "`__call__` also uses `_low` on what may be the same object" in refusals(text, *RULES)


@pytest.mark.parametrize("call", ["self.peek(self)", "Reader(self).get()", "other.add([self])"])
def test_the_object_is_not_handed_to_code_that_uses_the_attribute(call: str) -> None:
    text = transform(f"def __call__(self, img):\n    self._low = img\n    {call}\n    return self._low\n")
    reader = "\n\ndef peek(a):\n    return a._low\n"
    assert mended(text + reader, *RULES) == text + reader
    assert any("the object is handed to other code" in refusal for refusal in refusals(text + reader, *RULES))
    assert mended(text, *RULES) != text
