"""What an analysis found out about classes, and what that rests on: so that after a change the rest need not be done again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct

from monai_tslint.codec import Json, decode_finding, encode_finding
from monai_tslint.effects import ClassEffects, Reader, Writer
from monai_tslint.findings import Finding
from monai_tslint.link import SharedClass, Unit
from monai_tslint.workspace import Workspace

Name = tuple[str, str]
"""The full name of a class and the path of its file."""


class Known(Struct, frozen=True):
    """One class: why threads share it, what its calls do, and the numbers of the units that this rests on."""

    reason: str
    effects: Json
    rests_on: Collection[int]


class KnownFile(NamedTuple):
    """What a file was: a mark of all that is made of it, digests of its outline and of its imports, empty if it has none."""

    mark: str
    outline: str
    imports: str


class Basis(Struct, frozen=True):
    """The files by path, and the units that answers rest on, with the digests of their lines.

    `tables` are what the effects of the classes have in common; `about_uses` are the findings about uses of pipelines, if these
    can be taken over.
    """

    files: Mapping[str, KnownFile]
    units: Sequence[tuple[Unit, str]]
    classes: Mapping[Name, Known]
    tables: Json
    about_uses: tuple[Finding, ...] | None
    uses_rest_on: Collection[int]

    def changed(
        self,
        files: Mapping[str, str],
        classes: Iterable[SharedClass],
        is_outline_kept: Callable[[str], bool],
        lines: Callable[[Unit], str],
    ) -> frozenset[int]:
        """The units that are not what they were, and those of files with classes that are not shared as they were.

        `files` have to be the same ones, with their marks now, `classes` all that are shared now.
        """
        now = {name_of(cls): reason(cls) for cls in classes}
        before = {name: known.reason for name, known in self.classes.items()}
        moved = {name[1] for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        edited = {path for path, mark in files.items() if self.files[path].mark != mark}
        other = moved | {path for path in edited if not is_outline_kept(path)}
        return frozenset(
            number
            for number, (unit, mark) in enumerate(self.units)
            if unit.path in other or (unit.path in edited and not unit.is_outline and digest_of(lines(unit)) != mark)
        )

    def kept(
        self, workspace: Workspace, classes: Iterable[SharedClass], changed: frozenset[int]
    ) -> Iterator[ClassEffects]:
        """The effects of those classes that rest on no changed unit. Raises `LookupError` if the project has not their code."""
        reader = Reader(self.tables, workspace.project)
        masks = [workspace.mask_of((unit,)) for unit, _ in self.units]
        for shared in classes:
            known = self.classes.get(name_of(shared))
            if known is not None and changed.isdisjoint(known.rests_on):
                mask = 0
                for number in known.rests_on:
                    mask |= masks[number]
                yield reader.decode(known.effects, shared, mask)


def name_of(shared: SharedClass) -> Name:
    """What a class is remembered by."""
    return shared.info.name, shared.info.file.path


def reason(shared: SharedClass) -> str:
    """Why a class is shared, in the words of the packs."""
    roles = [(role.kind, role.entry_points, role.check) for role in shared.roles]
    return f"{shared.pack.name} {roles} {shared.setup} {shared.marker}"


def digest_of(text: str) -> str:
    """A short digest of lines."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def encoded(
    files: Mapping[str, KnownFile],
    effects: Collection[ClassEffects],
    about_uses: tuple[Sequence[Finding], Collection[Unit]],
    workspace: Workspace,
) -> Json:
    """What a later run makes a basis of, as JSON.

    Findings about uses come with what they rest on. They have to be made again if a fix is proposed, which is not remembered.
    """
    numbers: dict[Unit, int] = {}

    def numbered(units: Iterable[Unit]) -> list[int]:
        return [numbers.setdefault(unit, len(numbers)) for unit in units]

    writer = Writer()
    classes = [
        [*name_of(c.shared), reason(c.shared), writer.encode(c), numbered(workspace.units_of(c.rests_on))]
        for c in effects
    ]
    told = None if any(finding.proposal for finding in about_uses[0]) else list(map(encode_finding, about_uses[0]))
    uses = [told, numbered(about_uses[1])]
    units = [[*unit, "" if unit.is_outline else digest_of(workspace.code.part(unit))] for unit in numbers]
    return [[[path, *file] for path, file in files.items()], units, classes, writer.tables(), uses]


def decoded(data: Json) -> Basis:
    """The basis that `encoded` made JSON of."""
    files, units, classes, tables, (about_uses, uses_rest_on) = data
    return Basis(
        {path: KnownFile(*known) for path, *known in files},
        [(Unit(path, first, last), mark) for path, first, last, mark in units],
        {(name, path): Known(why, effects, rests_on) for name, path, why, effects, rests_on in classes},
        tables,
        None if about_uses is None else tuple(map(decode_finding, about_uses)),
        uses_rest_on,
    )
