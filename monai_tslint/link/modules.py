"""The modules of a project: which file an import reaches, and what the names of each file are bound to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from monai_tslint.facts import ClassIndex, FileIndex, FunctionIndex, Import
from monai_tslint.link.symbols import ClassInfo, Symbol
from monai_tslint.link.tracing import Mask, Trace, Unit

Variable = tuple[str, str | None, str | None]
Binding = ClassIndex | FunctionIndex | Import | Variable


class Module:
    """One file with its names: the binding of each, the star imports, and the answers found so far with what they rest on.

    A name bound several times means, in this order, the class, the function, the import, the variable.
    """

    __slots__ = ("answers", "bindings", "bit", "external", "file", "infos", "stars")

    def __init__(self, file: FileIndex, external: bool, bit: Mask) -> None:
        self.file = file
        self.external = external
        self.bit = bit
        self.answers: dict[str, tuple[Symbol, Mask]] = {}
        self.bindings: dict[str, Binding] = {variable[0]: variable for variable in file.variables}
        self.bindings.update({i.local: i for i in file.imports})
        self.bindings.update(file.functions)
        self.bindings.update(file.classes)
        self.stars = tuple(i.module for i in reversed(file.imports) if i.local == "*")
        prefix = f"{file.module}." if file.module else ""
        self.infos = {
            qualname: ClassInfo(prefix + qualname, file, index, external) for qualname, index in file.classes.items()
        }

    def again(self) -> Module:
        """The same module in another project: its classes, without the answers."""
        other: Module = object.__new__(Module)
        other.file, other.external, other.bit = self.file, self.external, self.bit
        other.bindings, other.infos, other.stars = self.bindings, self.infos, self.stars
        other.answers = {}
        return other

    def offers(self, name: str) -> bool:
        """Whether a star import of this module takes `name`."""
        exports = self.file.exports
        return not name.startswith("_") if exports is None else name in exports


class Modules:
    """All modules. Files of the roots hide external files of the same module.

    `elsewhere` are top-level names that never mean a file found by its place only (the standard library, frameworks).
    Every module that is given out is noted in `trace`. Files that are among `before` keep their classes.
    """

    def __init__(
        self,
        files: Iterable[FileIndex],
        external: Iterable[FileIndex],
        elsewhere: Iterable[str] = (),
        trace: Trace | None = None,
        before: Modules | None = None,
    ) -> None:
        self._trace = trace if trace is not None else Trace()
        known = before._by_file if before is not None else {}
        self._elsewhere = frozenset(elsewhere)
        self._named: dict[str, list[Module]] = {}
        self._by_file: dict[int, Module] = {}
        self._by_place: dict[str, Module] = {}
        self._near: dict[tuple[str, str], Module | None] = {}
        self._add(files, False, known)
        roots = frozenset(self._named)
        self._add((f for f in external if f.module not in roots), True, known)

    def _add(self, files: Iterable[FileIndex], external: bool, before: Mapping[int, Module]) -> None:
        for file in sorted(files, key=lambda f: f.path):
            module = before.get(id(file))
            if module is not None and module.file is file and module.external is external:
                module = module.again()
            else:
                module = Module(file, external, self._trace.bit(Unit(file.path)))
            self._by_file[id(file)] = module
            if not file.importable:
                continue
            self._named.setdefault(file.module, []).append(module)
            if not external:
                self._by_place[_place(file.path)] = module

    def __iter__(self) -> Iterator[Module]:
        """The roots' modules, then the external ones."""
        return iter(self._by_file.values())

    def of(self, file: FileIndex) -> Module:
        """The module of a file of this project."""
        module = self._by_file[id(file)]
        self._trace.mask |= module.bit
        return module

    def find(self, where: str | FileIndex, importer: FileIndex | None = None) -> Module | None:
        """The module of a file or of a dotted name, as seen from the importing file.

        Of several files with one name (scripts in different folders) the nearest counts. A name that no module has is
        looked for beside and above the importing file, as if it were run from there: folders without `__init__.py`,
        packages whose files import each other by their short names.
        """
        module = self._find(where, importer)
        if module is not None:
            self._trace.mask |= module.bit
        return module

    def _find(self, where: str | FileIndex, importer: FileIndex | None) -> Module | None:
        if isinstance(where, FileIndex):
            return self._by_file.get(id(where)) or self._find(where.module, where)
        found = self._named.get(where, ())
        if len(found) == 1 or importer is None:
            return found[0] if found else None
        folder = importer.path.rpartition("/")[0]
        if (where, folder) not in self._near:
            self._near[where, folder] = self._nearest(where, folder)
        return self._near[where, folder] or (found[0] if found else None)

    def _nearest(self, where: str, folder: str) -> Module | None:
        if where.partition(".")[0] in self._elsewhere:
            return None
        place = where.replace(".", "/")
        while folder:
            module = self._by_place.get(f"{folder}/{place}")
            if module is not None:
                return module
            folder = folder.rpartition("/")[0]
        return self._by_place.get(place)


def _place(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__")


def absolute_module(module: str, file: FileIndex) -> str:
    """The module that a (perhaps relative) import in `file` names."""
    name = module.lstrip(".")
    level = len(module) - len(name)
    if not level:
        return name
    package = file.module.split(".") if file.is_package else file.module.split(".")[:-1]
    package = package[: len(package) - level + 1]
    return ".".join((*package, name)) if name else ".".join(package)
