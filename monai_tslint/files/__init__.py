"""The files to check: found below the given paths, read, decoded, named as modules."""

from monai_tslint.files.configurations import is_of_bundle, may_be, names_target
from monai_tslint.files.discovery import STDIN, discover, excluded, find, lines_of_file, stands_for_source
from monai_tslint.files.source import OtherLanguage, Packages, Source, Unreadable, of_text

__all__ = [
    "STDIN",
    "OtherLanguage",
    "Packages",
    "Source",
    "Unreadable",
    "discover",
    "excluded",
    "find",
    "is_of_bundle",
    "lines_of_file",
    "may_be",
    "names_target",
    "of_text",
    "stands_for_source",
]
