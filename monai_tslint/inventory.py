"""Verdicts: every shared class with what its calls write."""

from __future__ import annotations

from collections.abc import Iterator

from monai_tslint.checks.writes import text_of
from monai_tslint.effects.classes import ClassEffects, HotEffect
from monai_tslint.findings import EffectRow, InventoryRow


def row(cls: ClassEffects) -> InventoryRow:
    """The inventory's row of a class."""
    effects = tuple(dict.fromkeys(_effects(cls)))
    marker = cls.shared.marker
    if effects:
        verdict = "unsafe" if marker is None else "unsafe-marked"
    else:
        verdict = "unknown" if cls.unknown else "safe"
    info = cls.info
    return InventoryRow(
        info.name,
        info.file.path,
        info.index.line,
        cls.shared.pack.name,
        verdict,
        marker,
        cls.entries,
        effects,
        cls.unknown,
        tuple(base.name for base in cls.bases if base != info),
    )


def _effects(cls: ClassEffects) -> Iterator[EffectRow]:
    """The unguarded writes; random draws change only a generator's position and are no verdict."""
    for hot in cls.effects:
        effect = hot.effect
        if effect.guards or effect.role == "leak" or effect.how == "draw":
            continue
        site = effect.site
        yield EffectRow(
            text_of(hot.path), effect.kind.value, site.path, site.span.line, site.function.name, _via(hot), None
        )


def _via(hot: HotEffect) -> tuple[str, ...]:
    """The functions from the entry point to the one that writes."""
    return tuple(site.function.name for site in (*hot.effect.chain, hot.effect.site))
