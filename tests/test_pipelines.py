"""What is put into pipelines: the calls that the index notes, and the classes that become transforms by it."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

import pytest

from monai_tslint.facts import FileIndex, PipelineCall
from monai_tslint.frameworks import Pack, Pipelines, Shared
from monai_tslint.index import index_source
from monai_tslint.link.project import Project, SharedClass

WORDS = frozenset({"Compose", "OneOf", "transform=", "transforms="})


def calls(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    index = index_source("a.py", "a", False, dedent(text), "", WORDS)
    return [(call.scope, call.callee, call.members) for call in index.pipelines]


MEMBERS = {
    "a list": ("Compose([A(), b.B(1)])", ("A", "b.B")),
    "a tuple by keyword": ("Compose(transforms=(A(),))", ("A",)),
    "single arguments": ("Compose(A(), B(), p=0.5)", ("A", "B")),
    "a count before the list": ("OneOf(1, [A()])", ("A",)),
    "keys of a dict": ("OneOf({A(): 0.8, B(): 0.2})", ("A", "B")),
    "a sum of lists": ("Compose([A()] + [B()] * 1 + rest)", ("A",)),
    "unpacked": ("Compose([*[A()], B()])", ("A", "B")),
    "either of two": ("Compose([A() if x else B(), y and C()])", ("A", "B", "C")),
    "a comprehension": ("Compose([A(k) for k in keys])", ("A",)),
    "what is put into arguments is not put into the pipeline": ("Compose([A(B())])", ("A",)),
    "variables": ("a = A()\nsteps = [a]\nsteps += [B()]\nsteps.append(C())\nCompose(steps)", ("A", "B", "C")),
    "a list built step by step": ("s: list = []\ns.insert(0, A())\ns.extend([B()])\nCompose(s)", ("A", "B")),
    "a variable that is itself": ("a = a\nCompose(a, B())", ("B",)),
    "a list that grows out of itself": ("s = [A()]\n" + "s = s + [B(), s]\n" * 60 + "Compose(s)", ("A", "B")),
    "each only once": ("Compose([A(), A()])", ("A",)),
}


@pytest.mark.parametrize(("text", "members"), MEMBERS.values(), ids=MEMBERS)
def test_members(text: str, members: tuple[str, ...]) -> None:
    ((scope, _, found),) = calls(text)
    assert (scope, found) == ("", members)


GIVEN = {
    "by keyword": ("Images(folder, transform=A())", "transform=", ("A",)),
    "by a keyword that ends so": ("Images(target_transform=A(size=3))", "transform=", ("A",)),
    "on another line": ("Images(\n    folder,\n    transforms=[A(), b.B()],\n)", "transforms=", ("A", "b.B")),
    "through a variable": ("a = A()\nImages(transform=a)", "transform=", ("A",)),
    "to a pipeline": ("Compose(transforms=[A()])", "Compose", ("A",)),
    "to something that is put into a pipeline": ("Compose([B(transform=A())])", "transform=", ("A",)),
}


@pytest.mark.parametrize(("text", "callee", "members"), GIVEN.values(), ids=GIVEN)
def test_what_is_given_by_keyword(text: str, callee: str, members: tuple[str, ...]) -> None:
    assert ("", callee, members) in calls(text)


@pytest.mark.parametrize(
    "text",
    [
        "Compose()",
        "Compose(x)",
        "Composer([A()])",
        "x = 'Compose([A()])'",
        "Compose",
        "Images(transform=None)",
        "Images(transform=A)",
        "Images(mytransform=A())",
        "x = Images(f) if transform==A() else 0",
        "transform = A()\nImages(A())",
    ],
)
def test_nothing_is_noted(text: str) -> None:
    assert calls(text) == []


def test_scopes_and_what_is_imported_in_functions() -> None:
    text = """
        class Module:
            steps = T.Compose([A()])
            def loader(self):
                from b import B
                with opened:
                    for k in self.keys:
                        self.t = OneOf([B(), Compose([C()])])
        def unrelated():
            from c import X
        """
    index = index_source("a.py", "a", False, dedent(text), "", WORDS)
    inner = "Module.loader.<locals>"
    assert set(index.pipelines) == {
        PipelineCall("Module", "T.Compose", ("A",)),
        PipelineCall(inner, "OneOf", ("B", "Compose")),
        PipelineCall(inner, "Compose", ("C",)),
    }
    assert [(i.local, i.module, i.name) for i in index.imports] == [(f"{inner}.B", "b", "B")]


def test_what_is_nested_too_deeply_is_left_alone() -> None:
    text = f"class A: ...\nx = Compose([A()]){' + 1' * 2000}\n"
    index = index_source("a.py", "a", False, text, "", WORDS)
    assert index.pipelines == ()
    assert set(index.classes) == {"A"}


def test_without_words_nothing_is_looked_for() -> None:
    assert index_source("a.py", "a", False, "Compose([A()])", "").pipelines == ()


# Classes --------------------------------------------------------------------------------------------------------------

PACKS = (
    Pack(
        "lib",
        ("lib",),
        shared=(Shared("transform", ("lib.Base", "lib.parts.*"), ("run",)),),
        pipelines=Pipelines(("lib.Compose",), ("__call__", "forward")),
    ),
    Pack(
        "any",
        shared=(Shared("module", ("net.Layer",), ("forward",), check=False),),
        pipelines=Pipelines(("Compose",), ("__call__", "draw"), ("transform", "transforms"), ("*Transform",)),
    ),
)


def shared(files: Mapping[str, str], external: Mapping[str, str] | None = None) -> tuple[SharedClass, ...]:
    """Every shared class."""

    def indexes(texts: Mapping[str, str]) -> list[FileIndex]:
        named = {path: path[:-3].replace("/", ".") for path in texts}
        return [index_source(path, named[path], False, dedent(text), "", WORDS) for path, text in texts.items()]

    return Project(indexes(files), indexes(external or {}), PACKS).shared_classes(external=True)


def roles(files: Mapping[str, str], external: Mapping[str, str] | None = None) -> dict[str, tuple[str, str, str]]:
    """Pack, kind and entry points of every shared class."""
    found = shared(files, external)
    return {s.info.name: (s.pack.name, s.kind, " ".join(s.entry_points)) for s in found}


def checked(files: Mapping[str, str]) -> dict[str, bool]:
    """Every class that is a callable by its use or its looks, with whether findings are made for it."""
    return {s.info.name: s.check for s in shared(files) if s.kind == "callable"}


CALLABLE = "class A:\n    def __call__(self, x): ...\n"
USED = {
    "by its import": ("import lib\nlib.Compose([A()])", ("lib", "callable", "__call__ forward")),
    "under another name": ("from lib import Compose as C\nC([A()])", None),
    "by its last name in another library": ("import other\nother.Compose([A()])", ("any", "callable", "__call__ draw")),
    "of the project": ("class Compose: ...\nCompose([A()])", ("any", "callable", "__call__ draw")),
    "a subclass of a known one": (
        "import lib\nclass OneOf(lib.Compose): ...\nOneOf([A()])",
        ("lib", "callable", "__call__ forward"),
    ),
    "of another name in the project": ("class OneOf: ...\nOneOf([A()])", None),
    "a function of the name": ("def Compose(x): ...\nCompose([A()])", None),
    "a name from nowhere": ("Compose([A()])", None),
    "the class itself": ("import lib\nlib.Compose([A])", None),
}


@pytest.mark.parametrize(("text", "role"), USED.values(), ids=USED)
def test_a_class_is_used_as_a_transform(text: str, role: tuple[str, str, str] | None) -> None:
    assert roles({"a.py": f"{CALLABLE}{text}\n"}).get("a.A") == role


def test_across_modules_and_from_within_a_function() -> None:
    use = "def make():\n    import lib\n    from a import A\n    return lib.Compose([A()])\n"
    assert set(roles({"a.py": CALLABLE, "b.py": use})) == {"a.A"}


def test_what_cannot_be_called_and_what_stands_in_other_packages_is_none() -> None:
    files = {"a.py": "import lib, ext\nclass A: ...\ndef f(): ...\nlib.Compose([A(), ext.A(), f()])\n"}
    assert roles(files, {"ext.py": CALLABLE}) == {}


def test_bases_decide_before_pipelines() -> None:
    text = "import lib\nclass A(lib.Base):\n    def __call__(self, x): ...\nlib.Compose([A()])\n"
    assert roles({"a.py": text}) == {"a.A": ("lib", "transform", "run")}


CALL = "\n    def __call__(self, x): ...\n"
LOOKS = {
    "handed over by keyword": ({"a.py": f"class A:{CALL}Images(transform=A())\n"}, {"a.A": True}),
    "handed over, but called otherwise": (
        {"a.py": "class A:\n    def forward(self): ...\nImages(transform=A())\n"},
        {},
    ),
    "the pipeline itself": (
        {"a.py": f"class A:{CALL}class Compose:{CALL}Compose([A()])\n"},
        {"a.A": True, "a.Compose": True},
    ),
    "a pipeline that nothing known is put into": ({"a.py": f"class Compose:{CALL}Compose([b.B()])\n"}, {}),
    "the base of a used one and its other classes": (
        {
            "a.py": f"class Base:{CALL}class A(Base): ...\nclass B(Base): ...\n",
            "b.py": "from a import A\nF(transform=A())\n",
        },
        {"a.Base": True, "a.A": True, "a.B": True},
    ),
    "a base that cannot be called": (
        {
            "a.py": f"class Named: ...\nclass A(Named):{CALL}",
            "b.py": f"from a import A, Named\nclass B(Named):{CALL}F(transform=A())\n",
        },
        {"a.A": True},
    ),
    "others in the file of a used one": (
        {"a.py": f"class A:{CALL}class B:{CALL}F(transform=A())\n"},
        {"a.A": True, "a.B": False},
    ),
    "others in a file of transforms that has a used one": (
        {"transforms3d.py": f"class A:{CALL}class B:{CALL}F(transform=A())\n"},
        {"transforms3d.A": True, "transforms3d.B": True},
    ),
    "in a module of transforms": (
        {"spatial_transforms.py": f"class A:{CALL}class B: ...\n"},
        {"spatial_transforms.A": False},
    ),
    "in a package of transforms": ({"own/transforms/a.py": f"class A:{CALL}"}, {"own.transforms.a.A": False}),
    "a layer there": (
        {"transforms.py": "import net\nclass A(net.Layer):\n    def draw(self): ...\n"},
        {"transforms.A": False},
    ),
    "by its own name": ({"a.py": f"class FlipTransform:{CALL}class Transformer:{CALL}"}, {"a.FlipTransform": False}),
    "a layer of such a name": ({"a.py": f"import net\nclass FlipTransform(net.Layer):{CALL}"}, {}),
    "in the library that a pack describes": ({"lib.py": f"class FlipTransform:{CALL}"}, {}),
}


@pytest.mark.parametrize(("files", "found"), LOOKS.values(), ids=LOOKS)
def test_a_class_without_a_known_base(files: Mapping[str, str], found: Mapping[str, bool]) -> None:
    assert checked(files) == found


def test_a_base_with_a_star() -> None:
    """It stands for classes outside the project; of a library that is itself checked, bases are named in full."""
    files = {"a.py": "import lib.parts\nclass A(lib.parts.Flip): ...\nclass B(lib.partsy.Flip): ...\n"}
    assert set(roles(files)) == {"a.A"}
    own = index_source("lib/parts.py", "lib.parts", False, "class Helper:\n    def run(self): ...\n", "")
    assert Project([own], (), PACKS).shared_classes() == ()
