"""Classes of other installed packages: where their source is. Uses astroid, which parses files and runs none of them."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from astroid import nodes


class InstalledFile(Struct, frozen=True):
    """A file of an installed package that defines a class somebody inherits."""

    path: str
    module: str
    is_package: bool
    text: str


def installed_sources(names: Iterable[str]) -> tuple[InstalledFile, ...]:
    """The files that define the classes with these dotted names and everything that they inherit, by path.

    Names of packages that are not installed, of the standard library and of compiled modules give nothing.
    """
    found = {file.path: file for name in sorted(set(names)) if _is_installed(name) for file in _files(name)}
    return tuple(found[path] for path in sorted(found))


def package_imports(name: str, modules: frozenset[str]) -> bool:
    """Whether the installed package of the class with this dotted name imports one of `modules`, being none of them itself.

    A look at the text of its files, which costs far less than to follow what the class inherits.
    """
    spec = _spec(name)
    if spec is None or spec.name in modules or not modules:
        return False
    statement = re.compile(rf"^[ \t]*(?:import|from)[ \t]+(?:{'|'.join(sorted(modules))})\b".encode(), re.MULTILINE)
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    files = (
        (file for folder in folders for file in folder.rglob("*.py")) if folders else iter((Path(spec.origin or ""),))
    )
    return any(statement.search(_content(file)) for file in files)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _is_installed(name: str) -> bool:
    return _spec(name) is not None


def _spec(name: str) -> ModuleSpec | None:
    """Where the top-level package of a dotted name is installed; None for the standard library and what is not found."""
    top = name.partition(".")[0]
    if not top or "." not in name or top in sys.stdlib_module_names:
        return None
    try:
        return importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None


def _files(name: str) -> Iterator[InstalledFile]:
    found = _definition(name)
    if found is None:
        return
    exporter, definition = found
    for module in (exporter, definition.root(), *(cls.root() for cls in definition.ancestors())):
        if module.file is None or module.name.partition(".")[0] in sys.stdlib_module_names:
            continue
        try:
            text = Path(module.file).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        yield InstalledFile(module.file, module.name, module.package, text.replace("\r\n", "\n"))


def _definition(name: str) -> tuple[nodes.Module, nodes.ClassDef] | None:
    """The module that a dotted name begins with, and the class that it leads to, through re-exports."""
    from astroid import AstroidError, manager, nodes

    module, _, attribute = name.rpartition(".")
    try:
        tree = manager.AstroidManager().ast_from_module_name(module)
        inferred = next(iter(tree.igetattr(attribute)), None) if attribute in tree else None
    except (AstroidError, RecursionError, SyntaxError):
        return None
    return (tree, inferred) if isinstance(inferred, nodes.ClassDef) else None
