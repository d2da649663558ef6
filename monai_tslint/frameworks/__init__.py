"""Framework packs: what is known of libraries, as data that users can extend."""

from monai_tslint.frameworks.loading import PackError, load, load_builtin, parse
from monai_tslint.frameworks.packs import (
    Bundles,
    Functions,
    Mappings,
    Marker,
    Methods,
    Pack,
    Pipelines,
    Shared,
    Types,
    merged,
)

__all__ = [
    "Bundles",
    "Functions",
    "Mappings",
    "Marker",
    "Methods",
    "Pack",
    "PackError",
    "Pipelines",
    "Shared",
    "Types",
    "load",
    "load_builtin",
    "merged",
    "parse",
]
