"""Unified diffs."""

from __future__ import annotations

import difflib
import re

_LINE = re.compile(r".*?(?:\r\n|\r|\n|\Z)", re.DOTALL)
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(path: str, before: str, after: str) -> str:
    """The changes of one file, as `patch` and `git apply` read them; empty if there are none."""
    old, new = _lines(before), _lines(after)
    changes = difflib.unified_diff(old, new, path, path)
    return "".join(line if line.endswith(("\n", "\r")) else line + _NO_NEWLINE for line in changes)


def _lines(text: str) -> list[str]:
    return [line for line in _LINE.findall(text) if line]
