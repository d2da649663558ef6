"""What the packs say of a class: which sections of theirs it matches, by its bases or by being put into a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from monai_tslint.frameworks import Pack, Shared
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, ExternalSymbol, Symbol

if TYPE_CHECKING:
    from monai_tslint.link.project import Project

Role = tuple[Pack, Shared]


class Roles:
    """Answers for the classes of one project."""

    def __init__(self, packs: Sequence[Pack], project: Project) -> None:
        self._packs = packs
        self._project = project
        self._sections = [(p, s, frozenset(s.bases), s.beginnings) for p in packs for s in p.shared]

    def of(self, info: ClassInfo) -> tuple[Role, ...]:
        """The sections that a class matches, in the order of the packs.

        If none of these is checked, what the class is in a pipeline that it is put into comes first.
        """
        mro = self._project.mro(info)
        own = [c.name for c in mro.classes]
        found = []
        for pack, section, bases, beginnings in self._sections:
            named = not (bases.isdisjoint(own) and bases.isdisjoint(mro.foreign))
            begun = beginnings and any(name.startswith(beginnings) for name in mro.foreign)
            if (named or begun) and self._qualifies(info, section):
                found.append((pack, section))
        used = None if any(section.check for _, section in found) else self._use_of(info)
        return (used, *found) if used is not None else tuple(found)

    def _qualifies(self, info: ClassInfo, section: Shared) -> bool:
        """Whether a class with a base of a section has what it requires and inherits nothing that it leaves out."""
        mro = self._project.mro(info)
        barred = section.other_than and not {*(c.name for c in mro.classes), *mro.foreign}.isdisjoint(
            section.other_than
        )
        return not barred and all(self._project.lookup(info, name) for name in section.requires)

    def is_pipeline(self, info: ClassInfo) -> bool:
        """Whether a class is one that transforms are put into: what it then calls is judged for itself."""
        return self._role_in(ClassSymbol(info)) is not None

    def _use_of(self, info: ClassInfo) -> Role | None:
        return self._project.trace.apart(lambda: self._used).get(info)

    @cached_property
    def _used(self) -> dict[ClassInfo, Role]:
        """The classes of the roots that are put into pipelines and have a method that these call."""
        found: dict[ClassInfo, Role] = {}
        for file in self._project.files():
            for call in file.pipelines:
                role = self._role_in(self._project.resolve(file, call.callee, call.scope))
                if role is not None:
                    symbols = (self._project.resolve(file, name, call.scope) for name in call.members)
                    members = (s.info for s in symbols if isinstance(s, ClassSymbol) and self._can_play(s.info, role))
                    found = {**dict.fromkeys(members, role), **found}
        return found

    def _role_in(self, pipeline: Symbol) -> Role | None:
        """What members of a pipeline are, if a pack knows it by its full name, that of a base, or its last name."""
        names = _names(pipeline, self._project)
        pack = next((p for p in self._packs if not names.isdisjoint(p.pipelines.names)), None)
        return None if pack is None else (pack, Shared("callable", (), pack.pipelines.entry_points))

    def _can_play(self, info: ClassInfo, role: Role) -> bool:
        return not info.external and any(self._project.lookup(info, name) for name in role[1].entry_points)


def _names(pipeline: Symbol, project: Project) -> frozenset[str]:
    match pipeline:
        case ExternalSymbol(dotted=dotted):
            return frozenset((dotted, dotted.rpartition(".")[2]))
        case ClassSymbol(info=info):
            mro = project.mro(info)
            return frozenset((info.index.name, *(c.name for c in mro.classes), *mro.foreign))
    return frozenset()
