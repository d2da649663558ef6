"""The files to check: found below the given paths, read, decoded, named as modules."""

from monai_tslint.files.configurations import is_of_bundle, may_be
from monai_tslint.files.discovery import STDIN, discover, find, lines_of_file
from monai_tslint.files.source import Source

__all__ = ["STDIN", "Source", "discover", "find", "is_of_bundle", "lines_of_file", "may_be"]
