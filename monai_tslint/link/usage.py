"""Classes of the roots that are transforms though no pack knows a base of theirs: by their use, their kin or their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from monai_tslint.facts import PARAMETER, PipelineCall
from monai_tslint.frameworks import Pack, Shared
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, ExternalSymbol, Symbol

if TYPE_CHECKING:
    from monai_tslint.facts import FileIndex
    from monai_tslint.link.project import Project

Role = tuple[Pack, Shared]
KIND = "callable"
_CALLED = "__call__"


class Usage:
    """Answers for the classes of one project."""

    def __init__(self, packs: Sequence[Pack], project: Project) -> None:
        self._packs = packs
        self._project = project
        self._libraries = frozenset(module for pack in packs for module in pack.modules)
        self._naming = next((p for p in packs if p.pipelines.words or p.pipelines.classes), None)

    def used(self, info: ClassInfo) -> Role | None:
        """What a class is by being put into a pipeline or handed over as a transform."""
        return self._project.trace.apart(lambda: self._used).get(info)

    def akin(self, info: ClassInfo) -> Role | None:
        """What a class that can be called is by being a base of a used one, by sharing one, or by its module's others."""
        if not self._may_play(info, (_CALLED,)):
            return None
        bases, files = self._project.trace.apart(lambda: (self._bases, self._beside))
        found = next((bases[base] for base in self._project.mro(info).classes if base in bases), None)
        return found or (files.get(info.file.path) if self._is_at_home(info) else None)

    def meant(self, info: ClassInfo, *, layer: bool) -> Role | None:
        """What a class that can be called is by its name or its module's; for a `layer`, the module's name alone counts."""
        if self._naming is None:
            return None
        known = self._naming.pipelines
        files = self._project.trace.apart(lambda: self._beside)
        beside = not layer and (info.file.path in files or known.names_transform(info.index.name))
        named = beside or self._is_at_home(info)
        if not named or not self._may_play(info, known.entry_points if layer else (_CALLED,)):
            return None
        return self._naming, Shared(KIND, (), known.entry_points, check=False)

    def is_pipeline(self, info: ClassInfo) -> bool:
        """Whether a class is one that transforms are put into."""
        return self._role_in(ClassSymbol(info)) is not None

    @cached_property
    def _used(self) -> dict[ClassInfo, Role]:
        found: dict[ClassInfo, Role] = {}
        for file in self._project.files():
            for call in file.pipelines:
                for info, role in self._members(file, call):
                    found.setdefault(info, role)
        return found

    def _members(self, file: FileIndex, call: PipelineCall) -> Iterator[tuple[ClassInfo, Role]]:
        """The classes that a call makes members of something, if they have a method that is then called."""
        handed = call.callee.endswith(PARAMETER)
        pipeline = None if handed else self._project.resolve(file, call.callee, call.scope)
        role = self._by_parameter(call.callee) if pipeline is None else self._role_in(pipeline)
        if role is None:
            return
        called = (_CALLED,) if handed else role[1].entry_points
        members = (self._project.resolve(file, name, call.scope) for name in call.members)
        found = [m.info for m in members if isinstance(m, ClassSymbol) and not m.info.external]
        if found and isinstance(pipeline, ClassSymbol) and not pipeline.info.external:
            found.append(pipeline.info)
        yield from ((info, role) for info in found if self._has(info, called))

    def _may_play(self, info: ClassInfo, methods: Iterable[str]) -> bool:
        """Whether a class without use may be judged by its looks: not in a library, whose pack knows its transforms."""
        library = info.external or info.file.module.partition(".")[0] in self._libraries
        return not library and self._has(info, methods)

    def _has(self, info: ClassInfo, methods: Iterable[str]) -> bool:
        return any(self._project.lookup(info, method) is not None for method in methods)

    def _role_in(self, pipeline: Symbol) -> Role | None:
        """What members of a pipeline are, if a pack knows it by its full name, that of a base, or its last name."""
        names = _names(pipeline, self._project)
        pack = next((p for p in self._packs if not names.isdisjoint(p.pipelines.names)), None)
        return None if pack is None else (pack, Shared(KIND, (), pack.pipelines.entry_points))

    def _by_parameter(self, parameter: str) -> Role | None:
        pack = next((p for p in self._packs if p.pipelines.takes_transforms(parameter.removesuffix(PARAMETER))), None)
        return None if pack is None else (pack, Shared(KIND, (), pack.pipelines.entry_points))

    @cached_property
    def _bases(self) -> Mapping[ClassInfo, Role]:
        """The classes of the roots that used ones inherit the method from that is called, with the role of the first."""
        found: dict[ClassInfo, Role] = {}
        for info, role in self._used.items():
            for base in self._project.mro(info).classes[1:]:
                if not base.external and self._has(base, (_CALLED,)):
                    found.setdefault(base, role)
        return found

    @cached_property
    def _beside(self) -> Mapping[str, Role]:
        """The files of used classes."""
        return {info.file.path: role for info, role in reversed(self._used.items())}

    def _is_at_home(self, info: ClassInfo) -> bool:
        """Whether the module of a class, or a package around it, says by its name that it holds transforms."""
        known = self._naming.pipelines if self._naming is not None else None
        return known is not None and any(map(known.holds_transforms, info.file.module.split(".")))


def _names(pipeline: Symbol, project: Project) -> frozenset[str]:
    match pipeline:
        case ExternalSymbol(dotted=dotted):
            return frozenset((dotted, dotted.rpartition(".")[2]))
        case ClassSymbol(info=info):
            mro = project.mro(info)
            return frozenset((info.index.name, *(c.name for c in mro.classes), *mro.foreign))
    return frozenset()
