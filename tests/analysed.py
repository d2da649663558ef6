"""Released versions of MONAI and other frameworks, each analysed once in a test session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from monai_tslint.config import Settings
from monai_tslint.files import Source, discover
from monai_tslint.findings import Finding, InventoryRow
from monai_tslint.frameworks import load_builtin
from monai_tslint.inventory import row
from monai_tslint.suppress import apply
from monai_tslint.workspace import Workspace


@dataclass(frozen=True)
class Analysis:
    """What the tool says of one release.

    `default` is what `check` reports; `strict` adds marked classes, `everything` also the kinds that no finding is made for
    by default. `classes` is the inventory.
    """

    sources: tuple[Source, ...]
    default: tuple[Finding, ...]
    strict: tuple[Finding, ...]
    everything: tuple[Finding, ...]
    classes: tuple[InventoryRow, ...]


Analysed = Callable[[str], Analysis]


def sources_of(folder: Path, package: str) -> tuple[Source, ...]:
    """The files of the package in that folder, with paths relative to it."""
    with chdir(folder):
        sources, problems = discover([Path(package)], Settings())
    assert not problems
    return sources


def workspace_of(sources: Sequence[Source]) -> Workspace:
    """A workspace with these files, brought in in this order."""
    workspace = Workspace(load_builtin())
    for source in sources:
        workspace.update(source.path, source.module, source.is_package, source.text, source.digest)
    return workspace


def analyse(folder: Path, package: str = "monai") -> Analysis:
    """Analyse the package in a folder."""
    sources = sources_of(folder, package)
    workspace = workspace_of(sources)
    effects = workspace.effects(everything=True)
    assert workspace.failures == []
    checked = tuple(cls for cls in effects if cls.shared.check)
    return Analysis(
        sources,
        selected(workspace.findings(checked), sources),
        workspace.findings(checked, strict=True),
        workspace.findings(effects, strict=True),
        tuple(row(cls) for cls in effects),
    )


def selected(findings: Sequence[Finding], sources: Sequence[Source]) -> tuple[Finding, ...]:
    """What default settings leave of findings, suppression comments considered."""
    settings = Settings()
    kept, _, unused = apply(tuple(f for f in findings if settings.enabled(f.rule)), sources, settings)
    return tuple(sorted((*kept, *unused), key=lambda f: f.sort_key))
