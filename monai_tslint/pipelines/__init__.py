"""Pipelines: which transforms flow into which datasets, loaders, executors and inverses of a project."""

from monai_tslint.pipelines.following import Failed
from monai_tslint.pipelines.renewing import Pipelines
from monai_tslint.pipelines.resting import Rest
from monai_tslint.pipelines.starting import LinesOf
from monai_tslint.pipelines.uses import Built, Idle, Inversion, Loop, Run, Switching, Uses

__all__ = ["Built", "Failed", "Idle", "Inversion", "LinesOf", "Loop", "Pipelines", "Rest", "Run", "Switching", "Uses"]
