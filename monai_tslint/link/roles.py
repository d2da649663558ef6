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
        self._sections = [(pack, section) for pack in packs for section in pack.shared]
        self._by_base: dict[str, list[int]] = {}
        for number, (_, section) in enumerate(self._sections):
            for base in section.bases:
                self._by_base.setdefault(base, []).append(number)
        self._beginnings = [
            (n, section.beginnings) for n, (_, section) in enumerate(self._sections) if section.beginnings
        ]

    def of(self, info: ClassInfo) -> tuple[Role, ...]:
        """The sections that a class matches, in the order of the packs.

        If none of these is checked, what the class is by its use comes first.
        """
        mro = self._project.mro(info)
        names = (*(cls.name for cls in mro.classes), *mro.foreign)
        numbers = {number for name in names for number in self._by_base.get(name, ())}
        numbers |= {n for n, beginnings in self._beginnings for name in mro.foreign if name.startswith(beginnings)}
        sections = (self._sections[number] for number in sorted(numbers))
        found = [(pack, section) for pack, section in sections if self._qualifies(info, section)]
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
