"""Bundle configurations: files of common formats, told from all others of these formats by a look at their bytes."""

from __future__ import annotations

from pathlib import Path

from monai_tslint.config import is_file

SUFFIXES = (".json", ".yaml", ".yml")
"""The suffixes of files that may be configurations."""

_MARK = b"_target_"
_LARGEST = 2_000_000
"""What has more bytes is data, and is not read."""


def may_be(path: str) -> bool:
    """Whether a file has the name of a configuration."""
    return path.endswith(SUFFIXES)


def names_target(absolute: str) -> bool:
    """Whether a file says somewhere what is to be made; False if it cannot be read."""
    try:
        if Path(absolute).stat().st_size > _LARGEST:
            return False
        return is_marked(Path(absolute).read_bytes())
    except OSError:
        return False


def is_marked(data: bytes) -> bool:
    """Whether these bytes are text that says somewhere what is to be made."""
    if _MARK not in data or b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_of_bundle(absolute: str) -> bool:
    """Whether a configuration lies in the folder of a bundle, beside its metadata."""
    return is_file(Path(absolute).with_name("metadata.json"))
