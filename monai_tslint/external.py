"""Classes of other installed packages: where their source is. Uses astroid, which parses files and runs none of them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astroid import nodes


@dataclass(frozen=True, slots=True)
class InstalledFile:
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


def _is_installed(name: str) -> bool:
    top = name.partition(".")[0]
    if not top or "." not in name or top in sys.stdlib_module_names:
        return False
    try:
        return importlib.util.find_spec(top) is not None
    except (ImportError, ValueError):
        return False


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
