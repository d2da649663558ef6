"""monai-tslint finds shared mutable transform state: what a call writes on an object that several threads call.

The public API is `check_paths`, `check_source`, and the records that they give back; everything else is private.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monai_tslint.api import check_paths, check_source
    from monai_tslint.findings import (
        Confidence,
        Finding,
        Location,
        Note,
        Report,
        Severity,
        Step,
        Suppressed,
        SuppressedBy,
    )

__all__ = [
    "Confidence",
    "Finding",
    "Location",
    "Note",
    "Report",
    "Severity",
    "Step",
    "Suppressed",
    "SuppressedBy",
    "check_paths",
    "check_source",
]


def __getattr__(name: str) -> object:
    """Load the API when it is first used, so that importing the package costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from monai_tslint import api, findings

    return getattr(api if name.startswith("check_") else findings, name)
