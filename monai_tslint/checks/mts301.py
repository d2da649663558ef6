"""MTS301: classes that keep state of a call and do not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.checks.base import ClassDraft, Rule, region_of_class, spellings
from monai_tslint.findings import Severity
from monai_tslint.proposals import AddMarker

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write
    from monai_tslint.effects.classes import ClassEffects
    from monai_tslint.link.symbols import ClassInfo

RULE = Rule(
    "MTS301",
    "missing-thread-unsafe-marker",
    "A class with unprotected state of its own does not carry the thread-safety marker.",
    Severity.WARNING,
)

_COUNTED = frozenset({"MTS101", "MTS102", "MTS103", "MTS105", "MTS106", "MTS109"})
"""Rules whose state a marker declares. A lazily created object wants a lock; copies repair neither a global nor a toggle."""


def judge_classes(classes: tuple[ClassEffects, ...], judged: tuple[tuple[Write, str], ...]) -> list[ClassDraft]:
    """One draft for each unmarked transform class that introduces state; inheriting classes are counted."""
    by_info = {cls.info: cls for cls in classes}
    introduced: dict[ClassInfo, dict[str, Write | None]] = {}
    for write, code in judged:
        if code in _COUNTED and not _is_received(write):
            for info in _introducers(write, by_info):
                introduced.setdefault(info, {})[write.text.partition("[…]")[0]] = write
    for cls in classes:
        for hot in cls.effects:
            member = hot.effect.composed
            marked = member is not None and member in by_info and by_info[member].shared.marker is not None
            if marked and hot.effect.how != "draw" and not hot.effect.guards and hot.effect.anchor.owner == cls.info:
                introduced.setdefault(cls.info, {}).setdefault("".join(hot.path[:2]), None)
    return [
        _draft(by_info[info], tuple(sorted(state)))
        for info, state in introduced.items()
        if info in by_info and by_info[info].shared.marker is None and _markable(by_info[info])
    ]


def _is_received(write: Write) -> bool:
    """Whether the state belongs to an object that the constructor was given: a copy of the class is not its repair."""
    return write.borrowed and any(write.attribute in cls.configuration.received for cls, _ in write.hits)


def _introducers(write: Write, known: dict[ClassInfo, ClassEffects]) -> list[ClassInfo]:
    """The class whose code writes; of code in a mixin, the nearest shared classes that bring it in."""
    owner = write.anchor.owner
    if owner is not None and owner in known:
        return [owner]
    reached = {cls.info for cls, _ in write.hits}
    return [cls.info for cls, _ in write.hits if not reached.intersection(cls.bases[1:])]


def _markable(cls: ClassEffects) -> bool:
    return bool(cls.shared.pack.markers) and any(role.kind == "transform" for role in cls.shared.roles)


def _draft(cls: ClassEffects, state: tuple[str, ...]) -> ClassDraft:
    marker = min(cls.shared.pack.markers[0].bases, key=len)
    names = ", ".join(f"`{name}`" for name in state[:3]) + (f" and {len(state) - 3} more" if len(state) > 3 else "")
    return ClassDraft(
        cls,
        state[0],
        f"`{cls.info.index.name}` keeps state of a call ({names}) but does not carry the marker `{marker}`",
        f"Remove the state, or add `{marker.rpartition('.')[2]}` to the bases: marked objects are then deep-copied for each "
        "call, which costs time and freezes randomness.",
        fix=AddMarker(
            region_of_class(cls.info),
            marker.rpartition(".")[2],
            spellings(cls),
            tuple(base.name for base in cls.bases if base != cls.info),
        ),
    )
