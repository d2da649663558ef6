"""MTS107: class attributes and module globals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import under_lock
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS107",
    "class-or-global-state",
    "A call writes a class attribute or a module global, which all objects in all threads share.",
    Severity.WARNING,
    marked=True,
)


def judge(write: Write) -> Draft | None:
    """Report writes to classes and modules, also to a container that only the class body creates."""
    if write.path[0] == "self" and not _in_class_body(write):
        return None
    what = "the class attribute" if write.path[0][0] in "ks" else "the global"
    return Draft(
        f"a call writes {what} `{write.text}`, which every object in every thread shares",
        f"Keep `{write.text}` in a local variable or on an object that one call owns, or guard it with a lock.",
        schedule=schedules.at_once(write),
        fix=partial(under_lock, write),
    )


def _in_class_body(write: Write) -> bool:
    if write.effect.kind is not AccessKind.MUTATE or write.borrowed or write.constructed:
        return False
    bodies = (owner.index.attributes for cls, _ in write.hits for owner in (cls.info, write.cls))
    return any(name == write.attribute and value is not None for body in bodies for name, _, value in body)
