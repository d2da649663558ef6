"""What the packs say of a class: which sections of theirs it matches, by its bases or by its use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monai_tslint.frameworks import Pack, Shared
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.link.usage import Role, Usage

if TYPE_CHECKING:
    from monai_tslint.link.project import Project

_LAYER = "module"


class Roles:
    """Answers for the classes of one project."""

    def __init__(self, packs: Sequence[Pack], project: Project) -> None:
        self._packs = packs
        self._project = project
        self._usage = Usage(packs, project)
        self._sections = [(p, s, frozenset(s.bases), s.beginnings) for p in packs for s in p.shared]

    def of(self, info: ClassInfo) -> tuple[Role, ...]:
        """The sections that a class matches, in the order of the packs.

        If none of these is checked, what the class is by its use comes first.
        """
        mro = self._project.mro(info)
        own = [c.name for c in mro.classes]
        found = []
        for pack, section, bases, beginnings in self._sections:
            named = not (bases.isdisjoint(own) and bases.isdisjoint(mro.foreign))
            begun = beginnings and any(name.startswith(beginnings) for name in mro.foreign)
            if (named or begun) and self._qualifies(info, section):
                found.append((pack, section))
        role = None if any(section.check for _, section in found) else self._by_usage(info, [s.kind for _, s in found])
        return (role, *found) if role is not None else tuple(found)

    def _by_usage(self, info: ClassInfo, kinds: Sequence[str]) -> Role | None:
        """What a class is by its use, or, if only layers are known among its bases or nothing, by its looks."""
        if not set(kinds) <= {_LAYER}:
            return None
        used = self._usage.used(info) or (None if kinds else self._usage.akin(info))
        return used or self._usage.meant(info, layer=bool(kinds))

    def _qualifies(self, info: ClassInfo, section: Shared) -> bool:
        """Whether a class with a base of a section has what it requires and inherits nothing that it leaves out."""
        mro = self._project.mro(info)
        barred = section.other_than and not {*(c.name for c in mro.classes), *mro.foreign}.isdisjoint(
            section.other_than
        )
        return not barred and all(self._project.lookup(info, name) for name in section.requires)

    def is_pipeline(self, info: ClassInfo) -> bool:
        """Whether a class is one that transforms are put into: what it then calls is judged for itself."""
        return self._usage.is_pipeline(info)
