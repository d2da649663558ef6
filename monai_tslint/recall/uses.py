"""The findings about uses of pipelines, kept with what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from monai_tslint.codec import Json
from monai_tslint.findings import Finding
from monai_tslint.link.tracing import Unit, whole
from monai_tslint.pipelines.resting import Rest
from monai_tslint.recall.basis import Basis, KnownFile
from monai_tslint.recall.units import Units
from monai_tslint.workspace import Workspace


class KnownUses(Struct, frozen=True, array_like=True):
    """`units` are told as `Units` does, with their marks; `rests` are parts of files, with digests of what is there."""

    findings: tuple[Finding, ...]
    units: tuple[tuple[Json, str], ...]
    rests: Mapping[str, tuple[Rest, str]]

    def still_right(
        self, workspace: Workspace, units: Units, edited: Mapping[str, KnownFile], basis: Basis
    ) -> list[Unit] | None:
        """What the findings rest on, where it is now, if nothing of that has changed in the files `edited` since the basis.

        Raises `LookupError` for what is not there any more.
        """
        if not self._are_right(workspace, units, edited, basis):
            return None
        return [*(units.located(told) for told, _ in self.units), *map(whole, self.rests)]

    def _are_right(self, workspace: Workspace, units: Units, edited: Mapping[str, KnownFile], basis: Basis) -> bool:
        redefined = basis.redefined(edited)
        if any(file.imports != basis.files[path].imports for path, file in edited.items()):
            return False
        if not redefined.isdisjoint(self.rests):
            return False
        if not edited.keys().isdisjoint(path for finding in self.findings for path in _paths(finding)):
            return False
        if any(_is_other(told, mark, units, edited, redefined) for told, mark in self.units):
            return False
        rests = {path: rest for path, (rest, _) in self.rests.items()}
        followed = edited.keys() & rests.keys()
        roots = workspace.code.roots
        if any(path not in roots or workspace.names_threads(roots[path]) for path in edited.keys() - followed):
            return False
        now = workspace.uses_digests(rests, followed)
        return all(now[path] == self.rests[path][1] for path in followed)


def _is_other(told: Json, mark: str, units: Units, edited: Mapping[str, KnownFile], redefined: set[str]) -> bool:
    path = told[0]
    return path in redefined or (path in edited and units.mark(told) != mark and units.shift(told, mark) is None)


def _paths(finding: Finding) -> Iterator[str]:
    """The files that a finding names places in."""
    yield finding.location.path
    notes = (*finding.trace, *((finding.conflict,) if finding.conflict is not None else ()))
    yield from (note.location.path for note in notes)
    yield from (step.location.path for step in finding.interleaving if step.location is not None)


def known_uses(workspace: Workspace) -> KnownUses:
    """What a later run can build on."""
    found, mask = workspace.about_uses()
    units, rests = Units(workspace.code, lambda _: None), workspace.uses_rest_on
    told = [units.told(unit) for unit in workspace.units_of(mask) if unit.path not in rests or unit != whole(unit.path)]
    digests = workspace.uses_digests(rests, rests)
    return KnownUses(
        found,
        tuple((one, units.mark(one)) for one in told),
        {path: (rest, digests[path]) for path, rest in rests.items()},
    )
