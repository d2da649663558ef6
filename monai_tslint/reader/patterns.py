"""The names that a `match` pattern binds, with what they may denote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from monai_tslint.facts import NOTHING, Fresh, Test, TestKind, Value
from monai_tslint.values import join, part


def captures(pattern: cst.MatchPattern, subject: Value) -> Iterator[tuple[str, Value]]:
    """Each captured name and the value that it may be bound to."""
    match pattern:
        case cst.MatchAs(pattern=inner, name=name):
            if name is not None:
                yield name.value, subject
            if inner is not None:
                yield from captures(inner, subject)
        case cst.MatchOr(patterns=choices):
            for choice in choices:
                yield from captures(choice.pattern, subject)
        case cst.MatchList(patterns=items) | cst.MatchTuple(patterns=items):
            yield from _sequence(items, subject)
        case cst.MatchMapping(elements=elements, rest=rest):
            for element in elements:
                yield from captures(element.pattern, part(subject, "[]"))
            if rest is not None:
                yield rest.value, NOTHING
        case cst.MatchClass(patterns=items, kwds=keywords):
            yield from _class(items, keywords, subject)


def _class(
    items: Sequence[cst.MatchSequenceElement], keywords: Sequence[cst.MatchKeywordElement], subject: Value
) -> Iterator[tuple[str, Value]]:
    for keyword in keywords:
        yield from captures(keyword.pattern, part(subject, f".{keyword.key.value}"))
    for item in items:
        yield from captures(item.value, join((part(subject, "[]"), part(subject, ".*"))))


def _sequence(items: Sequence[cst.MatchSequenceElement | cst.MatchStar], subject: Value) -> Iterator[tuple[str, Value]]:
    for index, item in enumerate(items):
        if isinstance(item, cst.MatchStar):
            if item.name is not None:
                yield item.name.value, part(subject, "[:]")
        else:
            yield from captures(item.value, part(subject, f"[{index}]"))


def tests(pattern: cst.MatchPattern, subject: Value) -> tuple[Test, ...]:
    """What is known of the subject where the pattern matches."""
    if isinstance(pattern, cst.MatchSingleton) and pattern.value.value == "None":
        return tuple(Test(TestKind.IS_NONE, a) for a in subject.atoms if not isinstance(a, Fresh))
    return ()


def is_total(pattern: cst.MatchPattern) -> bool:
    """Whether a pattern matches everything (`case _`, `case name`)."""
    return isinstance(pattern, cst.MatchAs) and pattern.pattern is None
