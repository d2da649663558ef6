"""One dirty base class is one finding: what derived classes add to the same state of the same calls is counted there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.checks.base import Draft, Rule, level
from monai_tslint.checks.writes import Write

if TYPE_CHECKING:
    from monai_tslint.findings import Severity

Judged = tuple[Write, Rule, Draft]


def folded(judged: Sequence[Judged], adding: Rule) -> tuple[Judged, ...]:
    """The judged writes without those of derived classes that only add to what a base's own code writes in the same calls.

    `adding` is the rule that such additions fall under. The base's message says how many more lines there are.
    """
    by_attribute: dict[str, list[Judged]] = {}
    for one in judged:
        if one[0].attribute is not None and not one[0].borrowed:
            by_attribute.setdefault(one[0].attribute, []).append(one)
    bases = {
        id(write): base
        for write, rule, draft in judged
        if rule == adding
        and (base := _base(write, by_attribute.get(write.attribute or "", ()), level(rule, draft.severity)))
    }
    more = Counter(id(base) for base in bases.values())
    return tuple(
        (write, rule, _with(draft, more[id(write)])) for write, rule, draft in judged if id(write) not in bases
    )


def _base(write: Write, others: Iterable[Judged], severity: Severity) -> Write | None:
    """The write of the outermost class, no less grave, by whose code the same attribute changes in all the same calls."""
    classes = {cls.info for cls, _ in write.hits}
    graver = [other for other, rule, draft in others if level(rule, draft.severity) >= severity]
    found = [other for other in graver if classes <= {cls.info for cls, _ in other.hits}]
    depth = {base: at for cls, _ in write.hits for at, base in enumerate(cls.bases)}
    above = [
        (depth[base], other) for other in found if (base := other.anchor.owner) in depth and base != write.anchor.owner
    ]
    own = depth.get(write.anchor.owner, 0) if write.anchor.owner is not None else 0
    return max((one for one in above if one[0] > own), key=lambda one: one[0], default=(0, None))[1]


def _with(draft: Draft, more: int) -> Draft:
    if not more:
        return draft
    lines = "1 line of a derived class does" if more == 1 else f"{more} lines of derived classes do"
    return replace(draft, message=f"{draft.message}; {lines} the same")
