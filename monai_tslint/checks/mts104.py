"""MTS104: a test and an unprotected write that relies on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import under_lock
from monai_tslint.facts import AccessKind, TestKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS104",
    "check-then-act",
    "State is created or filled after a test that another thread can pass at the same time.",
    Severity.WARNING,
)


def judge(write: Write) -> Draft | None:
    """Report lazy initialisation and cache fills; memos that every thread computes alike are only information."""
    if write.path[0] != "self" or not write.lazy_tests or write.effect.kind is AccessKind.AUGMENT:
        return None
    keyed = TestKind.ABSENT_KEY in write.lazy_tests or write.path[-1] == "[]"
    alike = write.stores_literal or (not keyed and not _has_identity(write))
    idempotent = alike and not write.from_call_data
    what = f"fill `{write.text}`" if keyed else f"create `{write.text}`"
    return Draft(
        f"two threads can pass the test and both {what}; one of them works with an object that is then replaced"
        if not idempotent
        else f"two threads can pass the test and both {what}; the work is done twice",
        f"Create `{write.text}` in the constructor, or test and write it under one lock.",
        severity=Severity.INFO if idempotent else None,
        schedule=schedules.both_pass(write),
        fix=partial(under_lock, write),
    )


def _has_identity(write: Write) -> bool:
    """Whether it matters which thread's object is kept: a lock, a thread-local, a container that is filled later."""
    filled = any(w.path[:2] == write.path[:2] and w.effect.kind is AccessKind.MUTATE for w in write.siblings())
    return filled or bool(write.stored_kinds & {f"class:{name}" for name in write.first[0].identities})
