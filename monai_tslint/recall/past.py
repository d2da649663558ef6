"""What was found in a project when everything was as it is now.

What was found depends on everything: all of it is taken over if nothing has changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from monai_tslint.cache import Cache
from monai_tslint.codec import Json
from monai_tslint.config import Settings
from monai_tslint.files import Source, is_of_bundle
from monai_tslint.findings import Finding, Problem
from monai_tslint.knowledge import Gathered
from monai_tslint.reporting import Found

_FOUND = "found"

T = TypeVar("T")


class _Said(Struct, frozen=True, array_like=True):
    """What was found in the files of some `paths`; if `planned`, with how to mend it. `outside` are files of other packages."""

    paths: frozenset[str]
    planned: bool
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    classes: Mapping[str, int]
    outside: tuple[tuple[str, str], ...]


class Past:
    """What a cache has about a project as it is now: `marks` of its files, by path, and a `key` of all else that matters."""

    def __init__(self, cache: Cache, gathered: Gathered, settings: Settings) -> None:
        self.cache = cache
        sought = _digest(sorted({word for pack in gathered.knowledge.packs for word in pack.pipelines.sought}))
        self.marks = {source.path: f"{_mark(source)} {sought}" for source in gathered.sources}
        self.texts = {source.path: source.text for source in gathered.sources}
        self.key = _digest(_analysis(gathered, settings))
        self._asked = frozenset(source.path for source in gathered.asked)
        self._state = _digest(sorted(self.marks.items()))

    def recalled(self, *, planned: bool) -> Found | None:
        """What was found when everything was as it is, if that is remembered: without the inventory.

        With `planned`, the findings say how to mend them.
        """
        said = self.value(_FOUND, self._state, _Said)
        if said is None or not self._asked.issubset(said.paths) or (planned and not said.planned):
            return None
        if not are_there(said.outside):
            return None
        found = said.findings if planned else tuple(replace(f, fix=None, unfixable="") for f in said.findings)
        return Found(found, said.problems, said.classes).within(self._asked)

    def keep(self, found: Found, outside: tuple[tuple[str, str], ...], *, planned: bool) -> None:
        """Remember what was found in the files that were asked for, as it rests on files `outside`."""
        findings = tuple(replace(finding, proposal=None) for finding in found.findings)
        self.put(_FOUND, _Said(self._asked, planned, findings, found.problems, found.classes, outside), self._state)

    def value(self, kind: str, mark: str, form: type[T]) -> T | None:
        """What is remembered of a kind, if it has this mark."""
        found = self.cache.entry(kind, self.key)
        return tried(lambda: decode(found[1], type=form)) if found is not None and found[0] == mark else None

    def put(self, kind: str, value: object, mark: str = "") -> None:
        """Remember something of a kind. Raises `UnicodeEncodeError` if it names files that are no Unicode."""
        self.cache.put(kind, {self.key: (mark, encode(value).decode())})


def past_of(gathered: Gathered, settings: Settings) -> Past | None:
    """What is remembered of a project: of the folder that its files are named from, and of what belongs to it."""
    if settings.cache is None:
        return None
    place = "\n".join(map(str, (Path.cwd(), settings.root, *settings.src)))
    return Past(Cache(settings.cache, place), gathered, settings)


def _mark(source: Source) -> str:
    """What is made of a source depends on this, beside the names of pipelines that are sought."""
    beside = is_of_bundle(source.absolute) if source.is_configuration else source.is_package
    return f"{source.digest} {source.module} {beside}"


def _analysis(gathered: Gathered, settings: Settings) -> list[Json]:
    """What findings depend on beside the files: settings, packs, releases, and other installed packages.

    Selection and suppression come later.
    """
    wanted = [settings.strict, settings.check_modules, settings.extend_safe_fixes, settings.extend_unsafe_fixes]
    own = [settings.shared_bases, settings.entry_points, settings.markers, settings.known_safe_types]
    packs = [[str(path), content(str(path))] for path in settings.frameworks]
    known = [pack.name for pack in gathered.knowledge.packs]
    return [wanted, own, packs, known, gathered.knowledge.catalogues, gathered.knowledge.apart, _installed()]


def _installed() -> list[Json]:
    """The folders of installed packages, each with when a package was last added to it or removed."""
    found = []
    for folder in sys.path:
        if folder.endswith("-packages"):
            with suppress(OSError):
                found.append([folder, Path(folder).stat().st_mtime_ns])
    return found


def content(path: str) -> str:
    """The digest of a file's content, empty if it cannot be read."""
    try:
        return blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def are_there(outside: Iterable[tuple[str, str]]) -> bool:
    """Whether these files of other packages are what they were."""
    return all(content(path) == mark for path, mark in outside)


def _digest(value: Json) -> str:
    return blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()


def tried(read: Callable[[], T]) -> T | None:
    """What was remembered, None if it is not of the expected form."""
    try:
        return read()
    except (MsgspecError, ValueError, TypeError, LookupError, RecursionError):
        return None
