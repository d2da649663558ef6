"""The configuration: `[tool.monai-tslint]` of the nearest pyproject.toml, and what the command line changes in it."""

from monai_tslint.config.loading import find, load
from monai_tslint.config.overriding import override
from monai_tslint.config.settings import ConfigError, Settings

__all__ = ["ConfigError", "Settings", "find", "load", "override"]
