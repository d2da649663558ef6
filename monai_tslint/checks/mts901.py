"""MTS901: suppressions that suppress nothing."""

from __future__ import annotations

from monai_tslint.checks.base import Rule
from monai_tslint.findings import Severity

RULE = Rule(
    "MTS901",
    "unused-suppression",
    "A comment suppresses a rule that reports nothing there.",
    Severity.WARNING,
    marked=True,
)
