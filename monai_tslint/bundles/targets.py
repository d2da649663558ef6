"""What the `_target_` of a component means."""

from __future__ import annotations

from collections import defaultdict

from monai_tslint.facts import FileIndex, Import
from monai_tslint.frameworks import Bundles
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassSymbol, FunctionSymbol


class Targets:
    """Names of components; short ones are those of classes and functions of a framework, wherever it defines them."""

    def __init__(self, project: Project, bundles: Bundles) -> None:
        self._project = project
        self._packages = frozenset(bundles.packages)
        self._table: dict[str, list[str]] | None = None

    def __call__(self, text: str) -> Import:
        """What the text means, as an import that binds the text to it."""
        module, _, name = text.rpartition(".")
        if module:
            return Import(text, module, name)
        if self._table is None:
            self._table = self._modules_by_name()
        homes = self._table.get(text, ())
        return Import(text, homes[0] if len(homes) == 1 else "", text)

    def _modules_by_name(self) -> dict[str, list[str]]:
        """The modules that define a class or function, or another name of one of theirs, by its name."""
        found: dict[str, list[str]] = defaultdict(list)
        for file in self._project.files(external=True):
            if file.module.partition(".")[0] in self._packages:
                for name in self._defined(file):
                    found[name].append(file.module)
        return found

    def _defined(self, file: FileIndex) -> set[str]:
        own = {name for name in (*file.classes, *file.functions) if "." not in name}
        return own | {name for name, _, value in file.variables if value in own and self._is_definition(file, name)}

    def _is_definition(self, file: FileIndex, name: str) -> bool:
        return isinstance(self._project.resolve(file, name), ClassSymbol | FunctionSymbol)
