"""What the metadata of bundles says of the release of a framework that they are made for."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct

from monai_tslint.frameworks import Bundles


class Statement(Struct, frozen=True):
    """A version, and the file that states it."""

    version: str
    file: Path


class Statements:
    """The statements of bundles, each file read once."""

    def __init__(self, known: Bundles) -> None:
        self._known = known
        self._found: dict[Path, Statement | None] = {}

    def of(self, file: Path) -> Statement | None:
        """What the bundle says that a file belongs to: the nearest whose metadata lies beside the file, or in its place in
        one of the folders around it; None if there is none.
        """
        return self._in(file.parent) if self._known.metadata else None

    def _in(self, folder: Path) -> Statement | None:
        if folder not in self._found:
            above = folder.parent
            self._found[folder] = self._read(folder) or (self._in(above) if above != folder else None)
        return self._found[folder]

    def _read(self, folder: Path) -> Statement | None:
        place = Path(self._known.metadata)
        for file in (folder / place.name, folder / place):
            try:
                said = json.loads(file.read_text("utf-8"))
            except (OSError, ValueError, RecursionError):
                continue
            version = said.get(self._known.version) if isinstance(said, dict) else None
            if isinstance(version, str):
                return Statement(version, file)
        return None
