"""MTS101: state of one call kept on the shared object."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from monai_tslint.checks import schedules
from monai_tslint.checks.base import Draft, Rule
from monai_tslint.checks.proposing import local_variable
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write
    from monai_tslint.effects.domain import Site

RULE = Rule(
    "MTS101",
    "per-call-state-on-self",
    "An attribute is written during a call and read back in a call.",
    Severity.ERROR,
)


def judge(write: Write) -> Draft | None:
    """Report a plain assignment that calls read back."""
    if write.attribute is None or write.effect.kind is AccessKind.AUGMENT or not write.readers:
        return None
    reader = write.reader or write.readers[0]
    return Draft(
        f"`{write.text}` holds one call's data on a shared object; a second thread replaces it before "
        f"{_where(reader, write.anchor)} reads it",
        f"Use a local variable instead of `{write.text}` and hand it on as an argument or a return value.",
        conflict=(reader, f"reads `{write.text}`, perhaps as another thread left it"),
        schedule=schedules.overwritten(write),
        fix=partial(local_variable, write),
    )


def _where(reader: Site, write: Site) -> str:
    """The place of a read, named as one needs it who looks at the write."""
    if reader.function == write.function:
        return f"line {reader.span.line}"
    if reader.path == write.path:
        return f"`{reader.function.name}` (line {reader.span.line})"
    return f"`{reader.function.qualname}` ({reader.path.rpartition('/')[2]}:{reader.span.line})"
