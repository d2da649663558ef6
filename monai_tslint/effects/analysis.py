"""The effects of the shared classes of a project. What does not rest on files that change is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from msgspec.structs import replace

from monai_tslint.effects.classes import ClassEffects, effects_of
from monai_tslint.effects.models import Models
from monai_tslint.effects.summaries import Code, Summaries
from monai_tslint.link.project import Project, SharedClass
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.link.tracing import Mask

Progress = Callable[[int, int], None]
Failed = Callable[[ClassInfo, Exception], None]


class Analysis:
    """Answers for a project as it is, and, after `renew`, for the project that it has become."""

    def __init__(self, project: Project, code: Code) -> None:
        self._code = code
        self._project = project
        self._engine = Summaries(project, code, Models(project.knowledge, project))
        self._known: dict[ClassInfo, ClassEffects] = {}

    def renew(self, project: Project, changed: Mask) -> Mask:
        """Go on with the project after some files changed. It has to have the same files, and to be made from the last one.

        What is to be forgotten rests on a file that changed, or of whose classes the entry points are not what they were; these
        files are given back.
        """
        self._project = project
        engine = Summaries(project, self._code, Models(project.knowledge, project))
        changed |= engine.moved_since(self._engine)
        engine.take_over(self._engine, changed)
        self._engine = engine
        self._known = {info: cls for info, cls in self._known.items() if not cls.rests_on & changed}
        return changed

    def take_over(self, effects: Iterable[ClassEffects]) -> None:
        """Rely on effects that were found out before: those of classes of this project, at which nothing has changed since."""
        self._known.update({cls.info: cls for cls in effects})

    def knows(self, shared: SharedClass) -> bool:
        """Whether the effects of a class are known already."""
        known = self._known.get(shared.info)
        return known is not None and known.shared == shared

    def of(
        self, classes: Iterable[SharedClass], progress: Progress | None = None, failed: Failed | None = None
    ) -> tuple[ClassEffects, ...]:
        """The effects of some classes, in their order.

        An error of ours in one class is handed to `failed`, and the other classes are still analysed; without it, it is raised.
        """
        wanted = tuple(classes)
        found = []
        for number, cls in enumerate(wanted):
            try:
                found.append(self._of(cls))
            except Exception as error:
                if failed is None:
                    raise
                failed(cls.info, error)
                self._engine.recover()
            if progress is not None:
                progress(number + 1, len(wanted))
        return tuple(found)

    def _of(self, shared: SharedClass) -> ClassEffects:
        known = self._known.get(shared.info)
        if known is None or known.shared != shared:
            effects, mask = self._project.trace.answer(partial(effects_of, self._engine, shared))
            known = self._known[shared.info] = replace(effects, rests_on=mask)
        self._project.trace.mask |= known.rests_on
        return known


def analyse(
    project: Project,
    code: Code,
    *,
    classes: Iterable[SharedClass] | None = None,
    wanted: Callable[[SharedClass], bool] = lambda shared: shared.check,
) -> tuple[ClassEffects, ...]:
    """The effects of the `wanted` ones of some classes, by default the shared classes of the roots, by path and line."""
    shared = project.shared_classes() if classes is None else classes
    return Analysis(project, code).of(s for s in shared if wanted(s))
