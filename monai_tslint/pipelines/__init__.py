"""Pipelines: which transforms flow into which datasets, loaders, executors and inverses of a project."""

from collections.abc import Sequence

from monai_tslint.facts import FileIndex
from monai_tslint.link import Project
from monai_tslint.pipelines.following import Failed, LinesOf, follow
from monai_tslint.pipelines.gathering import gather
from monai_tslint.pipelines.script import Script
from monai_tslint.pipelines.uses import Built, Idle, Inversion, Loop, Run, Switching, Uses

__all__ = ["Built", "Failed", "Idle", "Inversion", "LinesOf", "Loop", "Run", "Switching", "Uses", "find_uses"]


def find_uses(
    project: Project, lines: LinesOf, failed: Failed | None = None, others: Sequence[tuple[FileIndex, Script]] = ()
) -> Uses:
    """All uses of pipelines in the files of the roots; `lines` gives the lines of a file by its path.

    `others` are scripts of files that are no modules.

    An error of ours in one function or class is handed to `failed`, and the others are still followed; without it,
    it is raised.
    """
    machine = follow(project, lines, failed, others)
    if machine is None:
        return Uses()
    try:
        return gather(machine)
    except RecursionError:
        return Uses()
    except Exception as error:
        if failed is None:
            raise
        failed([*machine.modules, *(file.path for file, _ in others)][0], 1, error)
        return Uses()
