"""Framework packs: what is known of libraries, as data that users can extend."""

from monai_tslint.frameworks.loading import PackError, load, load_builtin, parse
from monai_tslint.frameworks.packs import Functions, Marker, Methods, Pack, Shared, Types, merged

__all__ = [
    "Functions",
    "Marker",
    "Methods",
    "Pack",
    "PackError",
    "Shared",
    "Types",
    "load",
    "load_builtin",
    "merged",
    "parse",
]
