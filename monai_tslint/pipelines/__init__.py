"""Pipelines: which transforms flow into which datasets, loaders, executors and inverses of a project."""

from monai_tslint.link import Project
from monai_tslint.pipelines.following import Failed, LinesOf, follow
from monai_tslint.pipelines.gathering import gather
from monai_tslint.pipelines.uses import Built, Idle, Inversion, Loop, Run, Switching, Uses

__all__ = ["Built", "Failed", "Idle", "Inversion", "LinesOf", "Loop", "Run", "Switching", "Uses", "find_uses"]


def find_uses(project: Project, lines: LinesOf, failed: Failed | None = None) -> Uses:
    """All uses of pipelines in the files of the roots; `lines` gives the lines of a file by its path.

    An error of ours in one function or class is handed to `failed`, and the others are still followed; without it,
    it is raised.
    """
    machine = follow(project, lines, failed)
    if machine is None:
        return Uses()
    try:
        return gather(machine)
    except RecursionError:
        return Uses()
    except Exception as error:
        if failed is None:
            raise
        failed(next(iter(machine.modules)), 1, error)
        return Uses()
