"""MTS501: the mapping that a call is given is changed in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import copied_input
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

RULE = Rule(
    "MTS501",
    "input-mutated-in-place",
    "A call changes the mapping that it was given, instead of a copy of it.",
    Severity.INFO,
    marked=True,
)


def judge(write: Write) -> Draft:
    """Report the first write to the mapping in a function of the class."""
    name = write.text
    how = "" if write.direct else f" by `{write.effect.site.function.name}`"
    return Draft(
        f"`{name}` belongs to the caller and is changed in place{how}; another call with the same item, in this thread or "
        "another, starts from what this one left",
        f"Work on a copy: start with `{name} = dict({name})`, and return that.",
        schedule=(("A", write.anchor), ("B", write.anchor)),
        fix=partial(copied_input, write),
    )
