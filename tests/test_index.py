"""Outlines: what a file binds, and that no text makes the indexer fail otherwise than by `Unparsable`."""

from __future__ import annotations

import ast
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monai_tslint.facts import Import, Parameter
from monai_tslint.index import Unparsable, index_source
from outlines import outline


def test_function_signature() -> None:
    index = outline(
        """
        @functools.wraps(f)
        @contextmanager
        def load(a, /, b: int = 1, *args: str, c: "list[str]" = None, d, **kw) -> np.ndarray | None:
            pass
        """
    )
    function = index.functions["load"]
    assert (function.line, function.def_line, function.end_line) == (2, 4, 5)
    assert function.decorators == ("functools.wraps", "contextmanager")
    assert function.returns == "np.ndarray | None"
    assert function.parameters == (
        Parameter("a"),
        Parameter("b", annotation="int", default="1"),
        Parameter("args", "*", "str"),
        Parameter("c", "", "'list[str]'", "None", keyword_only=True),
        Parameter("d", keyword_only=True),
        Parameter("kw", "**"),
    )


def test_defaults_are_never_lost() -> None:
    parameters = outline("def f(a=x if y else z, b=(), c=lambda: 0, *, d={1: 2}): ...").functions["f"].parameters
    assert [p.default for p in parameters] == ["x if y else z", "()", "lambda: 0", "{...}"]


def test_class_outline() -> None:
    index = outline(
        """
        @dataclass
        class A(Base, pkg.Other, Generic[T], namedtuple("A", "x"), bases[0](), metaclass=ABCMeta):
            x: int
            y: list[str] = field(default_factory=list)
            z = w = None

            def run(self): ...

            class Inner(Base):
                def go(self): ...
        """
    )
    cls = index.classes["A"]
    assert (cls.line, cls.column, cls.end_line) == (3, 1, 11)
    assert cls.bases == ("Base", "pkg.Other", "Generic[T]", "namedtuple(...)", "")
    assert cls.keywords == (("metaclass", "ABCMeta"),)
    assert cls.decorators == ("dataclass",)
    assert cls.attributes == (
        ("x", "int", None),
        ("y", "list[str]", "field(default_factory=list)"),
        ("z", None, "None"),
        ("w", None, "None"),
    )
    assert [f.qualname for f in cls.methods["run"]] == ["A.run"]
    assert index.classes["A.Inner"].methods["go"][0].qualname == "A.Inner.go"


def test_property_pair_keeps_both_functions() -> None:
    index = outline(
        """
        class A:
            @property
            def lazy(self): ...

            @lazy.setter
            def lazy(self, value): ...
        """
    )
    assert [f.decorators for f in index.classes["A"].methods["lazy"]] == [("property",), ("lazy.setter",)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("None", "None"),
        ("-1.5", "-1.5"),
        ("'a'", "'a'"),
        ("'a' * 3", None),
        (repr("a" * 200), "'...'"),
        ("...", "..."),
        ("other", "other"),
        ("np.random.rand", "np.random.rand"),
        ("f().x", None),
        ("threading.Lock()", "threading.Lock(...)"),
        ("threading.local(1, a=2)", "threading.local(...)"),
        ("property(_get, fset=_set)", "property(_get, fset=_set)"),
        ("f()()", None),
        ("[]", "[]"),
        ("[1]", "[...]"),
        ("[a for a in b]", "[...]"),
        ("{}", "{}"),
        ("{1: 2}", "{...}"),
        ("{1}", "{...}"),
        ("set()", "set(...)"),
        ("()", "()"),
        ("(1, 2)", "(...)"),
        ("Union[np.ndarray, 'Tensor']", "Union[np.ndarray, 'Tensor']"),
        ("int | None", "int | None"),
        ("lambda: 0", None),
        ("a + b", None),
    ],
)
def test_value_text(value: str, text: str | None) -> None:
    assert outline(f"x = {value}").variables == (("x", None, text),)


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        ("Callable[[int, str], None]", "Callable[[int, str], None]"),
        ("Callable[..., X]", "Callable[..., X]"),
        ("dict[str, tuple[int, ...]]", "dict[str, tuple[int, ...]]"),
        ("tuple[()]", "tuple[()]"),
        ("'X | None'", "'X | None'"),
        ("Literal['a', 1]", "Literal['a', 1]"),
        ("f(x)", "f(x)"),
        ("a.b().c", "a.b().c"),
    ],
)
def test_annotation_text(annotation: str, text: str) -> None:
    assert outline(f"x: {annotation}").variables == (("x", text, None),)


def test_targets() -> None:
    index = outline(
        """
        a, (b, *c) = d = f()
        a.x = a[0] = 1
        for i, j in a: k = 1
        while a: w = 1
        with open(a) as (f, g), b: h = 1
        """
    )
    assert [name for name, _, _ in index.variables] == ["a", "b", "c", "d", "i", "j", "k", "w", "f", "g", "h"]


def test_blocks_are_flattened() -> None:
    index = outline(
        """
        if a:
            def f(): ...
        elif b:
            class C: ...
        else:
            import os
        try:
            x = 1
        except* ValueError:
            y = 1
        else:
            z = 1
        finally:
            def g(): ...
        match a:
            case 1:
                m = 1
            case _:
                def h(): ...
        """
    )
    assert list(index.functions) == ["f", "g", "h"]
    assert list(index.classes) == ["C"]
    assert index.imports == (Import("os", "os"),)
    assert [name for name, _, _ in index.variables] == ["x", "z", "y", "m"]


def test_conditional_definition_keeps_the_last() -> None:
    index = outline(
        """
        if a:
            class C:
                def one(self): ...
                class Inner: ...
        else:
            class C:
                def two(self): ...
        """
    )
    assert list(index.classes["C"].methods) == ["two"]
    assert "C.Inner" not in index.classes


def test_fallbacks_do_not_replace() -> None:
    index = outline(
        """
        from typing import TYPE_CHECKING
        import typing
        try:
            from monai.transforms import Transform
        except ImportError:
            class Transform: ...
            Other = None
        if TYPE_CHECKING:
            from nib import Image
        else:
            Image = load("nib")
        if typing.TYPE_CHECKING:
            def f(a): ...
        else:
            def f(b): ...
        """
    )
    assert "Transform" not in index.classes
    assert index.variables == (("Other", None, "None"),)
    assert [p.name for p in index.functions["f"].parameters] == ["a"]


@pytest.mark.parametrize(
    ("module", "is_package", "statement", "expected"),
    [
        ("a.b.c", False, "import x.y", Import("x", "x")),
        ("a.b.c", False, "import x.y as z", Import("z", "x.y")),
        ("a.b.c", False, "from x import y as z", Import("z", "x", "y")),
        ("a.b.c", False, "from . import y", Import("y", "a.b", "y")),
        ("a.b.c", False, "from .y import z", Import("z", "a.b.y", "z")),
        ("a.b.c", False, "from ..y import z", Import("z", "a.y", "z")),
        ("a.b.c", True, "from .y import z", Import("z", "a.b.c.y", "z")),
        ("a.b.c", True, "from .. import z", Import("z", "a.b", "z")),
        ("script", False, "from .y import z", Import("z", "y", "z")),
        ("a.b.c", False, "from .....y import z", Import("z", ".....y", "z")),
        ("a.b.c", False, "from .y import *", Import("*", "a.b.y")),
    ],
)
def test_imports_are_absolute(module: str, is_package: bool, statement: str, expected: Import) -> None:
    assert outline(statement, module, is_package=is_package).imports == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1", None),
        ("__all__ = ['a', 'b']", ("a", "b")),
        ("__all__: list[str] = ['a']", ("a",)),
        ("__all__ = ('a',)\n__all__ += ['b']\n__all__.extend(['c'])\n__all__.append('d')", ("a", "b", "c", "d")),
        ("__all__ = ['a']\n__all__ = ['b']", ("b",)),
        ("__all__ = ['a'] + other.__all__", None),
        ("__all__ = ['a', name]", None),
        ("try:\n    __all__ = ['a']\nfinally:\n    pass", ("a",)),
    ],
)
def test_exports(text: str, expected: tuple[str, ...] | None) -> None:
    assert outline(text).exports == expected


def test_classes_in_functions() -> None:
    index = outline(
        """
        def f():
            from monai.transforms import Transform
            if True:
                class C(Transform):
                    def m(self):
                        class D: ...

        def g():
            import os
        """
    )
    assert list(index.classes) == ["f.<locals>.C.m.<locals>.D", "f.<locals>.C"]
    assert index.imports == (Import("f.<locals>.Transform", "monai.transforms", "Transform"),)


def test_class_level_import_is_scoped() -> None:
    assert outline("class A:\n    from x import y\n").imports == (Import("A.y", "x", "y"),)


def test_async_and_form_feed_and_bom() -> None:
    index = outline("\ufeffasync def f(): ...\n\f\nclass A:\n    async def g(self): ...\n")
    assert index.functions["f"].is_async
    assert index.classes["A"].methods["g"][0].is_async


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the interpreter's own parser reads PEP 695 from 3.12 on")
def test_type_parameter_syntax() -> None:
    index = outline("type Pair[T] = tuple[T, T]\nclass A[T](Base[T]): ...\ndef f[T](a: T) -> T: ...")
    assert index.variables == (("Pair", None, "tuple[T, T]"),)
    assert index.classes["A"].bases == ("Base[T]",)
    assert index.functions["f"].returns == "T"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the interpreter's own parser reads PEP 695 from 3.12 on")
def test_newer_syntax_is_named_with_its_line() -> None:
    with pytest.raises(Unparsable) as caught:
        outline("x = 1\nclass A[T]: ...")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 1\ndef f(:\n", 2),
        ("x = '\x00'", 1),
        ("x = (\n", 1),
        ("if x:\n" + "".join("    " * i + "if x:\n" for i in range(1, 500)), 101),
        ("x = " + "(" * 5000 + ")" * 5000, 1),
        ("x = " + "-" * 100_000 + "1", 1),
        ("x: " + "a[" * 20_000 + "0" + "]" * 20_000, 1),
        ("x = '\ud800'", 1),
    ],
    ids=["syntax", "nul", "open", "indents", "parentheses", "minuses", "subscripts", "surrogate"],
)
def test_unparsable(text: str, line: int) -> None:
    with pytest.raises(Unparsable) as caught:
        index_source("a.py", "a", False, text, "")
    assert caught.value.line == line
    assert caught.value.message


def test_long_else_if_chain() -> None:
    text = "if a: pass\n" + "".join(f"elif a == {i}:\n    def f{i}(): ...\n" for i in range(700))
    assert len(outline(text).functions) == 700


def test_deep_attribute_chain() -> None:
    name = ".".join(["a"] * 150)
    assert outline(f"x = {name}").variables == (("x", None, name),)


def test_warnings_of_the_source_stay_silent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert outline("x = '\\d'\nassert (1, 2)").variables == (("x", None, "'\\\\d'"),)


def _line_of_error(text: str) -> int | None:
    try:
        index_source("a.py", "a", False, text, "")
    except Unparsable as error:
        return error.line
    return None


@given(st.text())
def test_any_text(text: str) -> None:
    line = _line_of_error(text)
    assert line is None or line >= 0


def test_own_sources() -> None:
    """Every function that the parser sees at module and class level is in the outline."""
    root = Path(ast.__file__).parent
    for file in (root / "ast.py", root / "dataclasses.py", root / "typing.py", root / "logging" / "__init__.py"):
        text = file.read_text("utf-8")
        index = index_source(file.name, file.stem, False, text, "")
        tree = ast.parse(text)
        names = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
        assert names <= index.functions.keys()
        for node in (n for n in tree.body if isinstance(n, ast.ClassDef)):
            assert {m.name for m in node.body if isinstance(m, ast.FunctionDef)} <= index.classes[
                node.name
            ].methods.keys()
