"""Source to outline, by the C parser: cheap enough for every file."""

from monai_tslint.index.source import Unparsable, index_source

__all__ = ["Unparsable", "index_source"]
