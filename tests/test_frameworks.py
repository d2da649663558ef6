"""Framework packs: the loader's errors, merging, and that what the shipped packs say is true of MONAI's releases."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from monai_tslint.frameworks import (
    Functions,
    Mappings,
    Methods,
    Pack,
    PackError,
    Pipelines,
    Types,
    load,
    load_builtin,
    merged,
    parse,
)
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassSymbol
from outlines import folder_outlines, project

RELEASES = ("0.2.0", "0.5.3", "1.0.1", "1.1.0", "1.5.0", "1.6.1")


def test_whole_pack(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        """
        name = "own"
        modules = ["ours"]
        distribution = "our-transforms"
        version-file = "ours/_version.py"
        [[shared]]
        kind = "transform"
        bases = ["ours.Transform"]
        entry-points = ["__call__"]
        setup = ["set_*"]
        requires = ["__call__"]
        other-than = ["ours.Factory"]
        check = false
        [[markers]]
        bases = ["ours.Unsafe"]
        carriers = ["ours.Random"]
        [[mappings]]
        bases = ["ours.OfItems"]
        entry-points = ["process"]
        [pipelines]
        names = ["ours.Chain"]
        entry-points = ["apply"]
        [types]
        locks = ["ours.Lock"]
        [functions]
        safe = ["ours.*"]
        mutating = { "ours.fill" = 1 }
        results = { "ours.make" = "ours.Thing" }
        [methods]
        unambiguous = ["push"]
        mutators = { "ours.Stack" = ["pop"] }
        running = { "ours.Layer" = "forward" }
        left-by-calls = { "ours.layers.*" = "last" }
        [canonical]
        "ours.core.Lock" = "ours.Lock"
        """
    )
    pack = load(file)
    assert (pack.name, pack.modules, pack.distribution) == ("own", ("ours",), "our-transforms")
    assert pack.version_file == "ours/_version.py"
    (shared,) = pack.shared
    assert (shared.kind, shared.bases, shared.entry_points) == ("transform", ("ours.Transform",), ("__call__",))
    assert (shared.setup, shared.requires, shared.check) == (("set_*",), ("__call__",), False)
    assert shared.other_than == ("ours.Factory",)
    assert pack.markers[0].carriers == ("ours.Random",)
    assert pack.mappings == (Mappings(("ours.OfItems",), ("process",)),)
    assert pack.types == Types(locks=frozenset({"ours.Lock"}))
    assert pack.functions == Functions(frozenset({"ours.*"}), {"ours.fill": 1}, results={"ours.make": "ours.Thing"})
    assert pack.pipelines == Pipelines(("ours.Chain",), ("apply",))
    assert pack.methods == Methods(
        {"ours.Stack": frozenset({"pop"})},
        frozenset({"push"}),
        running={"ours.Layer": "forward"},
        left_by_calls={"ours.layers.*": "last"},
    )
    assert pack.canonical == {"ours.core.Lock": "ours.Lock"}


UNKNOWN_SHARED_KEY = "own.toml: `shared[1].base` is unknown; did you mean `bases`?"
UNKNOWN_TYPE_KEY = "own.toml: `types.lock` is unknown; did you mean `locks`?"
UNKNOWN_KEY = (
    "own.toml: `surplus` is unknown; known keys are bundles, canonical, distribution, flows, functions, mappings, "
    "markers, methods, modules, name, pipelines, shared, types, version-file"
)


def test_all_mistakes_at_once() -> None:
    text = """
        modules = "monai"
        surplus = 1
        markers = 3
        canonical = { "a.b" = 1 }
        [[shared]]
        kind = ""
        bases = [1]
        entry-points = []
        check = "yes"
        [[shared]]
        kind = "transform"
        base = ["x.T"]
        [types]
        lock = ["x.L"]
        [functions.mutating]
        "x.f" = true
        "x.g" = -1
        """
    with pytest.raises(PackError) as caught:
        parse("own.toml", text)
    assert sorted(caught.value.problems) == sorted(
        [
            "own.toml: `name` is missing",
            "own.toml: `modules` must be a list of names",
            "own.toml: `markers` must be an array of tables (`[[markers]]`)",
            "own.toml: `canonical.a.b` must be a string",
            "own.toml: `shared[0].kind` is missing",
            "own.toml: `shared[0].bases` must be a list of names",
            "own.toml: `shared[0].entry-points` is empty",
            "own.toml: `shared[0].check` must be true or false",
            "own.toml: `shared[1].bases` is missing",
            "own.toml: `shared[1].entry-points` is missing",
            UNKNOWN_SHARED_KEY,
            UNKNOWN_TYPE_KEY,
            "own.toml: `functions.mutating.x.f` must be the position of an argument, from 0",
            "own.toml: `functions.mutating.x.g` must be the position of an argument, from 0",
            UNKNOWN_KEY,
        ]
    )
    assert str(caught.value) == "\n".join(caught.value.problems)


@pytest.mark.parametrize(
    "text", ["name = ", "types = 1\nname = 'x'", "functions = []\nname = 'x'", "shared = [1]\nname = 'x'"]
)
def test_wrong_shapes(text: str) -> None:
    with pytest.raises(PackError, match=r"own\.toml"):
        parse("own.toml", text)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load(tmp_path / "missing.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(PackError, match="cannot be read"):
        load(tmp_path / "latin.toml")


def test_merged() -> None:
    left = Pack(
        "a", ("m",), types=Types(locks=frozenset("x")), methods=Methods({"T": frozenset("p")}), canonical={"k": "1"}
    )
    right = Pack("b", ("m", "n"), types=Types(locks=frozenset("y")), methods=Methods({"T": frozenset("q")}))
    both = merged([left, right, Pack("c", functions=Functions(mutating={"f": 0}), canonical={"k": "2"})])
    assert both.modules == ("m", "n")
    assert both.types.locks == {"x", "y"}
    assert both.methods.mutators == {"T": {"p", "q"}}
    assert both.functions.mutating == {"f": 0}
    assert both.canonical == {"k": "2"}
    assert merged([]) == Pack("all")


def test_the_pack_in_the_readme_is_that_of_the_examples_in_short() -> None:
    root = Path(__file__).parents[1]
    (text,) = re.findall(r"```toml\n(name = .*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    short, whole = parse("README.md", text), load(root / "examples/acme_pipeline/acme.toml")
    assert (short.name, short.modules, short.pipelines) == (whole.name, whole.modules, whole.pipelines)
    assert set(short.shared[0].bases) < set(whole.shared[0].bases)


def test_only_the_packs_of_libraries_that_the_sources_name() -> None:
    always = ["monai", "torch", "python"]
    assert [p.name for p in load_builtin([])] == always
    assert [p.name for p in load_builtin(["import os", "from torchio import Resample"])] == ["torchio", *always]
    everything = [p.name for p in load_builtin()]
    assert everything[-3:] == always
    assert len(everything) > 8


def test_a_pack_that_is_read_on_demand_is_named_after_what_sources_import() -> None:
    for pack in load_builtin():
        bases = {base.partition(".")[0] for section in pack.shared for base in section.bases}
        assert pack.name in {"monai", "torch", "python"} or pack.name in bases


def test_builtin_packs_are_consistent() -> None:
    """Names are used in their canonical form, and what is known of a function is not contradicted."""
    known = merged(load_builtin())
    names = {
        *known.types.locks,
        *known.types.containers,
        *known.types.arrays,
        *known.types.iterators,
        *known.types.safe,
        *known.types.harmless,
        *known.methods.mutators,
        *known.functions.results.values(),
    }
    assert not names & known.canonical.keys()
    assert not set(known.canonical.values()) & known.canonical.keys()
    assert not known.functions.mutating.keys() & known.functions.aliasing.keys()
    assert not known.functions.deep_copying & known.functions.shallow_copying
    assert not known.functions.fresh & known.functions.aliasing.keys()
    assert known.methods.unambiguous <= frozenset().union(*known.methods.mutators.values()) | {
        "__iadd__",
        "__setitem__",
    }


def test_standard_library_names_exist() -> None:
    """Every name of the standard library and of builtins in the Python pack can be imported here."""
    import importlib
    import sys

    pack = next(p for p in load_builtin() if p.name == "python")
    functions = pack.functions
    names = {
        *(pack.types.locks | pack.types.containers | pack.types.iterators | pack.types.safe | pack.types.harmless),
        *(functions.mutating.keys() | functions.aliasing.keys() | functions.results.keys()),
        *(functions.shallow_copying | functions.deep_copying),
    }
    newer = {"copy.replace", "builtins.generator"}
    for name in sorted(n for n in names - newer if n.partition(".")[0] in sys.stdlib_module_names | {"builtins"}):
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), name


def test_mutators_exist() -> None:
    """The mutators that the pack names for builtin containers are methods of these."""
    import builtins
    import collections

    mutators = merged(load_builtin()).methods.mutators
    for name, methods in mutators.items():
        module, _, attribute = name.rpartition(".")
        cls = getattr({"builtins": builtins, "collections": collections}.get(module), attribute, None)
        if cls is not None:
            assert all(hasattr(cls, method) for method in methods), name


def test_is_safe() -> None:
    pack = Pack("p", functions=Functions(safe=frozenset({"numpy.*", "x.f"}), mutating={"numpy.copyto": 0}))
    assert pack.is_safe("numpy.linalg.norm")
    assert pack.is_safe("x.f")
    assert not pack.is_safe("numpy.copyto")
    assert not pack.is_safe("x.g")
    assert not pack.is_safe("numpy")


USER = {
    "user.py": """
        import torch
        from monai.transforms import Compose, MapTransform, RandomizableTransform, Transform, ThreadUnsafe, Randomizable
        from monai.data import CacheDataset, ImageReader
        from monai.inferers import Inferer
        class A(Transform): ...
        class B(RandomizableTransform, MapTransform): ...
        class C(Compose): ...
        class D(CacheDataset): ...
        class E(ImageReader): ...
        class F(Inferer): ...
        class G(torch.nn.Module): ...
        class H(MapTransform, ThreadUnsafe): ...
        class I(Randomizable):
            def __call__(self): ...
        class J(Randomizable): ...
        """
}


def test_user_classes_without_monai() -> None:
    shared = project(USER, packs=load_builtin()).shared_classes()
    table = {s.info.index.name: (s.pack.name, s.kind, s.marker, s.check) for s in shared}
    unsafe = "monai.transforms.traits.ThreadUnsafe"
    assert table == {
        "A": ("monai", "transform", None, True),
        "B": ("monai", "transform", f"{unsafe} via RandomizableTransform", True),
        "C": ("monai", "transform", f"{unsafe} via Compose", True),
        "D": ("monai", "dataset", None, True),
        "E": ("monai", "reader", None, True),
        "F": ("monai", "inferer", None, True),
        "G": ("torch", "module", None, False),
        "H": ("monai", "transform", "monai.transforms.ThreadUnsafe", True),
        "I": ("monai", "transform", f"{unsafe} via Randomizable", True),
    }


@pytest.fixture(scope="module")
def linked_release(monai_release: Callable[[str], Path]) -> Callable[[str], Project]:
    """MONAI's own source of a version, linked."""
    return cache(lambda version: Project(folder_outlines(monai_release(version), "monai"), packs=load_builtin()))


@pytest.mark.wheels
@pytest.mark.parametrize("version", RELEASES)
def test_every_transform_of_a_release_is_shared(linked_release: Callable[[str], Project], version: str) -> None:
    """Whatever can be called in `monai.transforms` is a transform, but for the pieces of a batch or of an iteration."""
    linked = linked_release(version)
    kinds = {s.info: s for s in linked.shared_classes()}
    own = [c for c in linked.classes() if c.name.startswith("monai.transforms.") and linked.lookup(c, "__call__")]
    assert len(own) > 100
    assert [c.name for c in own if c not in kinds or kinds[c].kind != "transform"] == []


def monai_pack() -> Pack:
    return next(pack for pack in load_builtin() if pack.name == "monai")


@pytest.mark.wheels
def test_every_name_in_the_monai_pack_exists_in_a_release(linked_release: Callable[[str], Project]) -> None:
    pack = monai_pack()
    names = {b for s in pack.shared for b in s.bases} | {b for m in pack.markers for b in (*m.bases, *m.carriers)}
    names |= {base for table in pack.mappings for base in table.bases}
    projects = [linked_release(version) for version in RELEASES]

    def exists(name: str) -> bool:
        module, _, attribute = name.rpartition(".")
        return any(isinstance(linked.resolve(module, attribute), ClassSymbol) for linked in projects)

    once = {"monai.data.CameraDataset", "monai.data.VideoFileDataset"}
    assert {name for name in names if not exists(name)} <= once


@pytest.mark.wheels
def test_every_entry_point_in_the_monai_pack_exists(linked_release: Callable[[str], Project]) -> None:
    found = {
        (role.kind, name)
        for version in RELEASES
        for shared in linked_release(version).shared_classes()
        for role in shared.roles
        for name in role.entry_points
        if linked_release(version).lookup(shared.info, name)
    }
    assert {(role.kind, name) for role in monai_pack().shared for name in role.entry_points} <= found


@pytest.mark.wheels
@pytest.mark.parametrize(
    ("version", "cls", "marker"),
    [
        ("0.5.3", "monai.transforms.spatial.array.RandAffine", None),
        (
            "1.0.1",
            "monai.transforms.spatial.array.RandAffine",
            "monai.transforms.transform.ThreadUnsafe via RandomizableTransform",
        ),
        ("1.5.0", "monai.transforms.compose.Compose", "monai.transforms.traits.ThreadUnsafe via Randomizable"),
        ("1.5.0", "monai.transforms.intensity.array.SavitzkyGolaySmooth", None),
        (
            "1.5.0",
            "monai.transforms.spatial.array.RandAffine",
            "monai.transforms.traits.ThreadUnsafe via RandomizableTransform",
        ),
    ],
)
def test_markers_in_releases(
    linked_release: Callable[[str], Project], version: str, cls: str, marker: str | None
) -> None:
    shared = next(s for s in linked_release(version).shared_classes() if s.info.name == cls)
    assert shared.marker == marker


def test_mistakes_in_the_tables_of_flows() -> None:
    text = """
        name = "own"
        [flows]
        inverting = "undo"
        [[flows.loaders]]
        names = ["ours.Loader"]
        parameters = ["source"]
        buffer = 1
        sources = "source"
        [[flows.executors]]
        names = ["ours.Pool"]
        parameters = ["size"]
        workers = "size"
        default = -1
        methods = { run = "first" }
        """
    with pytest.raises(PackError) as caught:
        parse("own.toml", text)
    assert sorted(caught.value.problems) == [
        "own.toml: `flows.executors[0].default` must be a whole number, from 0",
        "own.toml: `flows.executors[0].methods.run` must be the position of an argument, from 0",
        "own.toml: `flows.inverting` must be a list of names",
        "own.toml: `flows.loaders[0].buffer` must be true or false",
        "own.toml: `flows.loaders[0].source` is missing",
        "own.toml: `flows.loaders[0].sources` is unknown; did you mean `source`?",
    ]
