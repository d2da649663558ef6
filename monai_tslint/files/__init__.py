"""The files to check: found below the given paths, read, decoded, named as modules."""

from monai_tslint.files.discovery import STDIN, discover, find, lines_of_file
from monai_tslint.files.source import Source

__all__ = ["STDIN", "Source", "discover", "find", "lines_of_file"]
