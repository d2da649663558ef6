"""Pieces of text with styles, painted for a terminal or left plain."""

from __future__ import annotations

import re
from collections.abc import Iterable

Piece = tuple[str, str]
"""A text and its style, in rich's words; `""` for none."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """One line of `text` for a terminal: control characters, which could move the cursor or hide code, are replaced."""
    return _UNPRINTABLE.sub("\ufffd", text)


def paint(pieces: Iterable[Piece], *, color: bool) -> str:
    """The text of the pieces, with escape sequences for their styles if `color`."""
    if not color:
        return "".join(text for text, _ in pieces)
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    target = StringIO()
    console = Console(file=target, force_terminal=True, color_system="standard", no_color=False, legacy_windows=False)
    console.print(Text.assemble(*pieces), soft_wrap=True, end="")
    return target.getvalue()
