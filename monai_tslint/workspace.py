"""The project under analysis: texts in, effects and findings out. The only place where the stages are wired."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from monai_tslint import bundles
from monai_tslint.checks.reporting import findings, use_findings
from monai_tslint.effects import Analysis, ClassEffects
from monai_tslint.facts import FileIndex
from monai_tslint.factstore import FactStore
from monai_tslint.findings import Finding, Problem
from monai_tslint.frameworks import Pack
from monai_tslint.index import Unparsable, index_source
from monai_tslint.link import UNKEPT, ClassInfo, Mask, Project, SharedClass, Trace, Unit, name_of, whole
from monai_tslint.notebooks.model import Notebook
from monai_tslint.pipelines import Pipelines, Uses
from monai_tslint.sourcecode import External, SourceCode

Release = tuple[str, str]
"""The name and the version of a library."""

_RECURSION = 3000
"""Deep enough for the syntax and the call chains of real code; functions that are deeper are reported as not readable."""


class Workspace:
    """Files of one project with what is known of the libraries around them.

    What has been found out is kept while nothing changes that it rests on. `failures` are errors of ours: classes that could
    not be analysed, while all others were. `store` is where facts of functions are read from. `others` are the libraries for
    bundles that are made for another release.
    """

    def __init__(
        self,
        packs: Sequence[Pack],
        externals: Iterable[External] = (),
        store: FactStore | None = None,
        others: Mapping[Release, Sequence[External]] | None = None,
        code: SourceCode | None = None,
    ) -> None:
        self._packs = tuple(packs)
        self._pipelines = frozenset(word for pack in packs for word in pack.pipelines.sought)
        self.code = code or SourceCode(externals, store if store is not None else FactStore(), Trace())
        self._trace = self.code.trace
        self._others = others or {}
        self._configurations: dict[str, bundles.Configuration] = {}
        self._apart: dict[str, Release] = {}
        self._notebooks: dict[str, Notebook] = {}
        self._project: Project | None = None
        self._before: Project | None = None
        self._analysis: Analysis | None = None
        self._uses = Pipelines(self.code.lines)
        self._about_uses: tuple[Uses | None, tuple[Finding, ...], Mask] | None = None
        self._changed: Mask = UNKEPT
        self.failures: list[Problem] = []

    def update(self, path: str, module: str, is_package: bool, text: str, digest: str = "") -> None:
        """Add a file or replace its text. Raises `Unparsable` if Python cannot parse it; the file is then left out."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            index = index_source(path, module, is_package, text, digest, self._pipelines)
        except Unparsable:
            self.code.put(path, text)
            self._note_change(UNKEPT)
            raise
        self.restore(index, text)

    def restore(self, index: FileIndex, text: str) -> None:
        """Add a file, or replace its text, with the outline that `update` made of it in an earlier run."""
        path, before = index.path, self.code.roots.get(index.path)
        units = [] if before is None else list(self._trace.units(self._trace.file(path)))
        parts = [(unit, self.code.part(unit)) for unit in units if not unit.is_outline]
        self.code.put(path, text)
        if before is not None and replace(index, digest=before.digest) == before:
            self.code.roots[path] = before
            changed = self._trace.bit(whole(path))
            for unit, part in parts:
                changed |= self._trace.bit(unit) if self.code.part(unit) != part else 0
            self._changed |= changed
        else:
            self.code.roots[path] = index
            same = before is not None and (before.module, before.is_package) == (index.module, index.is_package)
            self._note_change(self._trace.file(path) | self._trace.bit(whole(path)) if same else UNKEPT)

    def _note_change(self, changed: Mask) -> None:
        """Outlines are not what they were: what does not rest on these units stays right."""
        self._before = self._project or self._before
        self._project = None
        self._changed |= changed

    def remove(self, path: str) -> None:
        """Forget a file or configuration of the project, if there is one of this path."""
        if path in self.code:
            self._note_change(UNKEPT)
        self.code.remove(path)
        self._configurations.pop(path, None)
        self._apart.pop(path, None)
        self._notebooks.pop(path, None)

    def forget_external(self) -> None:
        """Forget the files of other packages that were added."""
        for path in tuple(self.code.outside):
            self.remove(path)

    def add_notebook(self, path: str, notebook: Notebook) -> None:
        """Say which cells the text of a file is made of."""
        self._notebooks[path] = notebook

    def add_external(self, path: str, module: str, is_package: bool, text: str) -> None:
        """Add a file of another package: known, but no findings stand in it. One that cannot be parsed stays unknown."""
        try:
            index = index_source(path, module, is_package, text, "")
        except Unparsable:
            return
        self.code.put(path, text)
        self.code.outside[path] = index
        self._note_change(UNKEPT)

    def add_configuration(self, path: str, text: str, release: Release | None = None) -> None:
        """Add a bundle configuration. Raises `Unparsable` if it is not of its format; it is then left out.

        `release` is the one that it is made for, if that is not the project's.
        """
        try:
            found = bundles.read(path, text)
        except bundles.Unreadable as error:
            raise Unparsable(error.line, str(error)) from None
        if found is not None:
            self.code.put(path, text)
            self._configurations[path] = found
            if release is not None:
                self._apart[path] = release
            self._note_change(UNKEPT)

    def outlines(self) -> tuple[object, ...]:
        """What the files of the project say of names and classes, whatever their functions do: `foreign_bases` rests on it."""
        files = [*self.code.roots.values(), *(configuration.file for configuration in self._configured())]
        return tuple(map(_names_of, sorted(files, key=lambda file: file.path)))

    def foreign_bases(self) -> Mapping[str, bool]:
        """The dotted names of inherited classes whose source is not known and that no pack knows.

        Each with whether one of the classes that inherit it is known to be shared without it.
        """
        project = self.project
        found: dict[str, bool] = {}
        for info in project.classes():
            for base in project.mro(info).foreign:
                if not found.get(base) and base not in project.knowledge.types.harmless:
                    found[base] = project.shared(info) is not None
        return found

    @property
    def project(self) -> Project:
        """The linked files."""
        if self._project is None:
            files, beside = self.code.outlines()
            beside += [configuration.file for configuration in self._configured()]
            self._project = Project(files, beside, self._packs, self._trace, self._before)
        return self._project

    def _configured(self, release: Release | None = None) -> list[bundles.Configuration]:
        return [self._configurations[p] for p in sorted(self._configurations) if self._apart.get(p) == release]

    def mentioning(self, word: str) -> Iterator[str]:
        """The paths of the files of the roots in whose text a word occurs."""
        return self.code.mentioning(word)

    def writable(self, path: str) -> bool:
        """Whether this is a file of the roots."""
        return path in self.code.roots

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file; none for files that are known by their facts only."""
        return self.code.lines(path)

    @property
    def notebooks(self) -> Mapping[str, Notebook]:
        """The cells that the texts of notebooks are made of, by path."""
        return self._notebooks

    def meaning(self, path: str, dotted: str) -> str | None:
        """The full name of what a dotted name means at the top level of a file of the roots; None if nothing is known."""
        file = self.code.roots.get(path)
        return None if file is None else name_of(self.project.resolve(file, dotted))

    def member(self, module: str, name: str) -> str | None:
        """The full name of what a name of a module means; None if the module is known not to have it."""
        return name_of(self.project.resolve(module, name))

    def kin(self, path: str, line: int) -> tuple[ClassInfo, ...]:
        """The classes above and below the class that starts in a line of a file."""
        info = next((c for c in self.project.classes() if c.file.path == path and c.index.line == line), None)
        if info is None:
            return ()
        return (*self.project.mro(info).classes[1:], *self.project.subclasses(info))

    def disordered(self) -> frozenset[str]:
        """The names of the classes of the roots whose bases Python would refuse to put in order."""
        return self.project.disordered()

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
        """The effects of some shared classes, in their order."""
        with _deep_recursion():
            return self.analysis.of(classes, progress, self._note_failure)

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

    def units_of(self, mask: Mask) -> tuple[Unit, ...]:
        """What an answer rests on."""
        return tuple(self._trace.units(mask))

    def mask_of(self, units: Iterable[Unit]) -> Mask:
        """The set of these units."""
        mask = 0
        for unit in units:
            mask |= self._trace.bit(unit)
        return mask

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
        beside._configurations = {found.file.path: found for found in self._configured(release)}
        found, mask = beside._about_own_uses()
        self.failures += [failure for failure in beside.failures if failure not in self.failures]
        return tuple(finding for finding in found if finding.location.path in beside._configurations), mask

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
                self._about_uses = (uses, found, mask | judged)
        return self._about_uses[1:]

    def _note_loss(self, path: str, line: int, error: Exception) -> None:
        self._fail(path, line, "pipelines", error)


def _names_of(file: FileIndex) -> tuple[object, ...]:
    classes = tuple(
        (name, cls.bases, cls.keywords, cls.decorators, tuple(cls.methods), cls.attributes)
        for name, cls in file.classes.items()
    )
    own = (file.imports, file.variables, file.exports, file.pipelines, tuple(file.functions))
    return (file.path, file.module, file.is_package, *own, classes)


@contextmanager
def _deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


__all__ = ["External", "Release", "Unparsable", "Workspace"]
