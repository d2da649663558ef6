"""Which release of a framework a project is checked against, and why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monai_tslint.findings import FrameworkChoice
from monai_tslint.frameworks import Pack

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_RELEASE = re.compile(r'"version":\s*"([^"]+)"|^__version__\s*=\s*["\']([^"\']+)["\']', re.MULTILINE)
_REQUIREMENT_FILES = ("requirements*.txt", "requirements/*.txt")


def choose(
    pack: Pack, available: Sequence[str], wanted: str | None, root: Path, stated: FrameworkChoice | None = None
) -> FrameworkChoice | None:
    """The minor version to assume for a framework of which no source is at hand, None if there is no catalogue of it.

    In this order: the one that the user asks for, what is stated for all that is checked, the lowest that the requirements
    found in `root` allow, the one installed beside the tool, the newest. Raises `ValueError` for a version that is none or has
    no catalogue.
    """
    if not available:
        return None
    if wanted is not None:
        return _requested(pack, available, wanted)
    if stated is not None:
        return stated
    for requirement, place in _requirements(pack, root):
        allowed = [v for v in available if _allows(requirement, v)]
        if allowed and requirement.specifier:
            return FrameworkChoice(pack.name, allowed[0], f"the lowest that {place} allows")
    installed = _installed(pack)
    if installed is not None:
        return FrameworkChoice(pack.name, nearest(installed, available, pack.name), "installed beside the tool")
    return FrameworkChoice(pack.name, available[-1], "the newest known")


def _requested(pack: Pack, available: Sequence[str], wanted: str) -> FrameworkChoice:
    """The catalogue for the version that the user asks for; one that is not known may be a slip, so the choice says so."""
    from packaging.version import Version

    found = nearest(wanted, available, pack.name)
    exact = Version(found).release[:2] == (*Version(wanted).release, 0)[:2]
    return FrameworkChoice(
        pack.name, found, "as requested" if exact else f"the nearest known to {wanted}, as requested"
    )


def nearest(text: str, available: Sequence[str], name: str) -> str:
    """The catalogue for a version: the newest that is not newer. Raises `ValueError` if the text is no version."""
    from packaging.version import InvalidVersion, Version

    try:
        wanted = Version(text)
    except InvalidVersion:
        raise ValueError(f"{text!r} is not a version of {name}: give one like {available[-1]}") from None
    older = [v for v in available if Version(v).release[:2] <= wanted.release[:2]]
    return older[-1] if older else available[0]


def own_source(pack: Pack, texts: Iterable[tuple[str, str, str]]) -> FrameworkChoice | None:
    """The choice if the framework itself is among the roots, given (path, module, text) of their files; else None."""
    found = False
    for path, module, text in texts:
        if module in pack.modules:
            found = True
        if pack.version_file is not None and f"/{path}".endswith(f"/{pack.version_file}"):
            match = _RELEASE.search(text)
            if match is not None:
                return FrameworkChoice(pack.name, match.group(1) or match.group(2), f"its own source, {path}")
    return FrameworkChoice(pack.name, None, "its own source") if found else None


def _allows(requirement: Requirement, minor: str) -> bool:
    """Whether some release of a minor version satisfies a requirement."""
    return any(requirement.specifier.contains(f"{minor}.{patch}", prereleases=True) for patch in range(10))


def _installed(pack: Pack) -> str | None:
    import importlib.metadata

    try:
        return importlib.metadata.version(pack.distribution) if pack.distribution else None
    except importlib.metadata.PackageNotFoundError:
        return None


def _requirements(pack: Pack, root: Path) -> Iterator[tuple[Requirement, str]]:
    """The requirements on the framework's distribution in a project's files, with the file's name."""
    from packaging.requirements import InvalidRequirement, Requirement

    for text, place in _requirement_lines(root):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.name.lower().replace("_", "-") == (pack.distribution or "").lower():
            yield requirement, place


def _declared(table: object) -> Iterator[str]:
    """The requirements in a `[project]` table; a table of another shape is somebody else's to complain about."""
    match table:
        case {"dependencies": [*lines]}:
            yield from (str(line) for line in lines)
    match table:
        case {"optional-dependencies": {**groups}}:
            yield from (str(line) for group in groups.values() if isinstance(group, list) for line in group)


def _requirement_lines(root: Path) -> Iterator[tuple[str, str]]:
    project = root / "pyproject.toml"
    if project.is_file():
        try:
            table = tomllib.loads(project.read_text("utf-8")).get("project")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            table = None
        for line in _declared(table):
            yield line, "pyproject.toml"
    for pattern in _REQUIREMENT_FILES:
        for path in sorted(root.glob(pattern)):
            try:
                lines = path.read_text("utf-8").splitlines()
            except (OSError, UnicodeDecodeError):
                continue
            for line in lines:
                yield line.partition("#")[0].strip(), path.relative_to(root).as_posix()
