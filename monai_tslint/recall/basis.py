"""What an analysis rested on, so that after a change only what rests on it is analysed again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from monai_tslint.codec import Json, decode_finding, encode_finding
from monai_tslint.effects import ClassEffects
from monai_tslint.findings import Finding
from monai_tslint.link import SharedClass
from monai_tslint.workspace import Workspace

Name = tuple[str, str]
"""The full name of a class and the path of its file."""

Rest = tuple[str, frozenset[str]]
"""Why threads share a class, and the paths of the files that what its calls do rests on."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The files by path, each with a mark of what it was, the classes, and the findings about uses of pipelines."""

    files: Mapping[str, str]
    classes: Mapping[Name, Rest]
    about_uses: tuple[Finding, ...]
    uses_rest_on: frozenset[str]

    def changed(self, files: Mapping[str, str], classes: Iterable[SharedClass]) -> frozenset[str]:
        """The files that are not what they were, and those of classes that are shared for another reason, or no longer.

        `files` have to be the same ones, with their marks now, `classes` all that are shared now.
        """
        now = {name_of(cls): _reason(cls) for cls in classes}
        before = {name: reason for name, (reason, _) in self.classes.items()}
        moved = {name[1] for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        return frozenset((*moved, *(path for path, mark in files.items() if self.files.get(path) != mark)))

    def affected(self, classes: Sequence[SharedClass], files: frozenset[str]) -> list[SharedClass]:
        """Those classes that rest on one of these files, among which are the changed ones, or about which nothing is known."""
        known = self.classes
        return [c for c in classes if (n := name_of(c)) not in known or not files.isdisjoint(known[n][1])]


def name_of(shared: SharedClass) -> Name:
    """What a class is remembered by."""
    return shared.info.name, shared.info.file.path


def _reason(shared: SharedClass) -> str:
    """Why a class is shared, in the words of the packs."""
    roles = [(role.kind, role.entry_points, role.check) for role in shared.roles]
    return f"{shared.pack.name} {roles} {shared.setup} {shared.marker}"


def made(
    files: Mapping[str, str],
    classes: Sequence[SharedClass],
    effects: Collection[ClassEffects],
    uses: tuple[tuple[Finding, ...], frozenset[str]],
    workspace: Workspace,
    before: Basis | None,
) -> Basis:
    """The basis of an analysis of some of the classes; what is not new is as it was before."""
    new = {name_of(cls.shared): frozenset(workspace.files_of(cls.rests_on)) for cls in effects}
    old = before.classes if before is not None else {}
    rests = {
        name: (_reason(cls), new[name] if name in new else old[name][1])
        for cls in classes
        if (name := name_of(cls)) in new or name in old
    }
    return Basis(files, rests, *uses)


def encode(basis: Basis) -> Json:
    """A basis as JSON: paths of the files that matter by number."""
    paths = list(basis.files)
    number = {path: i for i, path in enumerate(paths)}

    def numbers(files: Iterable[str]) -> list[int]:
        return sorted(number[path] for path in files if path in number)

    classes = [[name, number[path], reason, numbers(rest)] for (name, path), (reason, rest) in basis.classes.items()]
    about_uses = [encode_finding(finding) for finding in basis.about_uses]
    return [list(basis.files.items()), classes, about_uses, numbers(basis.uses_rest_on)]


def decode(data: Json) -> Basis:
    """The basis that `encode` wrote."""
    files, classes, about_uses, uses_rest_on = data
    paths = [path for path, _ in files]
    rests = {
        (name, paths[number]): (reason, frozenset([paths[i] for i in rest])) for name, number, reason, rest in classes
    }
    return Basis(
        dict(files), rests, tuple(map(decode_finding, about_uses)), frozenset(paths[number] for number in uses_rest_on)
    )
