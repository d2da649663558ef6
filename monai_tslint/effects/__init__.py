"""Effects: what calls of shared objects write, seen from their entry points."""

from monai_tslint.effects.classes import ClassEffects, HotEffect, analyse
from monai_tslint.effects.domain import Effect, Site, Summary
from monai_tslint.effects.summaries import Code

__all__ = ["ClassEffects", "Code", "Effect", "HotEffect", "Site", "Summary", "analyse"]
