"""SARIF 2.1.0, for code scanning services and editors."""

from monai_tslint.report.sarif.log import render

__all__ = ["render"]
