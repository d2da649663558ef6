"""Rule selectors: codes, names, and prefixes of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from monai_tslint.similarity import nearest

if TYPE_CHECKING:
    from monai_tslint.checks import Rule

GROUP = "MTS"
EXPLICIT = len("MTS11")
"""Shorter prefixes do not select rules that are off by default."""

UNREADABLE = "MTS900"


def known_rules() -> Mapping[str, Rule]:
    """All rules by code."""
    from monai_tslint.checks import RULES

    return RULES


def specificity(selector: str, rule: Rule) -> int:
    """How exactly a selector means `rule`: the length of the part of the code that it fixes, 0 if it means others."""
    if selector == rule.name:
        return len(rule.code)
    return len(selector) if rule.code.startswith(selector) else 0


def strongest(selectors: Iterable[str], rule: Rule) -> int:
    """The specificity of the selector that means `rule` most exactly."""
    return max((specificity(selector, rule) for selector in selectors), default=0)


def selected(selector: str) -> tuple[Rule, ...]:
    """The rules that a selector means; none if it is a mistake."""
    return tuple(r for r in known_rules().values() if len(selector) >= len(GROUP) and specificity(selector, r))


def mistake(selector: str) -> str | None:
    """What is wrong with a selector, with the remedy; None if it means a rule."""
    if selected(selector):
        return None
    rules = known_rules().values()
    own = selector[:1].casefold() == UNREADABLE[0].casefold()  # codes of other tools are no misspelt ones of ours
    guess = nearest(selector, (*(r.code for r in rules if own), *(r.name for r in rules)))
    remedy = f"did you mean `{guess}`?" if guess else "`monai-tslint rules` lists all rules"
    return f"`{selector}` is no rule; {remedy}"
