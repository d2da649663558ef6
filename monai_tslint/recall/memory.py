"""The memory of one project.

Outlines of files and facts of functions depend on texts alone. What was found depends on everything: all of it is taken over if
nothing has changed. If something has, only those classes are analysed again that rest on it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from monai_tslint.cache import Cache, Entry
from monai_tslint.codec import Json, decode_facts, decode_index, encode_facts, encode_index
from monai_tslint.config import Settings
from monai_tslint.effects import ClassEffects
from monai_tslint.facts import FileIndex, FunctionFacts
from monai_tslint.files import Source, is_of_bundle
from monai_tslint.findings import Finding, Problem
from monai_tslint.link import SharedClass
from monai_tslint.recall import basis
from monai_tslint.recall.basis import Basis, KnownFile, known_file
from monai_tslint.recall.units import Units
from monai_tslint.recall.uses import KnownUses, known_uses
from monai_tslint.reporting import Found
from monai_tslint.sessions import Gathered
from monai_tslint.workspace import Workspace

if TYPE_CHECKING:
    from monai_tslint.fixes import Answer
    from monai_tslint.proposals import Proposal

_OUTLINE, _FACT, _FOUND, _BASIS, _USES, _PLANS = "outline", "fact", "found", "basis", "uses", "plans"
_NONE: Entry = ("", "")
_IDLE = 5_000
"""Facts of so many functions may be kept in vain."""

_FEW = 1 / 16
"""A change is small if no more than this part of the classes has to be analysed again."""

T = TypeVar("T")


class _Said(Struct, frozen=True, array_like=True):
    """What was found in the files of some `paths`; if `planned`, with how to mend it. `outside` are files of other packages."""

    paths: frozenset[str]
    planned: bool
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    classes: Mapping[str, int]
    outside: tuple[tuple[str, str], ...]


class Memory:
    """What a cache has about a project as it is now, and what a check of it adds."""

    def __init__(self, cache: Cache, gathered: Gathered, settings: Settings) -> None:
        self._cache = cache
        sought = _digest(sorted({word for pack in gathered.knowledge.packs for word in pack.pipelines.sought}))
        self._marks = {source.path: f"{_mark(source)} {sought}" for source in gathered.sources}
        self._texts = {source.path: source.text for source in gathered.sources}
        self._asked = frozenset(source.path for source in gathered.asked)
        self._key = _digest(_analysis(gathered, settings))
        self._state = _digest(sorted(self._marks.items()))
        self._check_modules = settings.check_modules
        self._is_basis_good = False
        self._are_uses_good = False
        self._known_files: dict[str, KnownFile] = {}
        self._inherited: tuple[str, ...] = ()
        self._plans: Mapping[Proposal, Answer] = {}

    # Before the analysis -------------------------------------------------------------------------------------

    def recalled(self, *, planned: bool) -> Found | None:
        """What was found when everything was as it is, if that is remembered: without the inventory.

        With `planned`, the findings say how to mend them.
        """
        said = self._value(_FOUND, self._key, self._state, _Said)
        if said is None or not self._asked.issubset(said.paths) or (planned and not said.planned):
            return None
        if not _is_there(said.outside):
            return None
        found = said.findings if planned else tuple(replace(f, fix=None, unfixable="") for f in said.findings)
        return Found(found, said.problems, said.classes).within(self._asked)

    @cached_property
    def _outlines(self) -> dict[str, Entry]:
        return self._cache.entries(_OUTLINE)

    def outline(self, source: Source) -> FileIndex | None:
        """The outline of a source, if it is remembered."""
        mark, value = self._outlines.get(source.path, _NONE)
        return _tried(lambda: decode_index(value)) if mark == self._marks[source.path] else None

    def facts(self, key: str) -> FunctionFacts | None:
        """The facts that a `FactStore` has under a key, if they are remembered."""
        found = self._cache.entry(_FACT, key)
        return None if found is None else _tried(lambda: decode_facts(found[1]))

    def _value(self, kind: str, name: str, mark: str, form: type[T]) -> T | None:
        found = self._cache.entry(kind, name)
        return _tried(lambda: decode(found[1], type=form)) if found is not None and found[0] == mark else None

    # What need not be analysed -------------------------------------------------------------------------------

    @cached_property
    def _basis(self) -> Basis | None:
        """What the last analysis found out and rests on, if there are the same files now."""
        found = self._value(_BASIS, self._key, "", Basis)
        is_good = found is not None and found.files.keys() == self._marks.keys() and _is_there(found.outside)
        return found if is_good else None

    def _files(self, workspace: Workspace) -> Mapping[str, KnownFile]:
        """What the files are. Those that are what they were when the basis was made need not be looked at."""
        before = self._basis.files if self._basis is not None else {}
        for path, mark in self._marks.items() if not self._known_files else ():
            known = before.get(path)
            if known is None or known.mark != mark:
                known = known_file(mark, workspace.code.roots.get(path))
            self._known_files[path] = known
        return self._known_files

    def _edited(self, workspace: Workspace) -> Mapping[str, KnownFile]:
        """The files that are not what they were when the basis was made."""
        before = self._basis.files if self._basis is not None else {}
        return {path: file for path, file in self._files(workspace).items() if file is not before.get(path)}

    def inherited(self, workspace: Workspace, find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """The inherited classes of other packages whose files a project needs, which `find` gives if a file was redefined."""
        known = self._basis
        is_same = known is not None and not known.redefined(self._edited(workspace))
        self._inherited = known.inherited if known is not None and is_same else find()
        return self._inherited

    def shared_classes(self, workspace: Workspace) -> tuple[SharedClass, ...]:
        """The shared classes that findings are made for."""
        known = self._basis
        if known is not None and not known.redefined(self._edited(workspace)):
            found = _tried(lambda: known.shared(workspace))
            if found is not None:
                return found
        return workspace.shared_classes(modules=self._check_modules)

    def take_over(self, workspace: Workspace, classes: Sequence[SharedClass]) -> None:
        """Give a workspace the effects of those of all shared classes at which nothing has changed.

        So with the findings about uses of pipelines.
        """
        known = self._basis
        if known is None:
            return
        edited, units = self._edited(workspace), Units(workspace.code, self.facts)
        changed = _tried(lambda: known.changed(edited, classes, units))
        if changed is None:
            return
        taken = _tried(lambda: list(known.kept(workspace, units, classes, changed))) or []
        workspace.take_over(taken)
        few = len(classes) - len(taken) <= _FEW * len(classes)
        self._is_basis_good = few and not known.redefined(edited)
        uses = self._value(_USES, self._key, "", KnownUses)
        if uses is not None and _tried(lambda: uses.are_right(workspace, units, edited, known.files)):
            workspace.take_over_uses(uses.findings, uses.located(units))
            self._are_uses_good = True

    def plans(self, workspace: Workspace) -> Mapping[Proposal, Answer]:
        """What became of the proposals of earlier runs, as far as it rests on nothing that has changed."""
        from monai_tslint.recall.plans import KeptPlans, names_mark

        kept = self._value(_PLANS, self._key, "", KeptPlans) if self._basis is not None else None
        if kept is not None:
            names = names_mark(self._files(workspace), self._outside(workspace))
            self._plans = kept.still_right(self._marks, names, self._texts)
        return self._plans

    # After the analysis --------------------------------------------------------------------------------------

    def keep(self, workspace: Workspace, effects: Sequence[ClassEffects], found: Found, *, planned: bool) -> None:
        """Remember what was read, and, if there was no error of ours, what was found in the files that were asked for.

        If `planned`, the findings say how to mend them. The effects of all classes are remembered with what they rest on, but
        not again after a change that concerns few of them: writing all costs more than analysing these in the next run.
        """
        self.keep_reading(workspace)
        if any(problem.internal for problem in found.problems):
            return
        outside = self._outside(workspace)
        findings = tuple(replace(finding, proposal=None) for finding in found.findings)
        said = _Said(self._asked, planned, findings, found.problems, found.classes, outside)
        with suppress(UnicodeEncodeError):
            self._cache.put(_FOUND, {self._key: (self._state, _text(said))})
            if not self._are_uses_good:
                self._cache.put(_USES, {self._key: ("", _text(known_uses(workspace)))})
            if not self._is_basis_good:
                rests = basis.made(self._inherited, outside, self._files(workspace), effects, workspace)
                self._cache.put(_BASIS, {self._key: ("", _text(rests))})

    def _outside(self, workspace: Workspace) -> tuple[tuple[str, str], ...]:
        """The files of other packages, with digests of their content."""
        return tuple((path, _content(path)) for path in sorted(workspace.code.outside))

    def keep_plans(self, workspace: Workspace, found: Mapping[Proposal, Answer]) -> None:
        """Remember what became of proposals, beside what `plans` gave."""
        from monai_tslint.recall.plans import KeptPlans, names_mark

        with suppress(UnicodeEncodeError):
            names = names_mark(self._files(workspace), self._outside(workspace))
            kept = KeptPlans(self._marks, names, tuple({**self._plans, **found}.items()))
            self._cache.put(_PLANS, {self._key: ("", _text(kept))} if found else {})

    def keep_reading(self, workspace: Workspace) -> None:
        """Remember outlines and facts. If most facts that are remembered have not been asked for, these are forgotten."""
        outlines = {}
        for path, index in workspace.code.roots.items():
            if self._outlines.get(path, _NONE)[0] != self._marks[path]:
                with suppress(UnicodeEncodeError):
                    outlines[path] = (self._marks[path], encode_index(replace(index, digest="")).decode())
        self._cache.put(_OUTLINE, outlines, self._outlines.keys() - self._marks.keys())
        store = workspace.code.store
        facts = {}
        for key, read in store.unstored().items():
            with suppress(UnicodeEncodeError):
                facts[key] = ("", encode_facts(read).decode())
        idle = self._cache.names(_FACT) - store.asked()
        self._cache.put(_FACT, facts, idle if len(idle) > _IDLE and len(idle) > 3 * len(store.asked()) else ())


def _mark(source: Source) -> str:
    """What is made of a source depends on this, beside the names of pipelines that are sought."""
    beside = is_of_bundle(source.absolute) if source.is_configuration else source.is_package
    return f"{source.digest} {source.module} {beside}"


def _analysis(gathered: Gathered, settings: Settings) -> list[Json]:
    """What findings depend on beside the files: settings, packs, releases, and other installed packages.

    Selection and suppression come later.
    """
    wanted = [settings.strict, settings.check_modules, settings.extend_safe_fixes, settings.extend_unsafe_fixes]
    own = [settings.shared_bases, settings.entry_points, settings.markers, settings.known_safe_types]
    packs = [[str(path), _content(str(path))] for path in settings.frameworks]
    known = [pack.name for pack in gathered.knowledge.packs]
    return [wanted, own, packs, known, gathered.knowledge.catalogues, gathered.knowledge.apart, _installed()]


def _installed() -> list[Json]:
    """The folders of installed packages, each with when a package was last added to it or removed."""
    found = []
    for folder in sys.path:
        if folder.endswith("-packages"):
            with suppress(OSError):
                found.append([folder, Path(folder).stat().st_mtime_ns])
    return found


def _content(path: str) -> str:
    """The digest of a file's content, empty if it cannot be read."""
    try:
        return blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _is_there(outside: Iterable[tuple[str, str]]) -> bool:
    """Whether these files of other packages are what they were."""
    return all(_content(path) == mark for path, mark in outside)


def _text(value: object) -> str:
    return encode(value).decode()


def _digest(value: Json) -> str:
    return blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()


def _tried(read: Callable[[], T]) -> T | None:
    """What was remembered, None if it is not of the expected form."""
    try:
        return read()
    except (MsgspecError, ValueError, TypeError, LookupError, RecursionError):
        return None
