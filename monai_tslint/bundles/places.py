"""From offsets in a text to lines and columns, which are those that reports count."""

from __future__ import annotations

import re
from bisect import bisect_right

from monai_tslint.facts import Span


class Places:
    """The lines of a text; they end in `\\n`."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """Lines and columns of a range of the text."""
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
