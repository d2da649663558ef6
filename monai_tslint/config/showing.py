"""The settings as a user would write them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from monai_tslint.config.settings import Settings


def as_toml(settings: Settings) -> str:
    """The table `[tool.monai-tslint]` that gives these settings, with every key."""
    origin = settings.source.as_posix() if settings.source is not None else "there is no configuration file"
    lines = [
        f"# {origin}",
        "[tool.monai-tslint]",
        f"select = {_list(settings.select)}",
        f"ignore = {_list(settings.ignore)}",
        f"extend-select = {_list(settings.extend_select)}",
        f"exclude = {_list(settings.exclude)}",
        f"extend-exclude = {_list(settings.extend_exclude)}",
        f"src = {_list([path.as_posix() for path in settings.src])}",
        f"baseline = {quoted(settings.baseline.as_posix())}" if settings.baseline else "# baseline: none",
        f"force-exclude = {_flag(settings.force_exclude)}",
        f"respect-gitignore = {_flag(settings.respect_gitignore)}",
        f"strict = {_flag(settings.strict)}",
        f"check-modules = {_flag(settings.check_modules)}",
        f"fail-on = {quoted(settings.fail_on.label)}",
        f"monai = {quoted(settings.monai)}" if settings.monai else "# monai: found out",
        f"frameworks = {_list([path.as_posix() for path in settings.frameworks])}",
        f"shared-bases = {_list(settings.shared_bases)}",
        f"entry-points = {_list(settings.entry_points)}",
        f"markers = {_list(settings.markers)}",
        f"known-safe-types = {_list(settings.known_safe_types)}",
        f"extend-safe-fixes = {_list(settings.extend_safe_fixes)}",
        f"extend-unsafe-fixes = {_list(settings.extend_unsafe_fixes)}",
        "",
        "[tool.monai-tslint.per-file-ignores]",
        *(f"{quoted(pattern)} = {_list(ignored)}" for pattern, ignored in settings.per_file_ignores),
    ]
    return "\n".join(lines) + "\n"


def quoted(value: str) -> str:
    """A string of TOML; JSON's escapes are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def _flag(value: bool) -> str:
    return "true" if value else "false"
