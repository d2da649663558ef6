"""The reference of the configuration."""

from __future__ import annotations

from monai_tslint.config.keys import KEYS, Key
from monai_tslint.config.showing import toml


def settings() -> str:
    """A section for each key."""
    return "\n".join(_section(key) for key in sorted(KEYS, key=lambda key: key.name))


def _section(key: Key) -> str:
    lines = [f"### `{key.name}`", "", key.meaning, "", f"- Value: {key.kind.value}", f"- Default: {_default(key)}"]
    if key.option is not None:
        lines.append(f"- On the command line: `{key.option}`")
    return "\n".join(lines) + "\n"


def _default(key: Key) -> str:
    return key.absent if key.default is None else f"`{toml(key.default)}`"
