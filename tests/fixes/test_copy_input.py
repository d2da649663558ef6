"""MTS501: a copy of the mapping that a call is given."""

from __future__ import annotations

import pytest

from mended import block, mended, refusals

HEAD = "from monai.transforms import MapTransform\n\n\n"


def transform(body: str, head: str = HEAD) -> str:
    """A dictionary transform with these methods."""
    return f"{head}class A(MapTransform):\n{block(body, '    ')}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            """
            def __call__(
                self,
                data,  # the item
            ):
                # first
                # then
                data["x"] = 1
                return data
            """,
            """
            def __call__(
                self,
                data,  # the item
            ):
                data = dict(data)
                # first
                # then
                data["x"] = 1
                return data
            """,
        ),
        (
            '''
            def __call__(self, data: "Mapping[str, int]"):
                """What it does.

                # no comment
                """

                if "x" not in data:
                    return dict(data)
                data["x"] += 1
                return data
            ''',
            '''
            def __call__(self, data: "Mapping[str, int]"):
                """What it does.

                # no comment
                """

                data = dict(data)
                if "x" not in data:
                    return dict(data)
                data["x"] += 1
                return data
            ''',
        ),
        (
            """
            def __call__(self, data):
                return self._put(self._put(data, "x"), "y")

            def _put(self, item, key):
                item.setdefault(key, 0)
                return item

            def inverse(self, data):
                other = data
                self._put(other, "x")
                return data
            """,
            """
            def __call__(self, data):
                data = dict(data)
                return self._put(self._put(data, "x"), "y")

            def _put(self, item, key):
                item.setdefault(key, 0)
                return item

            def inverse(self, data):
                data = dict(data)
                other = data
                self._put(other, "x")
                return data
            """,
        ),
        (
            """
            def __call__(self, data):
                given: dict = data
                try:
                    given["x"] = 1
                finally:
                    return given
            """,
            """
            def __call__(self, data):
                given: dict = dict(data)
                try:
                    given["x"] = 1
                finally:
                    return given
            """,
        ),
    ],
)
def test_where_the_copy_is_made(before: str, after: str) -> None:
    assert mended(transform(before), "MTS501") == transform(after)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('data["x"] = 1', "`__call__` returns nothing: its callers look into the mapping that they gave"),
        ("for k in self.keys: data[k] = 1; yield k", "`__call__` does not run in one go"),
        ('data["x"] = data.meta; return data', "`data.meta` is nothing that a `dict` has"),
        ('data["x"] = 1 if type(data) is dict else 2; return data', "`__call__` looks at what `data` is"),
        ('data["x"] = data is self.last; return data', "`__call__` looks at what `data` is"),
        ('dict = 1; data["x"] = dict; return data', "`dict` means something else here"),
    ],
)
def test_refused(body: str, reason: str) -> None:
    assert refusals(transform(f"def __call__(self, data):\n    {body}"), "MTS501") == [reason]


def test_parameters_that_may_be_something_else() -> None:
    body = '{}\n    data["x"] = 1\n    return data'
    missing = "`__call__` may be called without a mapping"
    assert refusals(transform(body.format("def __call__(self, data=None):")), "MTS501") == [missing]
    more = "`data` may be more than a plain mapping"
    for annotation in ("Item", "dict | None", "Optional[dict]", "OrderedDict"):
        found = refusals(transform(body.format(f"def __call__(self, data: {annotation}):")), "MTS501")
        assert found == [more]


@pytest.mark.parametrize(
    "body",
    [
        "    super().__call__(data)\n    return data",
        "    result = super().__call__(data)\n    return {**result, **data}",
    ],
)
def test_an_override_that_relies_on_the_change(body: str) -> None:
    own = 'def __call__(self, data):\n    data["x"] = 1\n    return data\n'
    text = transform(own) + "\n\nclass B(A):\n" + block(f"def __call__(self, data):\n{body}", "    ")
    assert "`__call__` goes on with the mapping that it gives to `__call__`" in refusals(text, "MTS501")


def test_an_override_that_takes_what_it_gets() -> None:
    own = 'def __call__(self, data):\n    data["x"] = 1\n    return data\n'
    rest = (
        "\n\nclass B(A):\n    def __call__(self, data):\n        data = super().__call__(data)\n        return data\n"
    )
    copied = 'def __call__(self, data):\n    data = dict(data)\n    data["x"] = 1\n    return data\n'
    assert mended(transform(own) + rest, "MTS501", unsafe=False) == transform(copied) + rest


@pytest.mark.parametrize(
    "body",
    [
        'data["x"] = 1; self.last = data; return data',
        'data["x"] = 1; data = self.more(data); return data',
        'data["x"] = 1; return data, 1',
        'data["x"] = 1; return data if data else None',
    ],
)
def test_only_unsafe(body: str) -> None:
    text = transform(f"def __call__(self, data):\n    {body}\n")
    assert mended(text, "MTS501", unsafe=False) == text
    assert "    data = dict(data)\n" in mended(text, "MTS501")


def test_the_own_method_that_runs_on() -> None:
    body = """
        def __call__(self, data):
            if "x" not in data:
                data["x"] = 1
                self(data)
            return data
    """
    assert refusals(transform(body), "MTS501") == ["`__call__` goes on with the mapping that it gives to `__call__`"]


@pytest.mark.parametrize(
    "use",
    [
        "a = A('x')\na(item)\nprint(item)\n",
        "def run(item):\n    self.part = A('x')\n    self.part(item)\n    return item\n",
        "for part in (A('x'), A('y')):\n    part(item)\nprint(item)\n",
        "A('x')(item)\nprint(item)\n",
    ],
)
def test_users_that_rely_on_the_change(use: str) -> None:
    text = transform('def __call__(self, data):\n    data["x"] = 1\n    return data\n') + f"\n\n{use}"
    assert refusals(text, "MTS501") == ["snippet.py calls a `A` and goes on with the mapping that it gives"]


def test_users_that_take_what_they_get() -> None:
    text = (
        transform('def __call__(self, data):\n    data["x"] = 1\n    return data\n')
        + "\n\nitem = A('x')(item)\nA('y')(item)\n"
    )
    assert "    data = dict(data)\n" in mended(text, "MTS501", unsafe=False)


def test_a_decorator_may_rely_on_the_change() -> None:
    text = transform('@wrapped\ndef __call__(self, data):\n    data["x"] = 1\n    return data\n')
    assert refusals(text, "MTS501") == ["`__call__` is decorated"]
