"""Fixes: what the checks propose becomes edits of the concrete syntax as it is now, verified before anything is written."""

from monai_tslint.fixes.applying import applied, difference, rewritten
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.driver import Mended, mend, mend_one
from monai_tslint.fixes.edits import apply_all
from monai_tslint.fixes.noting import Answer
from monai_tslint.fixes.planning import Planner
from monai_tslint.fixes.writing import NotWritten, changed, rewrite, text_of

__all__ = [
    "Answer",
    "Code",
    "Mended",
    "NotWritten",
    "Planner",
    "Refused",
    "applied",
    "apply_all",
    "changed",
    "difference",
    "mend",
    "mend_one",
    "rewrite",
    "rewritten",
    "text_of",
]
