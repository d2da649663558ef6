"""What is known of one library, as data: the records that a pack file is read into.

Dotted names are canonical (where the class is defined) or any other spelling under which users import it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from monai_tslint.frameworks.flows import NO_FLOWS, Flows, joined

Record = TypeVar("Record", "Types", "Functions", "Methods")
Item = TypeVar("Item")


class Shared(Struct, frozen=True):
    """Classes whose objects several threads may call.

    A class counts if it inherits one of `bases` and has all methods in `requires`. A base that ends in `*` stands for all
    classes outside the project whose names begin so. What inherits one of `other_than` does not count. `entry_points` are the
    methods that threads call; `setup` are patterns of methods that configure the object before that; without `check` findings
    are made only if the user opts in to `kind`.
    """

    kind: str
    bases: tuple[str, ...]
    entry_points: tuple[str, ...]
    setup: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    check: bool = True

    def covers(self, base: str) -> bool:
        """Whether a class of that dotted name is one of `bases`."""
        return base in self.bases or base.startswith(self.beginnings)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """How the names of the classes begin that a base with `*` stands for."""
        return tuple(base[:-1] for base in self.bases if base.endswith("*"))


class Pipelines(Struct, frozen=True):
    """What is built around transforms, such as `Compose`: `names` without dots stand for any class of that name.

    A class of the project that is put into one is used as a transform, whatever it inherits; `entry_points` are the methods
    that threads then call. `words` end the names of parameters and attributes that take transforms, as in `image_transform`,
    and are patterns for words in the names of modules that define them; `classes` are patterns for the names of their classes.
    """

    names: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ("__call__",)
    words: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def sought(self) -> Iterator[str]:
        """What calls that give transforms away look like in source text: the last names of pipelines, and `word=`."""
        yield from (name.rpartition(".")[2] for name in self.names)
        yield from (f"{word}=" for word in self.words)

    def takes_transforms(self, name: str) -> bool:
        """Whether a parameter or attribute is named after the transform that it holds."""
        return _word(name.rpartition("_")[2]) in self.words

    def holds_transforms(self, module: str) -> bool:
        """Whether a package or module, by its own name, is one of transforms."""
        return any(_word(part) in self.words for part in module.split("_"))

    def names_transform(self, cls: str) -> bool:
        """Whether a class, by its own name, is a transform."""
        return any(fnmatchcase(cls, pattern) for pattern in self.classes)


def _word(part: str) -> str:
    """What comes before a number, as in `transforms1` and `augment3D`."""
    return re.split(r"\d", part, maxsplit=1)[0]


class Mappings(Struct, frozen=True):
    """Classes (what inherits one of `bases`) whose `entry_points` receive, as their first argument, a mapping that the caller
    keeps and may hand to others.
    """

    bases: tuple[str, ...]
    entry_points: tuple[str, ...]


class Marker(Struct, frozen=True):
    """A base class that declares thread-unsafety: its spellings, canonical first.

    `carriers` are classes known to inherit it; they count when their own source is not at hand.
    """

    bases: tuple[str, ...]
    carriers: tuple[str, ...] = ()


class Types(Struct, frozen=True):
    """Known classes. `harmless` ones may be inherited without hiding any state; `safe` ones guard their own state."""

    locks: frozenset[str] = frozenset()
    thread_locals: frozenset[str] = frozenset()
    context_variables: frozenset[str] = frozenset()
    containers: frozenset[str] = frozenset()
    arrays: frozenset[str] = frozenset()
    iterators: frozenset[str] = frozenset()
    random_states: frozenset[str] = frozenset()
    safe: frozenset[str] = frozenset()
    harmless: frozenset[str] = frozenset()


class Functions(Struct, frozen=True):
    """Known functions by dotted name; a number is the position of the argument that is changed or aliased.

    A `safe` name may end in `.*`. `null_contexts` give back their argument and do nothing; `results` are the classes of
    what functions give back.
    """

    safe: frozenset[str] = frozenset()
    mutating: Mapping[str, int] = field(default_factory=dict)
    deep_copying: frozenset[str] = frozenset()
    shallow_copying: frozenset[str] = frozenset()
    aliasing: Mapping[str, int] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    null_contexts: frozenset[str] = frozenset()
    results: Mapping[str, str] = field(default_factory=dict)


class Methods(Struct, frozen=True):
    """Known methods by name. `mutators` are per type; `unambiguous` ones change any object that has them, `harmless` ones none.

    `mutating_arguments` change what they are given at that position. `splitting` methods, and functions of these names, give
    a new list of parts that share the object's storage. `running` says for a class which method runs when its
    objects are called, `left_by_calls` in which attribute calls of library objects leave state (a class may end in `.*`).
    """

    mutators: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unambiguous: frozenset[str] = frozenset()
    harmless: frozenset[str] = frozenset()
    mutating_arguments: Mapping[str, int] = field(default_factory=dict)
    aliasing: frozenset[str] = frozenset()
    splitting: frozenset[str] = frozenset()
    deep_copying: frozenset[str] = frozenset()
    shallow_copying: frozenset[str] = frozenset()
    drawing: frozenset[str] = frozenset()
    running: Mapping[str, str] = field(default_factory=dict)
    left_by_calls: Mapping[str, str] = field(default_factory=dict)


class Bundles(Struct, frozen=True):
    """What bundle configurations mean by names: short ones of components are those of classes and functions in `packages`,
    and `names` are the modules that every expression knows, by the names that it knows them by.

    The JSON file `metadata` in the folder of a bundle says under the key `version` for which release of the framework it is.
    """

    packages: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    metadata: str = ""
    version: str = ""


class Pack(Struct, frozen=True):
    """One library. `modules` are its top-level import names.

    `distribution` and `version_file` (a path inside the package's parent folder) say where its version can be read.
    """

    name: str
    modules: tuple[str, ...] = ()
    distribution: str | None = None
    version_file: str | None = None
    shared: tuple[Shared, ...] = ()
    markers: tuple[Marker, ...] = ()
    pipelines: Pipelines = Pipelines()
    mappings: tuple[Mappings, ...] = ()
    types: Types = Types()
    functions: Functions = Functions()
    methods: Methods = Methods()
    canonical: Mapping[str, str] = field(default_factory=dict)
    flows: Flows = NO_FLOWS
    bundles: Bundles = Bundles()

    def is_safe(self, function: str) -> bool:
        """Whether a function is known to change nothing that it receives and no global state."""
        known = self.functions
        if function in known.mutating:
            return False
        ends = (i for i, c in enumerate(function) if c == ".")
        return function in known.safe or any(f"{function[:end]}.*" in known.safe for end in ends)


def merged(packs: Iterable[Pack]) -> Pack:
    """The knowledge of several packs as one, for questions that concern no single framework."""
    known = tuple(packs)
    methods = _joined(Methods, [p.methods for p in known])
    return Pack(
        "all",
        modules=tuple(dict.fromkeys(m for p in known for m in p.modules)),
        shared=tuple(s for p in known for s in p.shared),
        markers=tuple(m for p in known for m in p.markers),
        mappings=tuple(m for p in known for m in p.mappings),
        types=_joined(Types, [p.types for p in known]),
        functions=_joined(Functions, [p.functions for p in known]),
        methods=replace(methods, mutators=_gathered(p.methods.mutators for p in known)),
        canonical=_mapped(p.canonical for p in known),
        flows=joined(tuple(p.flows for p in known)),
        bundles=Bundles(
            tuple(name for p in known for name in p.bundles.packages), _mapped(p.bundles.names for p in known)
        ),
    )


def _joined(make: Callable[..., Record], parts: Sequence[Record]) -> Record:
    """One record with the sets and mappings of all `parts` united."""
    empty = make()
    columns = {name: [getattr(part, name) for part in (empty, *parts)] for name in empty.__struct_fields__}
    return make(**{name: _united(column) for name, column in columns.items()})


def _united(column: Sequence[frozenset[str] | Mapping[str, Item]]) -> frozenset[str] | dict[str, Item]:
    sets = [part for part in column if isinstance(part, frozenset)]
    return frozenset().union(*sets) if sets else _mapped([part for part in column if not isinstance(part, frozenset)])


def _mapped(parts: Iterable[Mapping[str, Item]]) -> dict[str, Item]:
    """All mappings in one; the last value of a key counts."""
    return {key: value for part in parts for key, value in part.items()}


def _gathered(parts: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """All mappings in one; the sets of a key are united."""
    found: dict[str, frozenset[str]] = {}
    for part in parts:
        for key, value in part.items():
            found[key] = found.get(key, frozenset()) | value
    return found
