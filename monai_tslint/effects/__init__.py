"""Effects: what calls of shared objects write, seen from their entry points."""

from monai_tslint.effects.analysis import Analysis, analyse
from monai_tslint.effects.classes import ClassEffects, HotEffect
from monai_tslint.effects.construction import FactsOf
from monai_tslint.effects.domain import Effect, Site, Summary
from monai_tslint.effects.storing import Reader, Writer
from monai_tslint.effects.summaries import Code

__all__ = [
    "Analysis",
    "ClassEffects",
    "Code",
    "Effect",
    "FactsOf",
    "HotEffect",
    "Reader",
    "Site",
    "Summary",
    "Writer",
    "analyse",
]
