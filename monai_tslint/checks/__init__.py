"""The checks: queries over effects. Each rule is declared in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from monai_tslint.checks import (
    mts101,
    mts102,
    mts103,
    mts104,
    mts105,
    mts106,
    mts107,
    mts108,
    mts109,
    mts110,
    mts201,
    mts202,
    mts301,
    mts302,
    mts303,
    mts304,
    mts401,
    mts402,
    mts403,
    mts404,
    mts405,
    mts406,
    mts501,
    mts900,
    mts901,
)
from monai_tslint.checks.base import ClassDraft, Draft, Hazards, Rule, UseDraft
from monai_tslint.checks.sharing import Meetings
from monai_tslint.checks.writes import Write

if TYPE_CHECKING:
    from monai_tslint.effects.classes import ClassEffects
    from monai_tslint.pipelines.uses import Uses

__all__ = ["RULES", "Judge", "Rule", "judge_classes", "judge_input", "judge_uses", "judge_write"]

Judge = Callable[[Write], Draft | None]

_MOST_SPECIFIC_FIRST: tuple[ModuleType, ...] = (
    mts202,
    mts201,
    mts110,
    mts109,
    mts107,
    mts303,
    mts103,
    mts106,
    mts102,
    mts104,
    mts105,
    mts101,
    mts108,
)

_OTHERS = (mts301, mts302, mts304, mts401, mts402, mts403, mts404, mts405, mts406, mts501, mts900, mts901)

RULES: Mapping[str, Rule] = {
    module.RULE.code: module.RULE for module in sorted((*_MOST_SPECIFIC_FIRST, *_OTHERS), key=lambda m: m.__name__)
}
"""All rules by code."""


def judge_write(write: Write) -> tuple[Rule, Draft] | None:
    """The most specific rule that a write breaks, with what it says; None for harmless writes."""
    role = write.effect.role
    if role == "restore" or (write.guarded and role != "leak") or _is_noise(write):
        return None
    for module in _MOST_SPECIFIC_FIRST:
        draft = module.judge(write)
        if draft is not None:
            return module.RULE, draft
    return None


def _is_noise(write: Write) -> bool:
    """What is reported where it is written: lazy creation inside a held object; bookkeeping of its `__dict__` as a whole."""
    if write.direct:
        return ".__dict__" in write.path[2:]
    lazy = write.borrowed and bool(write.lazy_tests)
    return (
        ".__dict__" in write.path[2:] or lazy or any(_is_done_flag(w) for w in write.siblings() if _is_same(w, write))
    )


def _is_same(one: Write, other: Write) -> bool:
    """Whether one call of the shared object's code makes both writes."""
    return one.anchor == other.anchor and one.borrowed


def _is_done_flag(write: Write) -> bool:
    """Whether this notes that a held object has been filled: `if self._loaded: return …; self._loaded = True`."""
    return write.stores_literal and bool(write.lazy_tests)


def judge_input(write: Write) -> tuple[Rule, Draft]:
    """What is to be said of a write to the mapping that a call is given."""
    return mts501.RULE, mts501.judge(write)


def judge_classes(
    classes: tuple[ClassEffects, ...], judged: tuple[tuple[Write, str], ...]
) -> Iterator[tuple[Rule, ClassDraft]]:
    """What the rules about whole classes say, given the rule of each write."""
    for draft in mts301.judge_classes(classes, judged):
        yield mts301.RULE, draft
    for draft in mts302.judge_classes(classes):
        yield mts302.RULE, draft
    for draft in mts304.judge_classes(classes):
        yield mts304.RULE, draft


def judge_uses(uses: Uses, hazards: Hazards, stateful: tuple[str, ...]) -> Iterator[tuple[Rule, UseDraft]]:
    """What the rules about pipelines say; inverting concerns other threads if it switches state of a `stateful` class."""
    meetings = Meetings(uses)
    yield from ((mts401.RULE, draft) for draft in mts401.judge_uses(meetings, hazards, stateful))
    for module in (mts402, mts403, mts404, mts405):
        yield from ((module.RULE, draft) for draft in module.judge_uses(meetings, hazards))
    yield from ((mts406.RULE, draft) for draft in mts406.judge_uses(uses))
