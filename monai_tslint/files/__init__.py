"""The files to check: found below the given paths, read, decoded, named as modules."""

from monai_tslint.files.discovery import discover, find
from monai_tslint.files.source import Source, display_path

__all__ = ["Source", "discover", "display_path", "find"]
