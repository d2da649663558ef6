"""What an analysis found out about classes, and what that rests on: so that after a change the rest need not be done again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import reduce
from hashlib import blake2b
from operator import or_
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.codec import Json, encode_index
from monai_tslint.effects.classes import ClassEffects
from monai_tslint.effects.storing import Reader, Writer
from monai_tslint.facts import FileIndex
from monai_tslint.frameworks import Shared
from monai_tslint.link.project import SharedClass
from monai_tslint.link.tracing import Mask, Unit
from monai_tslint.recall.places import unplaced
from monai_tslint.recall.units import Shift, Units, is_function
from monai_tslint.workspace import Workspace

Function = tuple[str, int]
"""The path of a file and the number of a function in it."""

Name = tuple[str, str]
"""The full name of a class and the path of its file."""


class Reason(Struct, frozen=True, array_like=True):
    """Why threads share a class: the name of the pack that says so, the numbers of its roles, and the marker that it has."""

    pack: str
    roles: tuple[int, ...]
    marker: str | None


class Known(Struct, frozen=True, array_like=True):
    """One class: why threads share it, what its calls do, and the numbers of the units that this rests on."""

    name: Name
    reason: Reason
    effects: Json
    rests_on: tuple[int, ...]


class KnownFile(NamedTuple):
    """What a file was: a mark of all that is made of it, and digests of its outline without lines, and of its imports.

    The digests are empty if it has no outline.
    """

    mark: str
    unplaced: str
    imports: str


def known_file(mark: str, index: FileIndex | None) -> KnownFile:
    """What a file is. One with text that cannot be encoded has no outline."""
    if index is not None:
        imports = replace(index, digest="", classes={}, functions={}, variables=(), exports=None, pipelines=())
        with suppress(UnicodeEncodeError):
            return KnownFile(mark, *(_digest(encode_index(outline)) for outline in (unplaced(index), imports)))
    return KnownFile(mark, "", "")


class Changed(NamedTuple):
    """The numbers of units that changed, and functions that do what they did, but in other places."""

    units: frozenset[int]
    shifts: Mapping[Function, Shift]


class Basis(Struct, frozen=True, array_like=True):
    """The files by path, and the units that answers rest on, as `Units` tells them, with their marks.

    `inherited` are the names of classes of other packages whose files were brought in: `outside` are these files, with digests
    of their content. `roles` and `tables` are what the classes and their effects have in common.
    """

    inherited: tuple[str, ...]
    outside: tuple[tuple[str, str], ...]
    files: Mapping[str, KnownFile]
    units: tuple[tuple[Json, str], ...]
    classes: tuple[Known, ...]
    roles: tuple[Shared, ...]
    tables: Json

    def facts(self) -> frozenset[str]:
        """The keys of the facts that it rests on."""
        return frozenset(mark for told, mark in self.units if is_function(told))

    def redefined(self, edited: Mapping[str, KnownFile]) -> set[str]:
        """The paths of those of the edited files that do not define what they defined."""
        return {path for path, now in edited.items() if not now.unplaced or now.unplaced != self.files[path].unplaced}

    def shared(self, workspace: Workspace) -> tuple[SharedClass, ...]:
        """The classes in a project in which no file was redefined. Raises `LookupError` if there is one that it has not."""
        project, roots = workspace.project, workspace.code.roots
        packs = {pack.name: pack for pack in project.packs}
        found = []
        for known in self.classes:
            (name, path), why = known.name, known.reason
            info = project.class_at(roots[path], name.removeprefix(f"{roots[path].module}."))
            if info is None:
                raise LookupError(name)
            roles = tuple(self.roles[number] for number in why.roles)
            found.append(SharedClass(info, packs[why.pack], roles, why.marker))
        return tuple(found)

    def changed(
        self,
        edited: Mapping[str, KnownFile],
        classes: Iterable[SharedClass],
        units: Units,
    ) -> Changed:
        """The units that are not what they were, and those of files with classes that are not shared as they were.

        `edited` are the files that changed, as they are now; `classes` all that are shared now.
        """
        other = self.redefined(edited)
        if other:
            numbers = {role: number for number, role in enumerate(self.roles)}
            shared = {name_of(cls): _reason(cls, numbers) for cls in classes}
            before = {known.name: known.reason for known in self.classes}
            other |= {name[1] for name in shared.keys() | before.keys() if shared.get(name) != before.get(name)}
        changed: set[int] = set()
        shifts: dict[Function, Shift] = {}
        for number, (told, mark) in enumerate(self.units):
            if told[0] in other:
                changed.add(number)
            elif told[0] in edited and units.mark(told) != mark:
                shift = units.shift(told, mark)
                if shift is None:
                    changed.add(number)
                else:
                    shifts[told[0], told[1]] = shift
        return Changed(frozenset(changed), shifts)

    def kept(
        self, workspace: Workspace, units: Units, classes: Iterable[SharedClass], changed: Changed
    ) -> Iterator[ClassEffects]:
        """The effects of those classes that rest on no changed unit, as far as their code is found again."""
        reader = Reader(self.tables, workspace.project, changed.shifts)
        by_name = {known.name: known for known in self.classes}
        masks: dict[int, Mask] = {}

        def mask_of(number: int) -> Mask:
            if number not in masks:
                masks[number] = workspace.mask_of((units.located(self.units[number][0]),))
            return masks[number]

        for shared in classes:
            known = by_name.get(name_of(shared))
            if known is not None and changed.units.isdisjoint(known.rests_on):
                with suppress(LookupError):
                    yield reader.decode(known.effects, shared, reduce(or_, map(mask_of, known.rests_on), 0))


def name_of(shared: SharedClass) -> Name:
    """What a class is remembered by."""
    return shared.info.name, shared.info.file.path


def _reason(cls: SharedClass, numbers: dict[Shared, int]) -> Reason:
    """Why threads share a class. New roles get the next numbers."""
    roles = tuple(numbers.setdefault(role, len(numbers)) for role in cls.roles)
    return Reason(cls.pack.name, roles, cls.marker)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def made(
    inherited: tuple[str, ...],
    outside: tuple[tuple[str, str], ...],
    files: Mapping[str, KnownFile],
    effects: Collection[ClassEffects],
    workspace: Workspace,
) -> Basis:
    """What a later run can build on."""
    numbers: dict[Unit, int] = {}

    def numbered(units: Iterable[Unit]) -> tuple[int, ...]:
        return tuple(numbers.setdefault(unit, len(numbers)) for unit in units)

    writer, told = Writer(workspace.project), Units(workspace.code, lambda _: None)
    roles: dict[Shared, int] = {}
    classes = tuple(
        Known(name_of(c.shared), _reason(c.shared, roles), writer.encode(c), numbered(workspace.units_of(c.rests_on)))
        for c in effects
    )
    marked = tuple((place, told.mark(place)) for place in map(told.told, numbers))
    return Basis(inherited, outside, files, marked, classes, tuple(roles), writer.tables())
