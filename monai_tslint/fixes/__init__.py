"""Fixes: what the checks propose becomes edits of the concrete syntax as it is now, verified before anything is written."""

from monai_tslint.fixes.base import Code
from monai_tslint.fixes.diff import unified
from monai_tslint.fixes.driver import Mended, mend, mend_one
from monai_tslint.fixes.edits import apply_all
from monai_tslint.fixes.planning import Planner
from monai_tslint.fixes.writing import NotWritten, changed, rewrite

__all__ = ["Code", "Mended", "NotWritten", "Planner", "apply_all", "changed", "mend", "mend_one", "rewrite", "unified"]
