"""The names that a `match` pattern binds, with what they may denote."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from monai_tslint.facts import NOTHING, Fresh, Test, TestKind, Value
from monai_tslint.values import join, part


def captures(pattern: ast.pattern, subject: Value) -> Iterator[tuple[str, Value]]:
    """Each captured name and the value that it may be bound to."""
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if name is not None:
                yield name, subject
            if inner is not None:
                yield from captures(inner, subject)
        case ast.MatchOr(patterns=choices):
            for choice in choices:
                yield from captures(choice, subject)
        case ast.MatchSequence(patterns=items):
            yield from _sequence(items, subject)
        case ast.MatchMapping(patterns=items, rest=rest):
            for item in items:
                yield from captures(item, part(subject, "[]"))
            if rest is not None:
                yield rest, NOTHING
        case ast.MatchClass():
            yield from _class(pattern, subject)


def _class(pattern: ast.MatchClass, subject: Value) -> Iterator[tuple[str, Value]]:
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        yield from captures(inner, part(subject, f".{name}"))
    for inner in pattern.patterns:
        yield from captures(inner, join((part(subject, "[]"), part(subject, ".*"))))


def _sequence(items: Sequence[ast.pattern], subject: Value) -> Iterator[tuple[str, Value]]:
    for index, item in enumerate(items):
        if isinstance(item, ast.MatchStar):
            if item.name is not None:
                yield item.name, part(subject, "[:]")
        else:
            yield from captures(item, part(subject, f"[{index}]"))


def tests(pattern: ast.pattern, subject: Value) -> tuple[Test, ...]:
    """What is known of the subject where the pattern matches."""
    if isinstance(pattern, ast.MatchSingleton) and pattern.value is None:
        return tuple(Test(TestKind.IS_NONE, a) for a in subject.atoms if not isinstance(a, Fresh))
    return ()


def is_total(pattern: ast.pattern) -> bool:
    """Whether a pattern matches everything (`case _`, `case name`)."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None
