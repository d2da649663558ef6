"""Linked projects: what names mean across files, hierarchies, members, annotations, shared classes."""

from __future__ import annotations

import random

import pytest

from monai_tslint.facts import Import
from monai_tslint.frameworks import Marker, Pack, Shared, load_builtin
from monai_tslint.link.annotations import element_annotation
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import (
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    ModuleSymbol,
    Symbol,
    UnknownSymbol,
    VariableSymbol,
)
from outlines import class_named, outlines, project, resolved_class


def external(symbol: Symbol | None) -> str | None:
    return symbol.dotted if isinstance(symbol, ExternalSymbol) else None


PACKAGE = {
    "pkg/__init__.py": "from .sub import *\nfrom . import sub, other\nfrom .other import Renamed as Public",
    "pkg/sub.py": "__all__ = ['A', 'AD']\nclass A:\n    class Inner: ...\n    def run(self): ...\nAD = Ad = A\n_x = 1",
    "pkg/other.py": "import numpy as np\nfrom .sub import A\nclass Renamed(A): ...\ndef f(): ...\ncount = 0",
}


@pytest.mark.parametrize(
    ("dotted", "expected"),
    [
        ("A", "pkg.sub.A"),
        ("AD", "pkg.sub.A"),
        ("sub.Ad", "pkg.sub.A"),
        ("sub.A.Inner", "pkg.sub.A.Inner"),
        ("Public", "pkg.other.Renamed"),
        ("Public.Inner", "pkg.sub.A.Inner"),
        ("other.A", "pkg.sub.A"),
        ("A[int]", "pkg.sub.A"),
    ],
)
def test_classes_through_packages(dotted: str, expected: str) -> None:
    assert resolved_class(project(PACKAGE), "pkg", dotted) == expected


def test_other_symbols() -> None:
    linked = project(PACKAGE)
    assert linked.resolve("pkg", "sub") == ModuleSymbol("pkg.sub")
    assert external(linked.resolve("pkg", "other.np.random.shuffle")) == "numpy.random.shuffle"
    assert external(linked.resolve("pkg.other", "list")) == "builtins.list"
    assert external(linked.resolve("numpy", "random.shuffle")) == "numpy.random.shuffle"
    function = linked.resolve("pkg", "other.f")
    assert isinstance(function, FunctionSymbol)
    assert (function.module.path, function.function.name, function.owner) == ("pkg/other.py", "f", None)
    method = linked.resolve("pkg", "Public.run")
    assert isinstance(method, FunctionSymbol)
    assert method.owner is not None
    assert method.owner.name == "pkg.sub.A"
    variable = linked.resolve("pkg.other", "count")
    assert isinstance(variable, VariableSymbol)
    assert (variable.file.path, variable.name, variable.value) == ("pkg/other.py", "count", "0")


@pytest.mark.parametrize(
    "dotted",
    [
        "missing",
        "sub._y",
        "A.missing",
        "sub.A.run.x",
        "count.x",
        "",
        "a b",
        "3",
        "f().x",
        "lambda: 0",
        "é.b",
        "a..b",
        "None",
    ],
)
def test_unknown_is_a_value(dotted: str) -> None:
    assert isinstance(project(PACKAGE).resolve("pkg", dotted), UnknownSymbol)


def test_symbols_are_hashable() -> None:
    linked = project(PACKAGE)
    names = ["A", "sub", "other.f", "other.count", "other.np", "missing"]
    assert len({linked.resolve("pkg", name) for name in names}) == len(names)


def test_star_import_without_all_takes_public_names_and_imports() -> None:
    linked = project(
        {"a.py": "from b import *", "b.py": "from c import Z as Q\nclass X: ...\nclass _Y: ...", "c.py": "class Z: ..."}
    )
    assert resolved_class(linked, "a", "X") == "b.X"
    assert resolved_class(linked, "a", "Q") == "c.Z"
    assert isinstance(linked.resolve("a", "_Y"), UnknownSymbol)


def test_all_hides_names_and_shows_private_ones() -> None:
    linked = project({"a.py": "from b import *", "b.py": "__all__ = ['_Y']\nclass X: ...\nclass _Y: ..."})
    assert resolved_class(linked, "a", "_Y") == "b._Y"
    assert isinstance(linked.resolve("a", "X"), UnknownSymbol)


def test_last_star_import_wins_and_own_names_win_over_it() -> None:
    files = {
        "a.py": "from b import *\nfrom c import *\nclass Own: ...",
        "b.py": "class X: ...",
        "c.py": "class X: ...\nclass Own: ...",
    }
    linked = project(files)
    assert resolved_class(linked, "a", "X") == "c.X"
    assert resolved_class(linked, "a", "Own") == "a.Own"


def test_star_import_cycle() -> None:
    files = {
        "a.py": "from c import *\nfrom b import *",
        "b.py": "from a import *\nclass X: ...",
        "c.py": "class Y: ...\nfrom b import *",
    }
    for first in ("a", "b", "c"):
        linked = project(files)
        linked.resolve(first, "Nothing")
        assert resolved_class(linked, "a", "X") == "b.X"
        assert resolved_class(linked, "b", "Y") == "c.Y"
        assert isinstance(linked.resolve("c", "Nothing"), UnknownSymbol)


def test_answers_inside_a_cycle_do_not_depend_on_the_first_question() -> None:
    files = {
        "a.py": "from b import X",
        "b.py": "try:\n    from c import X\nfinally:\n    from d import *",
        "c.py": "from a import X",
        "d.py": "class X: ...",
    }
    answers = []
    for first in ("a", "b", "c"):
        linked = project(files)
        linked.resolve(first, "X")
        answers.append([linked.resolve(m, "X") for m in "abc"])
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("first", ["p", "api"])
def test_package_that_reexports_its_submodule_through_a_module_that_imports_it_back(first: str) -> None:
    files = {"p/__init__.py": "from api import sub", "p/sub.py": "class X: ...", "api.py": "from p import sub"}
    linked = project(files)
    linked.resolve(first, "sub")
    assert linked.resolve("p", "sub") == ModuleSymbol("p.sub")
    assert resolved_class(linked, "api", "sub.X") == "p.sub.X"


def test_last_star_import_wins_two_files_away() -> None:
    files = {"a.py": "from b import *", "b.py": "from c import *\nfrom d import *"}
    linked = project(files | {"c.py": "class X: ...", "d.py": "class X: ..."})
    assert resolved_class(linked, "a", "X") == "d.X"


def test_fully_connected_star_imports_are_cheap() -> None:
    names = [f"m{i}" for i in range(60)]
    files = {f"{n}.py": "\n".join(f"from {o} import *" for o in names if o != n) for n in names}
    linked = project(files | {"m0.py": files["m0.py"] + "\nclass X: ..."})
    assert resolved_class(linked, "m59", "X") == "m0.X"
    assert isinstance(linked.resolve("m59", "Nothing"), UnknownSymbol)


def test_a_single_foreign_star_import_gives_the_unbound_names() -> None:
    linked = project(
        {"a.py": "from torch.nn import *\nclass N(Module): ...", "b.py": "from x import *\nfrom y import *"}
    )
    assert external(linked.resolve("a", "Module")) == "torch.nn.Module"
    assert external(linked.resolve("a", "list")) == "builtins.list"
    assert isinstance(linked.resolve("b", "Module"), UnknownSymbol)


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "X = X"},
        {"a.py": "X = Y\nY = X"},
        {"a.py": "from a import X"},
        {"a.py": "from b import X", "b.py": "from a import X"},
        {"a.py": "import a.X.X as X"},
        {"a.py": "class A(A.B): ...\nX = A.B"},
        {"a.py": "class A(B.C): ...\nclass B(A.C): ...\nX = A.C"},
        {"a.py": "from ....b import X"},
        {f"m{i}.py": f"from m{i + 1} import X" for i in range(3000)} | {"a.py": "from m0 import X"},
    ],
    ids=["self", "two", "own-module", "modules", "import-as", "base", "bases", "too-far-up", "long-chain"],
)
def test_circles_end(files: dict[str, str]) -> None:
    symbol = project(files).resolve("a", "X")
    assert isinstance(symbol, (UnknownSymbol, VariableSymbol, ExternalSymbol))


def test_package_that_imports_its_own_submodule() -> None:
    files = {"p/__init__.py": "from . import sub\nfrom p.sub import sub as deep", "p/sub.py": "class sub: ..."}
    linked = project(files)
    assert linked.resolve("p", "sub") == ModuleSymbol("p.sub")
    assert resolved_class(linked, "p", "deep") == "p.sub.sub"
    assert resolved_class(linked, "p", "sub.sub") == "p.sub.sub"


def test_submodules_without_import() -> None:
    linked = project({"p/__init__.py": "", "p/q/__init__.py": "", "p/q/r.py": "class X: ...", "a.py": "import p.q.r"})
    assert resolved_class(linked, "a", "p.q.r.X") == "p.q.r.X"


def test_type_checking_import_wins_over_the_runtime_variable() -> None:
    text = """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            import nibabel as nib
        else:
            nib, _ = optional_import("nibabel")
        """
    assert external(project({"a.py": text}).resolve("a", "nib.load")) == "nibabel.load"


def test_a_name_bound_twice() -> None:
    linked = project(
        {"a.py": "from b import X\nX = None\ndef f(): ...\nf = 1\nclass C: ...\nC = d(C)", "b.py": "class X: ..."}
    )
    assert resolved_class(linked, "a", "X") == "b.X"
    assert isinstance(linked.resolve("a", "f"), FunctionSymbol)
    assert resolved_class(linked, "a", "C") == "a.C"


def test_class_that_hides_its_imported_base() -> None:
    linked = project({"a.py": "from b import T\nclass T(T): ...", "b.py": "class T: ..."})
    assert [c.name for c in linked.mro(class_named(linked, "a.T")).classes] == ["a.T", "b.T"]


def test_scripts_of_one_name_see_the_files_beside_them() -> None:
    files = {
        "x/train.py": "from tools import T",
        "x/tools.py": "class T: ...",
        "y/train.py": "from tools import T",
        "y/tools.py": "class T: ...\nclass U(T): ...",
    }
    linked = project(files)
    for folder in "xy":
        file = next(f for f in linked.files() if f.path == f"{folder}/train.py")
        symbol = linked.resolve(file, "T")
        assert isinstance(symbol, ClassSymbol)
        assert symbol.info.file.path == f"{folder}/tools.py"
    assert len({info for info in linked.classes() if info.name == "tools.T"}) == 2


def test_folders_without_init() -> None:
    linked = project(
        {"src/tools.py": "class T: ...", "run.py": "from src.tools import T\nimport src.tools\nimport src"}
    )
    assert resolved_class(linked, "run", "T") == "tools.T"
    assert resolved_class(linked, "run", "src.tools.T") == "tools.T"
    assert external(linked.resolve("run", "src.missing")) == "src.missing"


def test_imports_of_functions() -> None:
    linked = project({"src/tools.py": "class T: ...", "run.py": ""})
    file = next(f for f in linked.files() if f.path == "run.py")
    symbol = linked.imported(file, Import("T", "src.tools", "T"))
    assert isinstance(symbol, ClassSymbol)
    assert symbol.info.name == "tools.T"
    assert external(linked.imported(file, Import("x", "torch.nn"))) == "torch.nn"


def test_package_whose_files_import_each_other_by_short_names() -> None:
    files = {
        "lab/__init__.py": "",
        "lab/tools.py": "class T: ...",
        "lab/copy.py": "class T: ...",
        "lab/nets/__init__.py": "",
        "lab/nets/unet.py": "from tools import T\nfrom nets.tools import T as N\nimport copy",
        "lab/nets/tools.py": "class T: ...",
    }
    linked = project(files)
    assert resolved_class(linked, "lab.nets.unet", "T") == "lab.nets.tools.T"
    assert resolved_class(linked, "lab.nets.unet", "N") == "lab.nets.tools.T"
    assert external(linked.resolve("lab.nets.unet", "copy.T")) == "copy.T"


def test_a_root_hides_the_external_module() -> None:
    linked = project({"m.py": "class A: ..."}, external={"m.py": "class A: ...\nclass B: ...", "n.py": "class N: ..."})
    assert [c.name for c in linked.classes()] == ["m.A"]
    assert [c.name for c in linked.classes(external=True)] == ["m.A", "n.N"]
    assert isinstance(linked.resolve("m", "B"), UnknownSymbol)
    assert class_named(linked, "n.N").external


def test_a_name_that_an_external_module_lacks_keeps_its_dotted_name() -> None:
    linked = project({"a.py": "from lib import gone"}, external={"lib.py": "x = 1"})
    assert external(linked.resolve("a", "gone")) == "lib.gone"


def test_classes_in_functions_see_the_scopes_around_them() -> None:
    text = """
        class Base: ...
        def f():
            from lib import Base
            class A(Base): ...
            def g():
                class B(A): ...
        class Outer:
            class Base: ...
            class Inner(Base): ...
        class Last(Base): ...
        """
    linked = project({"a.py": text, "lib.py": "class Base: ..."})
    orders = {c.index.qualname: [b.name for b in linked.mro(c).classes[1:]] for c in linked.classes()}
    assert orders["f.<locals>.A"] == ["lib.Base"]
    assert orders["f.<locals>.g.<locals>.B"] == ["a.f.<locals>.A", "lib.Base"]
    assert orders["Outer.Inner"] == ["a.Outer.Base"]
    assert orders["Last"] == ["a.Base"]


def mro_names(text: str, name: str) -> list[str]:
    linked = project({"a.py": text})
    return [c.name.removeprefix("a.") for c in linked.mro(class_named(linked, f"a.{name}")).classes]


def test_c3() -> None:
    text = "class O: ...\nclass A(O): ...\nclass B(O): ...\nclass C(A, B): ...\nclass D(B): ...\nclass E(C, D): ..."
    assert mro_names(text, "E") == ["E", "C", "A", "D", "B", "O"]


def test_inconsistent_order_is_left_to_right() -> None:
    assert mro_names("class A: ...\nclass B(A): ...\nclass C(A, B): ...", "C") == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A(A): ...", ["A"]),
        ("class A(B): ...\nclass B(A): ...", ["A", "B"]),
        ("class A(B, C): ...\nclass B(A): ...\nclass C: ...", ["A", "B", "C"]),
        ("class A(B, B): ...\nclass B: ...", ["A", "B"]),
    ],
)
def test_cyclic_bases(text: str, expected: list[str]) -> None:
    assert mro_names(text, "A") == expected


def test_orders_do_not_depend_on_the_questions_before() -> None:
    """Random hierarchies, cyclic and inconsistent ones among them, asked in different orders."""
    rng = random.Random(1)
    for _ in range(60):
        names = [f"C{i}" for i in range(7)]
        text = "\n".join(f"class {n}({', '.join(rng.sample(names, rng.randrange(3)))}): ..." for n in names)
        answers = []
        for _ in range(3):
            linked = project({"a.py": text})
            infos = list(linked.classes())
            rng.shuffle(infos)
            answers.append({info.name: [c.name for c in linked.mro(info).classes] for info in infos})
        assert answers[0] == answers[1] == answers[2]
        assert all(order[0] == name and len(set(order)) == len(order) for name, order in answers[0].items())


def test_orders_equal_those_of_python() -> None:
    rng = random.Random(2)
    compared = 0
    for _ in range(150):
        lines = [
            f"class C{i}({', '.join(f'C{j}' for j in rng.sample(range(i), min(i, rng.randrange(4))))}): ..."
            for i in range(7)
        ]
        text = "\n".join(lines)
        scope: dict[str, type] = {}
        try:
            exec(text, scope)
        except TypeError:
            continue
        compared += 1
        for i in range(7):
            assert mro_names(text, f"C{i}") == [c.__name__ for c in scope[f"C{i}"].__mro__[:-1]]
    assert compared > 50


def test_very_deep_hierarchy() -> None:
    text = "class C0: ...\n" + "\n".join(f"class C{i}(C{i - 1}): ..." for i in range(1, 1500))
    assert len(mro_names(text, "C1499")) == 1500


def test_foreign_bases() -> None:
    text = """
        import torch, abc
        from typing import Generic
        class A(torch.nn.Module, Generic[T], abc.ABC, object): ...
        class B(make(), A): ...
        """
    linked = project({"a.py": text}, packs=[Pack("p", canonical={"torch.nn.Module": "nn.Module"})])
    assert linked.mro(class_named(linked, "a.A")).foreign == ("nn.Module", "typing.Generic", "abc.ABC")
    assert linked.mro(class_named(linked, "a.B")).foreign[0] == "make(...)"


def test_complete_means_that_every_foreign_base_is_harmless() -> None:
    linked = project(
        {
            "a.py": """
                import abc, torch, x
                class A(torch.nn.Module, abc.ABC): ...
                class B(x.Y): ...
                class C(undefined): ...
                """
        },
        packs=load_builtin(),
    )
    assert {c.name: linked.mro(c).complete for c in linked.classes()} == {"a.A": True, "a.B": False, "a.C": False}


MEMBERS = """
    def helper(self): ...
    class Base:
        flag: bool = False
        def __call__(self): ...
        def inverse(self): ...
        @property
        def lazy(self): ...
        @lazy.setter
        def lazy(self, v): ...
    class Middle(Base):
        flag = True
        inverse_transform = Base.inverse
        both = __call__ = helper
    class Leaf(Middle):
        twice = other
        twice = Base
        def inverse(self): ...
        undo = inverse
    """


def test_lookup() -> None:
    linked = project({"a.py": MEMBERS})
    leaf, middle, base = (class_named(linked, f"a.{n}") for n in ("Leaf", "Middle", "Base"))

    def found(name: str) -> tuple[str, list[str], tuple[str | None, str | None] | None]:
        member = linked.lookup(leaf, name)
        assert member is not None
        return member.owner.index.name, [f.qualname for f in member.functions], member.attribute

    assert found("flag") == ("Middle", [], (None, "True"))
    assert found("inverse") == ("Leaf", ["Leaf.inverse"], None)
    assert found("undo") == ("Leaf", ["Leaf.inverse"], (None, "inverse"))
    assert found("inverse_transform") == ("Middle", ["Base.inverse"], (None, "Base.inverse"))
    assert found("__call__") == ("Middle", ["helper"], (None, "helper"))
    assert found("lazy") == ("Base", ["Base.lazy", "Base.lazy"], None)
    assert found("twice") == ("Leaf", [], (None, "Base"))
    assert resolved_class(linked, "a", "Leaf.twice") == "a.Base"
    assert linked.lookup(leaf, "missing") is None

    after = linked.lookup_after(leaf, middle, "__call__")
    assert after is not None
    assert after.owner == base
    assert linked.lookup_after(leaf, base, "__call__") is None
    assert linked.lookup_after(base, leaf, "__call__") is None


def test_subclasses() -> None:
    linked = project({"a.py": MEMBERS, "b.py": "from a import Leaf\nclass Other(Leaf): ..."})
    assert [c.name for c in linked.subclasses(class_named(linked, "a.Base"))] == ["a.Middle", "a.Leaf", "b.Other"]
    assert linked.subclasses(class_named(linked, "b.Other")) == ()


ANNOTATED = {
    "t.py": "class A: ...\nclass B: ...",
    "a.py": """
        from __future__ import annotations
        import typing, typing as t
        from collections.abc import Sequence
        from typing import Annotated, Callable, ClassVar, Dict, Final, Iterator, List, Optional, Tuple, Union
        from typing import TypeVar
        from t import A, B
        Alias = Optional[A]
        Either = Union[A, B]
        Many = list[A]
        T = TypeVar("T")
        Loop = Loop
        """,
}


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("A", "t.A"),
        ("'A'", "t.A"),
        ("Optional[A]", "t.A"),
        ("t.Optional['A']", "t.A"),
        ("A | None", "t.A"),
        ("None | 'A'", "t.A"),
        ("Union[A, None]", "t.A"),
        ("typing.Union[A, A]", "t.A"),
        ("Annotated[A, 3]", "t.A"),
        ("Final[A]", "t.A"),
        ("ClassVar[A | None]", "t.A"),
        ("Alias", "t.A"),
        ("Union[A, B]", None),
        ("A | B", None),
        ("Either", None),
        ("None", None),
        ("T", None),
        ("Loop", None),
        ("missing", None),
        ("A.missing", None),
        ("1 +", None),
        ("", None),
        ("f(A)", None),
        ("Many", "builtins.list"),
        ("list[A]", "builtins.list"),
        ("List[A]", "builtins.list"),
        ("Sequence[A] | None", "collections.abc.Sequence"),
        ("Dict[str, A]", "builtins.dict"),
        ("Callable[[A], B]", "collections.abc.Callable"),
        ("np.ndarray", None),
    ],
)
def test_type_name(annotation: str, expected: str | None) -> None:
    symbol = project(ANNOTATED, packs=load_builtin()).type_name("a", annotation)
    name = symbol.info.name if isinstance(symbol, ClassSymbol) else external(symbol)
    assert name == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("list[A]", "t.A"),
        ("'List[A]'", "t.A"),
        ("Optional[Sequence['A']]", "t.A"),
        ("Sequence[A | None]", "t.A"),
        ("Dict[str, A]", "t.A"),
        ("tuple[A, ...]", "t.A"),
        ("Tuple[A, A]", "t.A"),
        ("tuple[A, B]", None),
        ("list[A] | tuple[A, ...]", "t.A"),
        ("Iterator[A]", "t.A"),
        ("typing.Generator[A, None, B]", "t.A"),
        ("typing.AsyncGenerator[A, B]", "t.A"),
        ("Callable[[A], B]", None),
        ("list", None),
        ("A", None),
        ("A[B]", None),
        ("[", None),
    ],
)
def test_element_type(annotation: str, expected: str | None) -> None:
    symbol = project(ANNOTATED, packs=load_builtin()).element_type("a", annotation)
    assert (symbol.info.name if isinstance(symbol, ClassSymbol) else external(symbol)) == expected


def test_element_annotation() -> None:
    assert element_annotation("dict[str, list[A]]") == "list[A]"
    assert element_annotation("List[list[A]]") == "list[A]"
    assert element_annotation("A") is None


PACK = Pack(
    "frame",
    shared=(
        Shared("transform", ("lib.core.Transform", "lib.Transform"), ("__call__",), setup=("set_*",)),
        Shared("called", ("lib.Random",), ("__call__",), requires=("__call__",), other_than=("lib.core.Factory",)),
        Shared("net", ("nn.Module",), ("forward",), check=False),
    ),
    markers=(Marker(("lib.core.Unsafe", "lib.Unsafe"), carriers=("lib.Random",)),),
)
LIBRARY = {
    "lib/__init__.py": "from .core import *",
    "lib/core.py": """
        class Unsafe: ...
        class Transform: ...
        class Random(Unsafe): ...
        class Factory(Random): ...
        class RandomTransform(Random, Transform): ...
        """,
}
USER = {
    "user.py": """
        import lib, nn
        from lib import Transform
        class Plain(Transform): ...
        class Marked(Transform, lib.Unsafe): ...
        class Inherited(lib.RandomTransform): ...
        class Both(nn.Module, Transform): ...
        class Net(nn.Module): ...
        class Uncalled(lib.Random): ...
        class Called(lib.Random):
            def __call__(self): ...
        class Made(lib.Factory):
            def __call__(self): ...
        class Stranger: ...
        """
}


def shared_table(linked: Project) -> dict[str, tuple[str, str | None]]:
    return {s.info.index.name: (s.kind, s.marker) for s in linked.shared_classes()}


def test_shared_classes_with_the_framework_at_hand() -> None:
    linked = project(USER, external=LIBRARY, packs=[PACK])
    assert shared_table(linked) == {
        "Plain": ("transform", None),
        "Marked": ("transform", "lib.core.Unsafe"),
        "Inherited": ("transform", "lib.core.Unsafe via RandomTransform"),
        "Both": ("transform", None),
        "Net": ("net", None),
    }
    assert [s.info.name for s in linked.shared_classes(external=True)][:2] == [
        "lib.core.Transform",
        "lib.core.RandomTransform",
    ]


def test_shared_classes_without_the_framework() -> None:
    table = shared_table(project(USER, packs=[PACK]))
    assert table["Plain"] == ("transform", None)
    assert table["Marked"] == ("transform", "lib.Unsafe")
    assert table["Called"] == ("called", "lib.core.Unsafe via Random")
    assert not {"Inherited", "Uncalled", "Stranger"} & table.keys()


def test_roles_are_joined() -> None:
    linked = project(USER, external=LIBRARY, packs=[PACK])
    found = {s.info.index.name: s for s in linked.shared_classes()}
    assert found["Both"].entry_points == ("__call__", "forward")
    assert found["Both"].setup == ("set_*",)
    assert found["Both"].check
    assert not found["Net"].check


def test_order_of_files_changes_nothing() -> None:
    files = outlines({**USER, **LIBRARY, **PACKAGE})
    expected = [(s.info, s.kind, s.marker) for s in Project(files, packs=[PACK]).shared_classes()]
    rng = random.Random(3)
    for _ in range(5):
        rng.shuffle(files)
        assert [(s.info, s.kind, s.marker) for s in Project(files, packs=[PACK]).shared_classes()] == expected
