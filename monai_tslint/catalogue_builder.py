"""Builds catalogues: `python -m monai_tslint.catalogue_builder WHEEL… [--into FOLDER]`."""

from __future__ import annotations

import argparse
import lzma
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from msgspec import Raw
from msgspec.json import encode
from msgspec.structs import replace

from monai_tslint import catalogues
from monai_tslint.catalogues import SUFFIX, Catalogue
from monai_tslint.codec import SCHEMA, encode_facts
from monai_tslint.facts import FileIndex
from monai_tslint.frameworks import load_builtin
from monai_tslint.link.symbols import FunctionSymbol
from monai_tslint.workspace import Unparsable, Workspace


def build(wheel: Path) -> tuple[str, str, bytes]:
    """Name, minor version and packed catalogue of a wheel: all its shared classes and whatever their methods reach."""
    name, release = wheel.name.split("-")[:2]
    workspace = Workspace(load_builtin())
    with zipfile.ZipFile(wheel) as archive:
        for member in sorted(archive.namelist()):
            path = PurePosixPath(member)
            if path.suffix == ".py" and path.parts[0] == name:
                _add(workspace, path, archive.read(member).decode("utf-8"))
    workspace.effects()
    for shared in workspace.project.shared_classes():
        for functions in shared.info.index.methods.values() if shared.check else ():
            for function in functions:
                workspace.code.facts(FunctionSymbol(shared.info.file, function, shared.info))
    minor = ".".join(release.split(".")[:2])
    return name, minor, _packed(release, workspace)


def _add(workspace: Workspace, path: PurePosixPath, text: str) -> None:
    package = path.name == "__init__.py"
    module = ".".join(path.parent.parts if package else path.with_suffix("").parts)
    try:
        workspace.update(str(path), module, package, text.replace("\r\n", "\n"))
    except Unparsable:
        return


def _packed(release: str, workspace: Workspace) -> bytes:
    facts: dict[str, dict[str, Raw]] = {}
    for (path, line), known in sorted(workspace.code.asked.items()):
        facts.setdefault(path, {})[str(line)] = Raw(encode_facts(known))
    shared = {s.info.file.path for s in workspace.project.shared_classes()}
    kept = [f for f in workspace.project.files() if _is_kept(f, facts.keys() | shared)]
    files = tuple(replace(f, pipelines=()) for f in sorted(kept, key=lambda f: f.path))
    return lzma.compress(encode(Catalogue(SCHEMA, release, files, facts)), preset=9 | lzma.PRESET_EXTREME)


def _is_kept(file: FileIndex, wanted: set[str]) -> bool:
    """Packages are kept for what they re-export, other files for their classes and functions."""
    return file.is_package or file.path in wanted


def main(arguments: Sequence[str] | None = None) -> None:
    """Build a catalogue for each wheel and print its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheels", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, default=Path(catalogues.__file__).parent)
    options = parser.parse_args(arguments)
    for wheel in options.wheels:
        name, minor, packed = build(wheel)
        target = options.into / f"{name}-{minor}{SUFFIX}"
        target.write_bytes(packed)
        sys.stdout.write(f"{target}: {len(packed)} bytes\n")


if __name__ == "__main__":
    main()
