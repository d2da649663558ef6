"""What bundles state of the releases of frameworks that they are made for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from monai_tslint import versions
from monai_tslint.config import display_path
from monai_tslint.files import Source
from monai_tslint.findings import FrameworkChoice
from monai_tslint.frameworks import Pack

_WORD = re.compile(r"\w+")


def stated(pack: Pack, known: Sequence[str], sources: Sequence[Source]) -> dict[str, FrameworkChoice]:
    """What bundles state, by the paths of the sources in them; nothing if there are no configurations."""
    if not any(source.is_configuration for source in sources):
        return {}
    from monai_tslint.bundles.metadata import Statements

    statements = Statements(pack.bundles)
    found = {}
    for source in sources:
        statement = statements.of(Path(source.absolute))
        if statement is not None:
            try:
                version = versions.nearest(statement.version, known, pack.name)
            except ValueError:
                continue
            origin = f"stated by {display_path(statement.file)}"
            found[source.path] = FrameworkChoice(pack.name, version, origin)
    return found


def common(stated: Mapping[str, FrameworkChoice], sources: Iterable[Source]) -> FrameworkChoice | None:
    """What is stated for all that was asked for, if that is one version."""
    found = [stated.get(source.path) for source in sources if source.asked]
    return _joined([choice for choice in found if choice is not None]) if None not in found else None


def _joined(choices: Sequence[FrameworkChoice]) -> FrameworkChoice | None:
    """Statements of one version as one; None if there are several versions."""
    if len({choice.version for choice in choices}) != 1:
        return None
    origins = sorted({choice.origin for choice in choices})
    more = f" and {len(origins) - 1} more" if len(origins) > 1 else ""
    return replace(choices[0], origin=f"{origins[0]}{more}")


def apart(
    stated: Mapping[str, FrameworkChoice],
    choice: FrameworkChoice,
    sources: Sequence[Source],
    packs: Sequence[Pack],
) -> dict[FrameworkChoice, tuple[str, ...]]:
    """The configurations of bundles that were asked for and are made for other releases than the one that is chosen.

    Without anything that makes threads it does not matter which.
    """
    threading = _threading(packs)
    found: dict[str | None, list[Source]] = defaultdict(list)
    for source in sources:
        if source.is_configuration and source.path in stated:
            found[stated[source.path].version].append(source)
    made: dict[FrameworkChoice, tuple[str, ...]] = {}
    for version, group in sorted(found.items(), key=lambda item: item[1][0].path):
        asked = {Path(source.path).parent for source in group if source.asked}
        folders = {Path(source.path).parent for source in group if threading(source.text)} & asked
        kept = [source for source in group if Path(source.path).parent in folders]
        joined = _joined([stated[source.path] for source in kept])
        if version != choice.version and joined is not None:
            made[joined] = tuple(source.path for source in kept)
    return made


def _threading(packs: Sequence[Pack]) -> Callable[[str], bool]:
    """Whether a text names something that makes threads."""
    words = {name.rpartition(".")[2] for pack in packs for name in pack.flows.threading()}
    return lambda text: not words.isdisjoint(_WORD.findall(text))
