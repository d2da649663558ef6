"""From outlines to a project: what names mean, what classes inherit, which classes are shared between threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from monai_tslint.facts import FileIndex, FunctionIndex, Import
from monai_tslint.frameworks import Marker, Pack, Shared, merged
from monai_tslint.link.annotations import Annotations
from monai_tslint.link.names import Names, is_dotted
from monai_tslint.link.roles import Roles
from monai_tslint.link.symbols import (
    ClassInfo,
    FunctionSymbol,
    Member,
    Mro,
    Symbol,
)
from monai_tslint.link.tracing import UNKEPT, Mask, Trace


class SharedClass(Struct, frozen=True):
    """A class whose objects several threads may call. `roles` are all the sections of packs that its bases match,
    `pack` is that of the first.

    `marker` is the marker's dotted name, followed by ` via Base` if a direct base brings it; None if there is none.
    """

    info: ClassInfo
    pack: Pack
    roles: tuple[Shared, ...]
    marker: str | None

    @property
    def kind(self) -> str:
        """The kind of the first section that matches."""
        return self.roles[0].kind

    @property
    def entry_points(self) -> tuple[str, ...]:
        """The methods that threads call, of all roles."""
        return tuple(dict.fromkeys(name for role in self.roles for name in role.entry_points))

    @property
    def setup(self) -> tuple[str, ...]:
        """Patterns of the methods that configure the object before it is shared, of all roles."""
        return tuple(dict.fromkeys(name for role in self.roles for name in role.setup))

    @property
    def check(self) -> bool:
        """Whether findings are made without the user opting in."""
        return any(role.check for role in self.roles)


class Project:
    """Linked files. `external` ones (catalogues, other packages) are known, but no findings are located in them.

    `trace` learns which files the answers to questions about names and classes rest on. A project with the same packs
    `before` some files changed is of use for those that did not.
    """

    def __init__(
        self,
        files: Iterable[FileIndex],
        external: Iterable[FileIndex] = (),
        packs: Sequence[Pack] = (),
        trace: Trace | None = None,
        before: Project | None = None,
    ) -> None:
        self.packs = tuple(packs)
        self.trace = trace if trace is not None else Trace()
        self.knowledge: Pack = merged(self.packs) if before is None else before.knowledge
        known: Names | None = None if before is None else before._names
        self._names: Names = Names(files, external, self.knowledge, self.trace, known)
        self._mros: dict[ClassInfo, tuple[Mro, Mask]] = {}
        self._shared: dict[ClassInfo, tuple[SharedClass | None, Mask]] = {}
        self._members: dict[tuple[ClassInfo, str], tuple[Member | None, Mask]] = {}
        self._harmless = self.knowledge.types.harmless
        self._roles = Roles(self.packs, self)

    def files(self, *, external: bool = False) -> tuple[FileIndex, ...]:
        """The files of the roots, with the external ones on request."""
        return tuple(m.file for m in self._names.modules if external or not m.external)

    @cached_property
    def _classes(self) -> tuple[ClassInfo, ...]:
        found = (info for module in self._names.modules for info in module.infos.values())
        return tuple(sorted(found, key=lambda c: (c.file.path, c.index.line, c.name)))

    def classes(self, *, external: bool = False) -> tuple[ClassInfo, ...]:
        """The classes of the roots, with the external ones on request, by path and line."""
        return tuple(c for c in self._classes if external or not c.external)

    def class_at(self, file: FileIndex, qualname: str) -> ClassInfo | None:
        """The class of a file by its qualified name."""
        module = self._names.modules.find(file)
        return None if module is None else module.infos.get(qualname)

    def resolve(self, module: str | FileIndex, dotted: str, scope: str = "") -> Symbol:
        """What `dotted` means in a module; `scope` is the qualified name of the class or `f.<locals>` around it.

        A file in place of the module's name is exact where several files have one module name.
        """
        return self._names.resolve(module, dotted, scope)

    def imported(self, file: FileIndex, statement: Import) -> Symbol:
        """What an import in a function of a file binds its name to; the statement's module is absolute."""
        return self._names.imported(file, statement)

    def mro(self, info: ClassInfo) -> Mro:
        """The method resolution order; best effort where Python would refuse the hierarchy."""
        known = self._mros.get(info)
        if known is None:
            known = self._mros[info] = self.trace.answer(lambda: self._order(info))
        self.trace.mask |= known[1]
        return known[0]

    def _order(self, info: ClassInfo) -> Mro:
        order = self._names.order(info)
        foreign = tuple(base for base in order if isinstance(base, str))
        complete = all(base in self._harmless for base in foreign)
        return Mro(tuple(c for c in order if isinstance(c, ClassInfo)), foreign, complete)

    def disordered(self) -> frozenset[str]:
        """The names of the classes of the roots whose bases Python would refuse to put in order."""
        return frozenset(info.name for info in self.classes() if self._names.is_disordered(info))

    def lookup(self, info: ClassInfo, name: str) -> Member | None:
        """What the nearest class of the MRO that has `name` binds it to."""
        key = (info, name)
        known = self._members.get(key)
        if known is None:
            known = self._members[key] = self.trace.answer(lambda: self._first(self.mro(info).classes, name))
        self.trace.mask |= known[1]
        return known[0]

    def lookup_after(self, info: ClassInfo, owner: ClassInfo, name: str) -> Member | None:
        """What `super().name` in a method of `owner` means for an object of class `info`."""
        classes = self.mro(info).classes
        return self._first(classes[classes.index(owner) + 1 :], name) if owner in classes else None

    def _first(self, classes: Iterable[ClassInfo], name: str) -> Member | None:
        return next((found for owner in classes if (found := self._own(owner, name)) is not None), None)

    def _own(self, owner: ClassInfo, name: str) -> Member | None:
        functions = owner.index.methods.get(name, ())
        found = next((a for a in reversed(owner.index.attributes) if a[0] == name), None)
        if found is None:
            return Member(owner, functions) if functions else None
        _, annotation, value = found
        if not functions and value and is_dotted(value):
            functions = owner.index.methods.get(value, ()) or self._aliased(owner, value)
        return Member(owner, functions, (annotation, value))

    def _aliased(self, owner: ClassInfo, value: str) -> tuple[FunctionIndex, ...]:
        symbol = self.resolve(owner.file, value, owner.index.qualname)
        return (symbol.function,) if isinstance(symbol, FunctionSymbol) else ()

    @cached_property
    def _subclasses(self) -> dict[ClassInfo, list[ClassInfo]]:
        found: dict[ClassInfo, list[ClassInfo]] = {}
        for info in self._classes:
            for base in self.mro(info).classes[1:]:
                found.setdefault(base, []).append(info)
        return found

    def subclasses(self, info: ClassInfo) -> tuple[ClassInfo, ...]:
        """All classes below `info`, direct or not, by path and line."""
        found = tuple(self._subclasses.get(info, ()))
        self.trace.mask = UNKEPT
        return found

    def type_name(self, module: str | FileIndex, annotation: str, scope: str = "") -> Symbol | None:
        """The one class that an annotation names, `None` and wrappers aside; the container for `list[X]`."""
        return Annotations(self._names, scope).named(module, annotation)

    def element_type(self, module: str | FileIndex, annotation: str, scope: str = "") -> Symbol | None:
        """The class of the elements (of a mapping: of the values) of a container annotation."""
        return Annotations(self._names, scope).element(module, annotation)

    def shared_classes(self, *, external: bool = False) -> tuple[SharedClass, ...]:
        """Every class that inherits a shared base of a pack, by path and line."""
        found = (self.shared(info) for info in self.classes(external=external))
        return tuple(s for s in found if s is not None)

    def shared(self, info: ClassInfo) -> SharedClass | None:
        """The class as a shared class, or None if no pack says that its objects are shared."""
        known = self._shared.get(info)
        if known is None:
            known = self._shared[info] = self.trace.answer(lambda: self._found_shared(info))
        self.trace.mask |= known[1]
        return known[0]

    def _found_shared(self, info: ClassInfo) -> SharedClass | None:
        roles = self._roles.of(info)
        if not roles:
            return None
        return SharedClass(info, roles[0][0], tuple(role for _, role in roles), self._marker(info))

    def is_pipeline(self, info: ClassInfo) -> bool:
        """Whether a pack says that transforms are put into objects of the class, as into `Compose`."""
        return self._roles.is_pipeline(info)

    def _ancestor_names(self, node: ClassInfo | str) -> frozenset[str]:
        if isinstance(node, str):
            return frozenset((node,))
        mro = self.mro(node)
        return frozenset((*(c.name for c in mro.classes), *mro.foreign))

    def _marker(self, info: ClassInfo) -> str | None:
        for marker in self.knowledge.markers:
            for base in self._names.bases(info):
                name = base if isinstance(base, str) else base.name
                met = self._met(marker, base)
                if met is not None:
                    return name if name == met else f"{met} via {name.rpartition('.')[2]}"
        return None

    def _met(self, marker: Marker, base: ClassInfo | str) -> str | None:
        """The spelling of a marker that `base` is or inherits; carriers count where their own bases are not known."""
        names = self._ancestor_names(base)
        foreign = (base,) if isinstance(base, str) else self.mro(base).foreign
        carried = marker.bases[:1] if not frozenset(foreign).isdisjoint(marker.carriers) else ()
        return next((name for name in (*(b for b in marker.bases if b in names), *carried)), None)
