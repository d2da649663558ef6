"""MTS304: marked classes that cannot be deep-copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.checks.base import ClassDraft, Rule
from monai_tslint.findings import Severity
from monai_tslint.proposals import Region, ShowCopying

if TYPE_CHECKING:
    from monai_tslint.effects.classes import ClassEffects
    from monai_tslint.effects.construction import Assignment
    from monai_tslint.link.symbols import ClassInfo

RULE = Rule(
    "MTS304",
    "marked-but-not-copyable",
    "A marked class, which is deep-copied for each call, holds a lock, a file or a thread-local.",
    Severity.WARNING,
    marked=True,
)


def judge_classes(classes: tuple[ClassEffects, ...]) -> list[ClassDraft]:
    """One draft for each assignment of an object that `copy.deepcopy` refuses."""
    drafts: dict[tuple[ClassInfo | None, int], ClassDraft] = {}
    for cls in classes:
        for assignment in cls.uncopyable:
            name = assignment.access.path[1][1:]
            drafts.setdefault(
                (assignment.function.owner, assignment.access.span.line),
                ClassDraft(
                    cls,
                    f"self.{name}",
                    f"`self.{name}` cannot be deep-copied, and objects of the marked `{cls.info.index.name}` "
                    "are copied for each call",
                    "Define `__getstate__` or `__deepcopy__` so that the copy creates its own, or remove the marker.",
                    assignment.access.span,
                    assignment.function,
                    _fix(assignment, name),
                ),
            )
    return list(drafts.values())


def _fix(assignment: Assignment, name: str) -> ShowCopying:
    function = assignment.function
    region = Region(function.module.path, function.function.line, function.function.end_line)
    return ShowCopying(region, assignment.access.span, name)
