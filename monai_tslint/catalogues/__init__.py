"""Catalogues: the facts of released library versions, so that projects can be checked without the library installed.

A catalogue is one compressed file of JSON, `NAME-MINOR.json.xz`, made by `python -m monai_tslint.catalogue_builder`.
"""

from __future__ import annotations

import lzma
from importlib.resources import files

from msgspec.json import decode

from monai_tslint.codec import SCHEMA, Json, decode_facts, decode_index
from monai_tslint.facts import FileIndex, FunctionFacts

SUFFIX = ".json.xz"


class Catalogue:
    """The outlines of one release, and the facts of its functions, decoded when asked for."""

    def __init__(self, data: Json) -> None:
        self.release: str = data["release"]
        self.files: tuple[FileIndex, ...] = tuple(decode_index(index) for index in data["files"])
        self._facts: dict[str, dict[str, Json]] = data["facts"]

    def facts(self, function: tuple[str, int]) -> FunctionFacts | None:
        """The facts of the function at a path and line, None if it is not in the catalogue."""
        found = self._facts.get(function[0], {}).get(str(function[1]))
        return None if found is None else decode_facts(found)


def available(name: str) -> tuple[str, ...]:
    """The minor versions (`"1.4"`) of a library that there are catalogues for, oldest first."""
    found = (entry.name for entry in files(__package__).iterdir())
    versions = [n[len(name) + 1 : -len(SUFFIX)] for n in found if n.startswith(f"{name}-") and n.endswith(SUFFIX)]
    return tuple(sorted(versions, key=lambda v: tuple(int(part) for part in v.split("."))))


def load(name: str, version: str) -> Catalogue:
    """The catalogue of a minor version. Raises `FileNotFoundError` if there is none and `ValueError` if it is outdated."""
    packed = (files(__package__) / f"{name}-{version}{SUFFIX}").read_bytes()
    data = decode(lzma.decompress(packed))
    if data["schema"] != SCHEMA:
        raise ValueError(f"catalogue {name} {version} has schema {data['schema']}, expected {SCHEMA}: build it anew")
    return Catalogue(data)
