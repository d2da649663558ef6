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
from monai_tslint.frameworks.pages import documented, page

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
    "documented",
    "load",
    "load_builtin",
    "merged",
    "page",
    "parse",
]
