"""Edits of files: applied to their text, and written whole or not at all."""

from monai_tslint.fixes.edits import apply_all
from monai_tslint.fixes.writing import NotWritten, changed, rewrite

__all__ = ["NotWritten", "apply_all", "changed", "rewrite"]
