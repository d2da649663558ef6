"""What need not be found out again about a project in which something has changed.

Outlines of files and facts of functions depend on texts alone. Only those classes are analysed again that rest on a change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.cache import Entry
from monai_tslint.codec import decode_facts, decode_index, encode_facts, encode_index
from monai_tslint.config import Settings
from monai_tslint.effects.classes import ClassEffects
from monai_tslint.facts import FileIndex, FunctionFacts
from monai_tslint.files import Source
from monai_tslint.link.project import SharedClass
from monai_tslint.recall import basis
from monai_tslint.recall.basis import Basis, KnownFile, known_file
from monai_tslint.recall.past import Past, are_there, content, tried
from monai_tslint.recall.units import Units
from monai_tslint.recall.uses import KnownUses, known_uses
from monai_tslint.reporting import Found
from monai_tslint.workspace import Workspace

if TYPE_CHECKING:
    from monai_tslint.fixes import Answer
    from monai_tslint.proposals import Proposal

_OUTLINE, _FACT, _BASIS, _USES, _PLANS = "outline", "fact", "basis", "uses", "plans"
_NONE: Entry = ("", "")
_IDLE = 5_000
"""Facts of so many functions may be kept in vain."""

_FEW = 1 / 16
"""A change is small if no more than this part of the classes has to be analysed again."""


class Memory:
    """What a cache has about a project as it is now, and what a check of it adds."""

    def __init__(self, past: Past, settings: Settings) -> None:
        self._past = past
        self._cache = past.cache
        self._marks = past.marks
        self._check_modules = settings.check_modules
        self._is_basis_good = False
        self._are_uses_good = False
        self._known_files: dict[str, KnownFile] = {}
        self._inherited: tuple[str, ...] = ()
        self._plans: Mapping[Proposal, Answer] = {}

    # Before the analysis -------------------------------------------------------------------------------------

    @cached_property
    def _outlines(self) -> dict[str, Entry]:
        return self._cache.entries(_OUTLINE)

    def outline(self, source: Source) -> FileIndex | None:
        """The outline of a source, if it is remembered."""
        mark, value = self._outlines.get(source.path, _NONE)
        return tried(lambda: decode_index(value)) if mark == self._marks[source.path] else None

    def facts(self, key: str) -> FunctionFacts | None:
        """The facts that a `FactStore` has under a key, if they are remembered."""
        found = self._cache.entry(_FACT, key)
        return None if found is None else tried(lambda: decode_facts(found[1]))

    # What need not be analysed -------------------------------------------------------------------------------

    @cached_property
    def _basis(self) -> Basis | None:
        """What the last analysis found out and rests on, if there are the same files now."""
        found = self._past.value(_BASIS, "", Basis)
        is_good = found is not None and found.files.keys() == self._marks.keys() and are_there(found.outside)
        return found if is_good else None

    def _files(self, workspace: Workspace) -> Mapping[str, KnownFile]:
        """What the files are. Those that are what they were when the basis was made need not be looked at."""
        before = self._basis.files if self._basis is not None else {}
        for path, mark in self._marks.items():
            known = self._known_files.get(path) or before.get(path)
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
            found = tried(lambda: known.shared(workspace))
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
        changed = tried(lambda: known.changed(edited, classes, units))
        if changed is None:
            return
        taken = tried(lambda: list(known.kept(workspace, units, classes, changed))) or []
        workspace.take_over(taken)
        few = len(classes) - len(taken) <= _FEW * len(classes)
        self._is_basis_good = few and not known.redefined(edited)
        uses = self._past.value(_USES, "", KnownUses)
        if uses is not None:
            rest_on = tried(lambda: uses.still_right(workspace, units, edited, known))
            self._are_uses_good = rest_on is not None
            if rest_on is not None:
                workspace.take_over_uses(uses.findings, rest_on)

    def plans(self, workspace: Workspace) -> Mapping[Proposal, Answer]:
        """What became of the proposals of earlier runs, as far as it rests on nothing that has changed."""
        from monai_tslint.recall.plans import KeptPlans, names_mark

        kept = self._past.value(_PLANS, "", KeptPlans) if self._basis is not None else None
        if kept is not None:
            names = names_mark(self._files(workspace), self._outside(workspace))
            self._plans = kept.still_right(self._marks, names, self._past.texts)
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
        with suppress(UnicodeEncodeError):
            self._past.keep(found, outside, planned=planned)
            if not self._are_uses_good:
                self._past.put(_USES, known_uses(workspace))
            if not self._is_basis_good:
                rests = basis.made(self._inherited, outside, self._files(workspace), effects, workspace)
                self._past.put(_BASIS, rests)

    def _outside(self, workspace: Workspace) -> tuple[tuple[str, str], ...]:
        """The files of other packages, with digests of their content."""
        return tuple((path, content(path)) for path in sorted(workspace.code.outside))

    def keep_plans(self, workspace: Workspace, found: Mapping[Proposal, Answer]) -> None:
        """Remember what became of proposals, beside what `plans` gave."""
        from monai_tslint.recall.plans import KeptPlans, names_mark

        with suppress(UnicodeEncodeError):
            names = names_mark(self._files(workspace), self._outside(workspace))
            if found:
                self._past.put(_PLANS, KeptPlans(self._marks, names, tuple({**self._plans, **found}.items())))

    def keep_reading(self, workspace: Workspace) -> None:
        """Remember outlines and facts. If nothing rests on most facts that are remembered, these are forgotten."""
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
        needed = store.asked() | (self._basis.facts() if self._basis is not None else frozenset())
        idle = self._cache.names(_FACT) - needed
        self._cache.put(_FACT, facts, idle if len(idle) > max(_IDLE, 3 * len(needed)) else ())
