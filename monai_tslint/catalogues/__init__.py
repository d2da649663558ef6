"""Catalogues: the facts of released library versions, so that projects can be checked without the library installed.

A catalogue is one compressed file of JSON, `NAME-MINOR.json.xz`, made by `python -m monai_tslint.catalogue_builder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Raw, Struct, ValidationError
from msgspec.json import decode

from monai_tslint.codec import SCHEMA, decode_facts
from monai_tslint.facts import FileIndex, FunctionFacts

SUFFIX = ".json.xz"

_FOLDER = Path(__file__).parent


class Catalogue(Struct, frozen=True):
    """The outlines of one release, and the facts of its functions by path and line, decoded when asked for."""

    schema: int
    release: str
    files: tuple[FileIndex, ...]
    functions: Mapping[str, Mapping[str, Raw]]

    def facts(self, function: tuple[str, int]) -> FunctionFacts | None:
        """The facts of the function at a path and line, None if it is not in the catalogue."""
        found = self.functions.get(function[0], {}).get(str(function[1]))
        return None if found is None else decode_facts(bytes(found))


def available(name: str) -> tuple[str, ...]:
    """The minor versions (`"1.4"`) of a library that there are catalogues for, oldest first."""
    versions = [path.name[len(name) + 1 : -len(SUFFIX)] for path in _FOLDER.glob(f"{name}-*{SUFFIX}")]
    return tuple(sorted(versions, key=lambda v: tuple(int(part) for part in v.split("."))))


def load(name: str, version: str) -> Catalogue:
    """The catalogue of a minor version. Raises `FileNotFoundError` if there is none and `ValueError` if it is outdated."""
    import lzma

    text = lzma.decompress((_FOLDER / f"{name}-{version}{SUFFIX}").read_bytes())
    with suppress(ValidationError):
        catalogue = decode(text, type=Catalogue)
        if catalogue.schema == SCHEMA:
            return catalogue
    raise ValueError(f"catalogue {name} {version} is not of schema {SCHEMA}: build it anew")
