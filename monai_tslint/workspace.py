"""The project under analysis: texts in, effects and findings out. The only place where the stages are wired."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from monai_tslint import bundles
from monai_tslint.checks.reporting import findings, use_findings
from monai_tslint.effects.analysis import Analysis
from monai_tslint.effects.classes import ClassEffects
from monai_tslint.facts import FileIndex
from monai_tslint.factstore import FactStore
from monai_tslint.findings import Finding, Problem
from monai_tslint.frameworks import Pack
from monai_tslint.index import Unparsable
from monai_tslint.link.project import SharedClass
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.link.tracing import UNKEPT, Mask, Unit
from monai_tslint.pipelines.renewing import Pipelines
from monai_tslint.pipelines.resting import Rest
from monai_tslint.pipelines.uses import Uses
from monai_tslint.projectfiles import ProjectFiles, Release
from monai_tslint.sourcecode import External, SourceCode

_RECURSION = 3000
"""Deep enough for the syntax and the call chains of real code; functions that are deeper are reported as not readable."""


class Workspace(ProjectFiles):
    """Files of one project with what is found out about them.

    That is kept while nothing changes that it rests on. `failures` are errors of ours: classes that could not be analysed,
    while all others were. `others` are the libraries for bundles that are made for another release.
    """

    def __init__(
        self,
        packs: Sequence[Pack],
        externals: Iterable[External] = (),
        store: FactStore | None = None,
        others: Mapping[Release, Sequence[External]] | None = None,
        code: SourceCode | None = None,
    ) -> None:
        super().__init__(packs, externals, store, code)
        self._others = others or {}
        self._analysis: Analysis | None = None
        self._uses = Pipelines(self.code.lines)
        self._about_uses: tuple[Uses | None, tuple[Finding, ...], Mask] | None = None
        self.failures: list[Problem] = []
        self.jobs = 1

    def shared_classes(self, *, modules: bool = False, everything: bool = False) -> tuple[SharedClass, ...]:
        """The shared classes that findings are made for.

        `modules` includes networks and losses, `everything` what else objects may be shared of but by design is not.
        """
        return tuple(
            shared
            for shared in self.project.shared_classes()
            if shared.check or modules or (everything and shared.kind != "module")
        )

    def effects(
        self,
        *,
        modules: bool = False,
        everything: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[ClassEffects, ...]:
        """The effects of the shared classes that findings are made for; the arguments as for `shared_classes`."""
        return self.effects_of(self.shared_classes(modules=modules, everything=everything), progress)

    def take_over(self, effects: Iterable[ClassEffects]) -> None:
        """Rely on effects of classes that an earlier run has found out."""
        self.analysis.take_over(effects)

    def take_over_uses(self, found: tuple[Finding, ...], units: Iterable[Unit]) -> None:
        """Rely on the findings about uses of pipelines of an earlier run, until something changes."""
        self._about_uses = (None, found, self.mask_of(units))

    def effects_of(
        self, classes: Iterable[SharedClass], progress: Callable[[int, int], None] | None = None
    ) -> tuple[ClassEffects, ...]:
        """The effects of some shared classes, in their order, found out by several processes if there are `jobs`."""
        wanted = tuple(classes)
        with _deep_recursion():
            analysis = self.analysis
            if self.jobs > 1:
                from monai_tslint.effects.parallel import share_out

                share_out(analysis, self.project, wanted, self.jobs)
            return analysis.of(wanted, progress, self._note_failure)

    @property
    def analysis(self) -> Analysis:
        """The effects of the classes of the project as it is."""
        project = self.project
        if self._analysis is None or self._changed == UNKEPT:
            self._analysis = Analysis(project, self.code)
        elif self._changed:
            self._changed = self._analysis.renew(project, self._changed)
        self._uses.forget(project, self._changed)
        if self._about_uses is not None:
            uses, _, mask = self._about_uses
            self._about_uses = None if self._changed & (UNKEPT if uses is None else mask) else self._about_uses
        self._changed = 0
        return self._analysis

    def names_threads(self, file: FileIndex) -> bool:
        """Whether a file names something that makes threads, so that uses of pipelines may begin there."""
        return self._uses.names_threads(self.project, file)

    @property
    def uses_rest_on(self) -> Mapping[str, Rest]:
        """What the uses of pipelines rest on in each file; nothing if that is not known."""
        return {} if self._apart else self._uses.rests

    def uses_digests(self, rests: Mapping[str, Rest], paths: Iterable[str]) -> dict[str, str]:
        """Digests of what the uses of pipelines rest on in some files, as `rests` tells."""
        return self._uses.digests(self.project, rests, paths)

    def units_of(self, mask: Mask) -> tuple[Unit, ...]:
        """What an answer rests on."""
        return tuple(self._trace.units(mask))

    def mask_of(self, units: Iterable[Unit]) -> Mask:
        """The set of these units."""
        return self._trace.mask_of(units)

    def _note_failure(self, info: ClassInfo, error: Exception) -> None:
        self._fail(info.file.path, info.index.line, f"`{info.index.name}`", error)

    def _fail(self, path: str, line: int, what: str, error: Exception) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        message = f"while analysing {what}: {type(error).__name__}: {error} (at {where})"
        problem = Problem(path, line, message, internal=True)
        if problem not in self.failures:
            self.failures.append(problem)

    def findings(
        self,
        effects: tuple[ClassEffects, ...],
        *,
        strict: bool = False,
        wanted: Callable[[str], bool] = lambda _: True,
    ) -> tuple[Finding, ...]:
        """All findings in the files whose paths are wanted, before selection and suppression.

        They are about classes with these effects, and about uses of pipelines.
        """
        about_uses, _ = self.about_uses()
        with _deep_recursion():
            about_classes = findings(effects, self.code, self.lines, strict=strict, wanted=wanted)
        return (*about_classes, *(finding for finding in about_uses if wanted(finding.location.path)))

    def about_uses(self) -> tuple[tuple[Finding, ...], Mask]:
        """All findings about uses of pipelines, and what they rest on; so do they on the files that name what makes threads."""
        found, mask = self._about_own_uses()
        is_recalled = self._about_uses is not None and self._about_uses[0] is None
        for release in [] if is_recalled else sorted(set(self._apart.values())):
            more, also = self._about_uses_with(release)
            found, mask = (*found, *more), mask | also
        return found, mask

    def _about_uses_with(self, release: Release) -> tuple[tuple[Finding, ...], Mask]:
        """The same of bundles that are made for another release."""
        beside = Workspace(self._packs, code=self.code.beside(self._others[release]))
        configured = {found.file.path: found for found in self._configured(release)}
        beside.configure(configured)
        found, mask = beside.about_uses()
        self.failures += [failure for failure in beside.failures if failure not in self.failures]
        return tuple(finding for finding in found if finding.location.path in configured), mask

    def _about_own_uses(self) -> tuple[tuple[Finding, ...], Mask]:
        with _deep_recursion():
            analysis = self.analysis
            if self._about_uses is not None and self._about_uses[0] is None:
                return self._about_uses[1:]
            made = tuple(bundles.scripts(self.project, self._configured(), self._note_loss))
            uses, mask = self._trace.answer(lambda: self._uses.uses(self.project, self._note_loss, made))
            if self._about_uses is None or self._about_uses[0] is not uses:
                found, judged = self._trace.answer(
                    lambda: use_findings(uses, self.project, analysis, self.code.facts, self.lines)
                )
                self._about_uses = (uses, found, judged)
        return self._about_uses[1], mask | self._about_uses[2]

    def _note_loss(self, path: str, line: int, error: Exception) -> None:
        self._fail(path, line, "pipelines", error)


@contextmanager
def _deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


__all__ = ["External", "Release", "Unparsable", "Workspace"]
