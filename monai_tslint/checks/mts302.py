"""MTS302: classes that carry the marker for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.checks.base import ClassDraft, Rule, region_of_class, spellings
from monai_tslint.findings import Severity
from monai_tslint.proposals import RemoveMarker

if TYPE_CHECKING:
    from monai_tslint.effects.classes import ClassEffects

RULE = Rule(
    "MTS302",
    "unneeded-thread-unsafe-marker",
    "A class carries the thread-safety marker directly, and no state was found in it.",
    Severity.INFO,
    marked=True,
)


def judge_classes(classes: tuple[ClassEffects, ...]) -> list[ClassDraft]:
    """Directly marked classes without effects and without anything unknown, in themselves and in all their subclasses."""
    stateful = {base for cls in classes if cls.effects or cls.unknown for base in cls.bases}
    return [
        ClassDraft(
            cls,
            None,
            f"`{cls.info.index.name}` is marked with `{cls.shared.marker}`, but its calls write nothing that is shared",
            "Remove the marker from the bases; marked objects are deep-copied for each call.",
            fix=RemoveMarker(region_of_class(cls.info), spellings(cls)),
        )
        for cls in classes
        if cls.shared.marker is not None
        and " via " not in cls.shared.marker
        and cls.info not in stateful
        and cls.entries
    ]
