"""Outlines and linked projects from literal sources, and from the folder of a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from textwrap import dedent

from monai_tslint.facts import FileIndex
from monai_tslint.frameworks import Pack
from monai_tslint.index import index_source
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, ClassSymbol


def outline(text: str, module: str = "pkg.mod", *, is_package: bool = False) -> FileIndex:
    """The outline of one indented source."""
    return index_source(f"{module.replace('.', '/')}.py", module, is_package, dedent(text), "")


def outlines(files: Mapping[str, str]) -> list[FileIndex]:
    """The outlines of sources by path. As on disk, folders with `__init__.py` are packages."""
    found = []
    for path, text in files.items():
        place = PurePosixPath(path)
        parts = [] if place.stem == "__init__" else [place.stem]
        for folder in place.parents:
            if f"{folder}/__init__.py" not in files:
                break
            parts.insert(0, folder.name)
        found.append(index_source(path, ".".join(parts), place.stem == "__init__", dedent(text), ""))
    return found


def project(
    files: Mapping[str, str], *, external: Mapping[str, str] | None = None, packs: Sequence[Pack] = ()
) -> Project:
    """A linked project of sources by path."""
    return Project(outlines(files), outlines(external or {}), packs)


def folder_outlines(folder: Path, package: str) -> list[FileIndex]:
    """The outlines of all files of the package in a folder."""
    files = sorted((folder / package).rglob("*.py"))
    return outlines({f.relative_to(folder).as_posix(): f.read_text("utf-8") for f in files})


def class_named(linked: Project, name: str) -> ClassInfo:
    """The class with that full dotted name."""
    found = {info.name: info for info in linked.classes(external=True)}
    return found[name]


def resolved_class(linked: Project, module: str, dotted: str) -> str | None:
    """The full name of the class that `dotted` means in a module, None if it is none."""
    symbol = linked.resolve(module, dotted)
    return symbol.info.name if isinstance(symbol, ClassSymbol) else None
