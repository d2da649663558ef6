"""What a check remembers on disk, so that the next one of the same project need not find it out again."""

from monai_tslint.recall.memory import Memory

__all__ = ["Memory"]
