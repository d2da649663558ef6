"""Every form of function and text: what the reader may meet in a file."""

from __future__ import annotations

import sys

import pytest

from monai_tslint.facts import Access, Call, Span
from monai_tslint.index import index_source
from monai_tslint.reader import read_function
from snippets import called, check_effects, effects_of, findings, path_text, workspace

_IMPORT = "from monai.transforms import Transform\n"

SYNTAX = {
    "async def": (
        "class T(Transform):\n    async def __call__(self, data):\n        self.x = await data  #: assign self.x\n"
        "        async for self.y in data:  #: assign self.y\n            pass\n"
        "        async with self.lock:\n            self.z = 1  #: assign self.z under self.lock\n"
    ),
    "async comprehension": (
        "class T(Transform):\n    async def __call__(self, data):\n"
        "        return [await self._one(d) async for d in data]\n"
        "    async def _one(self, d):\n        self.x = d  #: assign self.x\n"
    ),
    "match": (
        "class T(Transform):\n    def __call__(self, data):\n        match data:\n"
        "            case {'image': image, **rest} if image:\n                self.x = image  #: assign self.x\n"
        "            case [1, *_] | (2, 3):\n                self.y = 1  #: assign self.y\n"
        "            case str() as text:\n                self.z = text  #: assign self.z\n"
        "            case T(x=None):\n                del self.x  #: delete self.x\n"
        "            case [] | {'empty': []}:\n                self.w = 1  #: assign self.w\n"
    ),
    "positional and keyword only": (
        "class T(Transform):\n    def __call__(self, data, /, *args, flag: bool = True, **kw: int) -> None:\n"
        "        self.x = data  #: assign self.x\n"
    ),
    "other name for self": (
        "class T(Transform):\n    def __call__(this, data):\n        this.x = data  #: assign self.x\n"
    ),
    "self as a positional only": (
        "class T(Transform):\n    def __call__(me, /, data):\n        me.x = 1  #: assign self.x\n"
    ),
    "body on the line of the def": (
        "class T(Transform):\n    def __call__(self, data): self.x = data; return data  #: assign self.x\n"
    ),
    "entry point under another name": (
        "class T(Transform):\n    def apply(self, data):\n        self.x = data  #: assign self.x\n"
        "    __call__ = apply\n"
    ),
    "decorators of any shape": (
        "class T(Transform):\n    @profile\n    @wraps.later(x=1)\n    @table['k']\n    @(lambda f: f)\n"
        "    @(w := wraps)\n    @a.b[0](1).c\n"
        "    def __call__(self, data):\n        self.x = data  #: assign self.x\n"
    ),
    "decorator over several lines": (
        "class T(Transform):\n    @deco(\n        1,\n    )\n\n    # between\n    def __call__(\n        self,\n"
        "        data,\n    ):\n        self.x = data  #: assign self.x\n"
    ),
    "defined in a branch": (
        "import sys\nclass T(Transform):\n    if sys.version_info > (3,):\n        def __call__(self, data):\n"
        "            self.x = data  #: assign self.x\n    else:\n        def other(self): pass\n"
    ),
    "class in a branch": (
        "try:\n    import torch\nexcept ImportError:\n    pass\nelse:\n    class T(Transform):\n"
        "        def __call__(self, data):\n            self.x = data  #: assign self.x\n"
    ),
    "class in a class": (
        "class Outer:\n    class T(Transform):\n        def __call__(self, data):\n"
        "            self.x = data  #: assign self.x\n"
    ),
    "class in a function": (
        "def make():\n    class T(Transform):\n        def __call__(self, data):\n"
        "            self.x = data  #: assign self.x\n    return T\n"
    ),
    "overloads": (
        "from typing import overload\nclass T(Transform):\n    @overload\n    def __call__(self, data: int): ...\n"
        "    @overload\n    def __call__(self, data: str): ...\n    def __call__(self, data):\n"
        "        self.x = data  #: assign self.x\n"
    ),
    "defined twice": (
        "class T(Transform):\n    def __call__(self, data):\n        self.gone = data\n"
        "    def __call__(self, data):\n        self.x = data  #: assign self.x\n"
    ),
    "generic class": (
        "from typing import Generic, TypeVar\nX = TypeVar('X')\nclass T(Transform, Generic[X]):\n"
        "    def __call__(self, data: X) -> X:\n        self.x = data  #: assign self.x\n"
    ),
    "class keywords": (
        "class T(Transform, metaclass=Meta, flag=True):\n    def __call__(self, data):\n"
        "        self.x = data  #: assign self.x\n"
    ),
    "private names": (
        "class T(Transform):\n    def __call__(self, data):\n        self.__x = data  #: assign self.__x\n"
    ),
    "names beyond ASCII": (
        "class T(Transform):\n    def __call__(self, daten):\n        self.größe = 1  #: assign self.größe\n"
    ),
    "tabs": "class T(Transform):\n\tdef __call__(self, data):\n\t\tif data:\n\t\t\tself.x = data  #: assign self.x\n",
    "one space": "class T(Transform):\n def __call__(self, data):\n  self.x = data  #: assign self.x\n",
    "continuation": (
        "class T(Transform):\n    def __call__(self, data):\n        key = 1; \\\n"
        "            self.x = data  #: assign self.x\n"
    ),
    "comment at the margin": (
        "class T(Transform):\n    def __call__(self, data):\n# margin\n        self.x = data  #: assign self.x\n#last\n"
    ),
    "string at the margin": (
        "class T(Transform):\n    def __call__(self, data):\n        text = '''\nat the margin\n'''\n"
        "        self.x = text  #: assign self.x\n"
    ),
    "statement on the line of the docstring": (
        "class T(Transform):\n    def __call__(self, data):\n        'Doc.'; self.x = data  #: assign self.x\n"
    ),
    "number signs in a string": (
        "class T(Transform):\n    def __call__(self, data):\n        text = '''\n# no comment\n\n'''\n"
        "        # comment\n\n        self.x = text  #: assign self.x\n"
    ),
    "only a docstring": "class T(Transform):\n    def __call__(self, data):\n        'Doc.'\n        # comment\n",
    "form feeds": (
        "\fclass T(Transform):\n\f\n    \f\n    def __call__(self, data):\n\f\n"
        "        self.x = 1  #: assign self.x\n\f\n"
    ),
    "form feed before the def": (
        "class T(Transform):\n    y = 1\n\f    def __call__(self, data):\n        self.x = data  #: assign self.x\n"
    ),
    "no newline at the end": (
        "class T(Transform):\n    def __call__(self, data):\n        self.x = data  #: assign self.x"
    ),
    "blanks at the end": (
        "class T(Transform):\n    def __call__(self, data):\n        self.x = data  #: assign self.x\n    \n   "
    ),
    "f-strings": (
        "class T(Transform):\n    def __call__(self, data):\n"
        "        return f'{self._note(data)!r:>{self.w}} {data=}'\n"
        "    def _note(self, data):\n        self.x = data  #: assign self.x\n"
    ),
    "call in every place": (
        "class T(Transform):\n    def __call__(self, data):\n"
        "        assert data, self._a()\n        raise E(self._b()) from self._c()\n"
        "    def _a(self):\n        self.a = 1  #: assign self.a\n"
        "    def _b(self):\n        self.b = 1  #: assign self.b\n"
        "    def _c(self):\n        self.c = 1  #: assign self.c\n"
    ),
    "call in a slice": (
        "class T(Transform):\n    def __call__(self, data):\n        return data[self._a() : self._b(), ...]\n"
        "    def _a(self):\n        self.a = 1  #: assign self.a\n"
        "    def _b(self):\n        self.b = 1  #: assign self.b\n"
    ),
    "call in a default of a lambda": (
        "class T(Transform):\n    def __call__(self, data):\n        return lambda v=self._a(): v\n"
        "    def _a(self):\n        self.a = 1  #: assign self.a\n"
    ),
    "call in a decorator of a nested function": (
        "class T(Transform):\n    def __call__(self, data):\n        @self._a()\n        def f(): ...\n"
        "    def _a(self):\n        self.a = 1  #: assign self.a\n"
    ),
    "call in a pattern's guard": (
        "class T(Transform):\n    def __call__(self, data):\n        match data:\n"
        "            case x if self._a(): ...\n"
        "    def _a(self):\n        self.a = 1  #: assign self.a\n"
    ),
    "call in a del": (
        "class T(Transform):\n    def __call__(self, data):\n        del data[self._a()]\n"
        "    def _a(self):\n        self.a = 1  #: assign self.a\n"
    ),
    "call in an annotation of a local": (
        "class T(Transform):\n    def __call__(self, data):\n        x: self._a() = 1\n"
        "    def _a(self):\n        self.a = 1\n"
    ),
}

KNOWN_GAPS = {
    # A lambda in a class body is no method.
    "class on one line": ("class T(Transform): __call__ = lambda self, data: setattr(self, 'x', data)\n"),
}
"""Wrong answers as they are: a test fails here on the day that its gap closes."""


if sys.version_info >= (3, 12):
    SYNTAX["type parameters"] = (
        "class T[X: int](Transform):\n    type Y = X\n    def __call__[Z](self, data: Z) -> Z:\n"
        "        type W = Z\n        self.x = data  #: assign self.x\n"
    )
    SYNTAX["nested f-string"] = (
        "class T(Transform):\n    def __call__(self, data):\n        self.x = f'{f'{data}'}'  #: assign self.x\n"
    )


@pytest.mark.parametrize("source", SYNTAX.values(), ids=SYNTAX.keys())
def test_syntax(source: str) -> None:
    check_effects(_IMPORT + source)


@pytest.mark.parametrize("source", KNOWN_GAPS.values(), ids=KNOWN_GAPS.keys())
def test_known_gaps(source: str) -> None:
    check_effects(_IMPORT + source)


@pytest.mark.parametrize("name", ["async def", "match", "decorators of any shape", "names beyond ASCII", "f-strings"])
def test_carriage_returns(name: str) -> None:
    check_effects((_IMPORT + SYNTAX[name]).replace("\n", "\r\n"))


def test_byte_order_mark() -> None:
    check_effects("\ufeff" + _IMPORT + SYNTAX["async def"])


def test_other_line_separators_are_no_newlines() -> None:
    text = "class T(Transform):\n    def __call__(self, data):\n        data = '\x85\u2028\x0b\x1c'\n"
    check_effects(_IMPORT + text + "        self.x = data  #: assign self.x\n")


def _accesses(body: str) -> list[str]:
    text = called(body)
    function = index_source("m.py", "m", False, text, "").classes["T"].methods["__call__"][0]
    events = read_function(text.split("\n"), function).events
    words = [f"{e.kind} {path_text(e.path)}" for e in events if isinstance(e, Access)]
    return [w for w in words if "self" in w]


ORDER = {
    "value before target": ("self.x = self.y", ["read self.y", "assign self.x"]),
    "augmented": ("self.x += self.y", ["read self.y", "read self.x", "augment self.x"]),
    "swap": ("self.x, self.y = self.y, self.x", ["read self.y", "read self.x", "assign self.x", "assign self.y"]),
    "test first": ("if self.x:\n    self.y = 1", ["read self.x", "assign self.y"]),
    "item": ("self.cache[self.x] = self.y", ["read self.y", "read self.x", "mutate self.cache[*]"]),
    "arguments before": ("self.x = data(self.a, k=self.y)", ["read self.a", "read self.y", "assign self.x"]),
    "comprehension": ("[self.x for _ in data(self.y)]", ["read self.y", "read self.x"]),
    "conditional": ("return self.x if self.y else self.a", ["read self.y", "read self.x", "read self.a"]),
    "delete": ("del self.x", ["delete self.x"]),
    "nothing": ("return data", []),
}


@pytest.mark.parametrize(("body", "expected"), ORDER.values(), ids=ORDER.keys())
def test_order_of_accesses(body: str, expected: list[str]) -> None:
    assert _accesses(body) == expected


SPANS = {
    "attribute": ("self.x = data", Span(1, 9, 1, 15)),
    "code points, not bytes": ("'ä𝄞'; self.x = data", Span(1, 15, 1, 21)),
    "in a tuple": ("a, self.x = data", Span(1, 12, 1, 18)),
    "parentheses": ("(self.x) = data", Span(1, 10, 1, 16)),
    "two lines": ("(self\n .x) = data", Span(1, 10, 2, 12)),
    "method call": ("self.items.append(1)", Span(1, 9, 1, 29)),
    "augmented": ("self.x += 1", Span(1, 9, 1, 15)),
    "item": ("self.cache[key] = 1", Span(1, 9, 1, 24)),
    "setattr": ("setattr(self, 'x', 1)", Span(1, 9, 1, 30)),
}


@pytest.mark.parametrize(("body", "expected"), SPANS.values(), ids=SPANS.keys())
def test_spans(body: str, expected: Span) -> None:
    text = called(body)
    first = text[: text.index("def __call__")].count("\n") + 1
    (effect,) = (hot.effect for cls in effects_of(workspace(text)) for hot in cls.effects)
    span = effect.site.span
    assert Span(span.line - first, span.column, span.end_line - first, span.end_column) == expected


def test_positions_behind_tabs_count_a_tab_as_one() -> None:
    (finding,) = (f for f in findings(_IMPORT + "class T(Transform):\n\tdef __call__(self, d):\n\t\tself.x = d\n"))
    assert (finding.location.line, finding.location.column, finding.location.end_column) == (4, 3, 9)


def test_position_after_carriage_returns() -> None:
    text = (_IMPORT + "class T(Transform):\n    def __call__(self, d):\n        (self\n         .x) = d\n").replace(
        "\n", "\r\n"
    )
    (finding,) = findings(text)
    here = finding.location
    assert (here.line, here.column, here.end_line, here.end_column) == (4, 10, 5, 12)


def test_calls_keep_their_arguments_in_source_order() -> None:
    text = called("self.fn(data, *key, k=self.x, **self.a)")
    function = index_source("m.py", "m", False, text, "").classes["T"].methods["__call__"][0]
    (call,) = (e for e in read_function(text.split("\n"), function).events if isinstance(e, Call))
    assert [name for name, _ in call.arguments] == ["", "*", "k", "**"]
    assert [path_text(p) for p in call.callees] == ["self.fn"]
