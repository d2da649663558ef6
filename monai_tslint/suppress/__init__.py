"""Suppression: comments, `per-file-ignores` and the baseline, and what of these suppresses nothing."""

from monai_tslint.suppress.baseline import apply_baseline, can_be_accepted
from monai_tslint.suppress.baseline import load as load_baseline
from monai_tslint.suppress.baseline import render as render_baseline
from monai_tslint.suppress.comments import WITHOUT_COMMENTS, directives
from monai_tslint.suppress.matching import apply

__all__ = [
    "WITHOUT_COMMENTS",
    "apply",
    "apply_baseline",
    "can_be_accepted",
    "directives",
    "load_baseline",
    "render_baseline",
]
