"""MTS303: a lock that is held in one place and not in another."""

from __future__ import annotations

from functools import partial

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import under_lock
from monai_tslint.checks.writes import Write, text_of
from monai_tslint.findings import Severity

RULE = Rule(
    "MTS303",
    "lock-not-held-everywhere",
    "An attribute is written under a lock in one place and without it in another.",
    Severity.WARNING,
    marked=True,
)


def judge(write: Write) -> Draft | None:
    """Report the unguarded write to an attribute that is guarded elsewhere."""
    guarded = next((w for w in write.siblings() if w.guarded and w.path[:2] == write.path[:2]), None)
    if write.attribute is None or guarded is None:
        return None
    path = guarded.effect.guards[0]
    lock = text_of(("self", *path[1:])) if path[0] == guarded.effect_receiver else text_of(path)
    return Draft(
        f"`{write.text}` is written without `{lock}`, which line {guarded.anchor.span.line} holds",
        f"Hold `{lock}` here too.",
        conflict=(guarded.anchor, f"writes it under `{lock}`"),
        schedule=schedules.at_once(write),
        fix=partial(under_lock, write, lock),
    )
