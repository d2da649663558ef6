"""Suppression: comments and `per-file-ignores`, and the comments that suppress nothing."""

from monai_tslint.suppress.matching import apply

__all__ = ["apply"]
