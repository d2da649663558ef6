"""The settings as a user would write them."""

from __future__ import annotations

import json
from pathlib import Path

from monai_tslint.config.keys import KEYS, Kind
from monai_tslint.config.settings import Settings
from monai_tslint.findings import Severity


def as_toml(settings: Settings) -> str:
    """The table `[tool.monai-tslint]` that gives these settings, with every key."""
    origin = settings.source.as_posix() if settings.source is not None else "there is no configuration file"
    lines = [f"# {origin}", "[tool.monai-tslint]"]
    for key in KEYS:
        if key.kind is not Kind.RULES_BY_PATTERN:
            value: object = getattr(settings, key.field)
            lines.append(f"# {key.name}: {key.absent}" if value is None else f"{key.name} = {toml(value)}")
    lines += ["", "[tool.monai-tslint.per-file-ignores]"]
    lines += [f"{quoted(pattern)} = {toml(ignored)}" for pattern, ignored in settings.per_file_ignores]
    return "\n".join(lines) + "\n"


def toml(value: object) -> str:
    """The value of a setting, or what a key declares as its default, as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case Severity():
            return quoted(value.label)
        case Path():
            return quoted(value.as_posix())
        case tuple():
            return f"[{', '.join(map(toml, value))}]"
        case _:
            return quoted(str(value))


def quoted(value: str) -> str:
    """A string of TOML; JSON's escapes are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
