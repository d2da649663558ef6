"""The configuration: `[tool.monai-tslint]` of the nearest pyproject.toml, and what the command line changes in it."""

from monai_tslint.config.loading import find, load
from monai_tslint.config.overriding import override
from monai_tslint.config.paths import absolute, common_place, display_path, exists, inside, is_file
from monai_tslint.config.settings import ConfigError, Settings
from monai_tslint.config.showing import as_toml

__all__ = [
    "ConfigError",
    "Settings",
    "absolute",
    "as_toml",
    "common_place",
    "display_path",
    "exists",
    "find",
    "inside",
    "is_file",
    "load",
    "override",
]
