"""The files of a project with what is known of the libraries around them, and what the names in them mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from monai_tslint import bundles
from monai_tslint.facts import FileIndex
from monai_tslint.factstore import FactStore
from monai_tslint.frameworks import Pack
from monai_tslint.index import Unparsable, index_source
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, name_of
from monai_tslint.link.tracing import UNKEPT, Mask, Trace, whole
from monai_tslint.notebooks.model import Notebook
from monai_tslint.sourcecode import External, SourceCode

Release = tuple[str, str]
"""The name and the version of a library."""


class ProjectFiles:
    """Files that come, change and go. `store` is where facts of functions are read from."""

    def __init__(
        self,
        packs: Sequence[Pack],
        externals: Iterable[External] = (),
        store: FactStore | None = None,
        code: SourceCode | None = None,
    ) -> None:
        self._packs = tuple(packs)
        self._pipelines = frozenset(word for pack in packs for word in pack.pipelines.sought)
        self.code = code or SourceCode(externals, store if store is not None else FactStore(), Trace())
        self._trace = self.code.trace
        self._configurations: dict[str, bundles.Configuration] = {}
        self._apart: dict[str, Release] = {}
        self._notebooks: dict[str, Notebook] = {}
        self._project: Project | None = None
        self._before: Project | None = None
        self._changed: Mask = UNKEPT

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
        states = [(unit, self.code.state(unit)) for unit in units if not unit.is_outline]
        self.code.put(path, text)
        if before is not None and replace(index, digest=before.digest) == before:
            self.code.roots[path] = before
            changed = self._trace.bit(whole(path))
            for unit, state in states:
                changed |= self._trace.bit(unit) if self.code.state(unit) != state else 0
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

    def configure(self, configurations: Mapping[str, bundles.Configuration]) -> None:
        """Have these bundle configurations, by path, and no others."""
        self._configurations = dict(configurations)
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


def _names_of(file: FileIndex) -> tuple[object, ...]:
    classes = tuple(
        (name, cls.bases, cls.keywords, cls.decorators, tuple(cls.methods), cls.attributes)
        for name, cls in file.classes.items()
    )
    own = (file.imports, file.variables, file.exports, file.pipelines, tuple(file.functions))
    return (file.path, file.module, file.is_package, *own, classes)
