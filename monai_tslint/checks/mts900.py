"""MTS900: files that cannot be read."""

from __future__ import annotations

from monai_tslint.checks.base import Rule
from monai_tslint.findings import Severity

RULE = Rule(
    "MTS900", "syntax-error", "A file cannot be decoded or parsed, so it was not checked.", Severity.ERROR, marked=True
)
