"""The project under analysis: texts in, effects and findings out. The only place where the stages are wired."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from monai_tslint import bundles
from monai_tslint.checks.reporting import findings, use_findings
from monai_tslint.effects import Analysis, ClassEffects
from monai_tslint.facts import Access, FileIndex, FunctionFacts
from monai_tslint.factstore import FactStore
from monai_tslint.findings import Finding, Problem
from monai_tslint.frameworks import Pack
from monai_tslint.index import Unparsable, index_source
from monai_tslint.link import UNKEPT, ClassInfo, FunctionSymbol, Mask, Project, SharedClass, Trace, name_of
from monai_tslint.pipelines import Pipelines

_RECURSION = 3000
"""Deep enough for the syntax and the call chains of real code; functions that are deeper are reported as not readable."""

FunctionId = tuple[str, int]
"""The path of a function's file and its first line."""


@dataclass(frozen=True, slots=True)
class External:
    """Known code outside the roots: outlines, and facts of its functions on request (None: not known)."""

    files: tuple[FileIndex, ...] = ()
    facts: Callable[[FunctionId], FunctionFacts | None] = lambda _: None


class Workspace:
    """Files of one project with what is known of the libraries around them.

    `failures` are errors of ours: classes that could not be analysed, while all others were.
    """

    def __init__(self, packs: Sequence[Pack], externals: Iterable[External] = ()) -> None:
        self._packs = tuple(packs)
        self._pipelines = frozenset(name.rpartition(".")[2] for pack in packs for name in pack.pipelines.names)
        self._externals = tuple(externals)
        self._indexes: dict[str, FileIndex] = {}
        self._lines: dict[str, tuple[str, ...]] = {}
        self._texts: dict[str, str] = {}
        self._outside: dict[str, FileIndex] = {}
        self._configurations: dict[str, bundles.Configuration] = {}
        self._facts: dict[FunctionId, FunctionFacts] = {}
        self._store = FactStore()
        self._project: Project | None = None
        self._before: Project | None = None
        self._analysis: Analysis | None = None
        self._uses = Pipelines(self.lines)
        self._trace = Trace()
        self._changed: Mask = 0
        self.failures: list[Problem] = []

    def update(self, path: str, module: str, is_package: bool, text: str, digest: str = "") -> None:
        """Add a file or replace its text. Raises `Unparsable` if Python cannot parse it; the file is then left out."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        before = self._indexes.pop(path, None)
        self._note_change(
            path, same_place=before is not None and (before.module, before.is_package) == (module, is_package)
        )
        self._texts.pop(path, None)
        self._facts = {key: facts for key, facts in self._facts.items() if key[0] != path}
        self._lines[path] = tuple(text.split("\n"))
        try:
            self._indexes[path] = index_source(path, module, is_package, text, digest, self._pipelines)
        except Unparsable:
            self._note_change(path, same_place=False)
            raise

    def _note_change(self, path: str, *, same_place: bool) -> None:
        """A file is not what it was. Answers that do not rest on it stay right if it is the same module as before."""
        self._before = self._project or self._before
        self._project = None
        self._changed = self._changed | self._trace.bit(path) if same_place else UNKEPT

    def remove(self, path: str) -> None:
        """Forget a file or configuration of the project, if there is one of this path."""
        if path in self._lines:
            self._note_change(path, same_place=False)
        for known in (self._indexes, self._texts, self._lines, self._configurations):
            known.pop(path, None)
        self._facts = {key: facts for key, facts in self._facts.items() if key[0] != path}

    def forget_external(self) -> None:
        """Forget the files of other packages that were added."""
        for path in tuple(self._outside):
            del self._outside[path]
            self.remove(path)

    def add_external(self, path: str, module: str, is_package: bool, text: str) -> None:
        """Add a file of another package: known, but no findings stand in it. One that cannot be parsed stays unknown."""
        try:
            index = index_source(path, module, is_package, text, "")
        except Unparsable:
            return
        self._note_change(path, same_place=False)
        self._outside[path] = index
        self._lines[path] = tuple(text.split("\n"))

    def add_configuration(self, path: str, text: str) -> None:
        """Add a bundle configuration. Raises `Unparsable` if it is not of its format; it is then left out."""
        try:
            found = bundles.read(path, text)
        except bundles.Unreadable as error:
            raise Unparsable(error.line, str(error)) from None
        if found is not None:
            self._note_change(path, same_place=False)
            self._configurations[path] = found
            self._lines[path] = tuple(text.split("\n"))

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
            files = [self._indexes[path] for path in sorted(self._indexes)]
            outside = [*(f for e in self._externals for f in e.files), *self._outside.values()]
            outside += [configuration.file for configuration in self._configured()]
            self._project = Project(files, outside, self._packs, self._trace, self._before)
        return self._project

    def _configured(self) -> list[bundles.Configuration]:
        return [self._configurations[path] for path in sorted(self._configurations)]

    def mentioning(self, word: str) -> Iterator[str]:
        """The paths of the files of the roots in whose text a word occurs. The texts are kept for the next question."""
        for path in sorted(self._indexes):
            text = self._texts.get(path)
            if text is None:
                text = self._texts[path] = "\n".join(self._lines[path])
            if word in text:
                yield path

    def writable(self, path: str) -> bool:
        """Whether this is a file of the roots."""
        return path in self._indexes

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file; none for files that are known by their facts only."""
        return self._lines.get(path, ())

    def meaning(self, path: str, dotted: str) -> str | None:
        """The full name of what a dotted name means at the top level of a file of the roots; None if nothing is known."""
        file = self._indexes.get(path)
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

    def facts(self, function: FunctionSymbol) -> FunctionFacts:
        """What a function does, read when first asked for."""
        key = (function.module.path, function.function.line)
        self._trace.mask |= self._trace.bit(key[0])
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = self._read(key, function)
        return known

    def _read(self, key: FunctionId, function: FunctionSymbol) -> FunctionFacts:
        if key[0] in self._indexes or key[0] in self._outside:
            return self._store.facts(self._lines[key[0]], function.function)
        found = (external.facts(key) for external in self._externals)
        return next((f for f in found if f is not None), FunctionFacts((), problem="its source is not at hand"))

    def may_write_globals(self, function: FunctionSymbol) -> bool:
        """Whether a function itself may write variables of its module: it says `global`, or names a mutable one to change it.

        For files at hand this is a look at the text, which costs far less than reading the function.
        """
        lines = self._lines.get(function.module.path)
        if lines is None:
            events = self.facts(function).events
            return any(isinstance(e, Access) and e.path[0][:2] == "g:" for e in events)
        text = "\n".join(lines[function.function.def_line - 1 : function.function.end_line])
        if "global " in text:
            return True
        names = [n for n, _, value in function.module.variables if value and (value[0] in "[{" or value.endswith(")"))]
        return any(f"{name}[" in text or f"{name}." in text for name in names)

    def text(self, cls: ClassInfo) -> str:
        """The source of a class of the roots."""
        return "\n".join(self.lines(cls.file.path)[cls.index.line - 1 : cls.index.end_line])

    def body(self, function: FunctionSymbol) -> str:
        """The source of a function of the roots."""
        lines = self.lines(function.module.path)
        return "\n".join(lines[function.function.def_line - 1 : function.function.end_line])

    def effects(
        self,
        *,
        modules: bool = False,
        everything: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[ClassEffects, ...]:
        """The effects of the shared classes that findings are made for.

        `modules` includes networks and losses, `everything` what else objects may be shared of but by design is not.
        """

        def wanted(shared: SharedClass) -> bool:
            return shared.check or modules or (everything and shared.kind != "module")

        with _deep_recursion():
            classes = (shared for shared in self.project.shared_classes() if wanted(shared))
            return self.analysis.of(classes, progress, self._note_failure)

    @property
    def analysis(self) -> Analysis:
        """The effects of the classes of the project as it is."""
        project = self.project
        if self._analysis is None or self._changed == UNKEPT:
            self._analysis = Analysis(project, self)
        elif self._changed:
            self._changed = self._analysis.renew(project, self._changed)
        self._uses.forget(project, self._changed)
        self._changed = 0
        return self._analysis

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
        with _deep_recursion():
            made = tuple(bundles.scripts(self.project, self._configured(), self._note_loss))
            analysis = self.analysis
            uses = self._uses.uses(self.project, self._note_loss, made)
            about_uses = use_findings(uses, self.project, analysis, self.facts, self.lines)
            about_classes = findings(effects, self, self.lines, strict=strict, wanted=wanted)
            return (*about_classes, *(finding for finding in about_uses if wanted(finding.location.path)))

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


__all__ = ["External", "Unparsable", "Workspace"]
