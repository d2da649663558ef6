"""Places in texts: ours are lines and columns of code points from 1, a client's are lines and units of its encoding from 0."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsprotocol import types
from msgspec import Struct

_LINE_END = re.compile(r"\r\n|\r|\n")
_UNITS = {
    types.PositionEncodingKind.Utf8: "utf-8",
    types.PositionEncodingKind.Utf16: "utf-16-le",
    types.PositionEncodingKind.Utf32: "utf-32-le",
}
_HALF = re.compile("[\ud800-\udfff]")
_WIDTHS = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}


def sound(text: str) -> str:
    """A text without halves of characters, which JSON can carry and no encoding can."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def lines_of(text: str) -> list[str]:
    """The lines of a text as the protocol counts them, without their ends."""
    return _LINE_END.split(text)


class Units(Struct, frozen=True):
    """The encoding that the client counts in."""

    kind: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16

    def position(self, lines: Sequence[str], line: int, column: int) -> types.Position:
        """A place of ours as the client counts. One behind the last line is its end."""
        if not lines:
            return types.Position(line - 1, 0)
        if line > len(lines):
            line, column = len(lines), len(lines[-1]) + 1
        return types.Position(line - 1, self._count(lines[line - 1][: column - 1]))

    def range(self, lines: Sequence[str], line: int, column: int, end_line: int, end_column: int) -> types.Range:
        """A range of ours as the client counts."""
        return types.Range(self.position(lines, line, column), self.position(lines, end_line, end_column))

    def column(self, line: str, character: int) -> int:
        """The column of ours, from 1, of a place in a line; behind its end, the end."""
        if line.isascii():
            return min(character, len(line)) + 1
        encoding = self._encoding
        units = line.encode(encoding)[: character * _WIDTHS[encoding]]
        return len(units.decode(encoding, "ignore")) + 1

    def offset(self, text: str, position: types.Position) -> int:
        """The number of code points before a place in a text; behind its end, all of them."""
        start = 0
        for _ in range(position.line):
            end = _LINE_END.search(text, start)
            if end is None:
                return len(text)
            start = end.end()
        end = _LINE_END.search(text, start)
        line = text[start : end.start() if end is not None else len(text)]
        return start + self.column(line, position.character) - 1

    def place(self, text: str, offset: int) -> types.Position:
        """The place in a text behind so many code points."""
        ends = [match.end() for match in _LINE_END.finditer(text, 0, offset)]
        return types.Position(len(ends), self._count(text[ends[-1] if ends else 0 : offset]))

    @property
    def _encoding(self) -> str:
        return _UNITS[types.PositionEncodingKind(self.kind)]

    def _count(self, text: str) -> int:
        encoding = self._encoding
        return len(text) if text.isascii() else len(text.encode(encoding)) // _WIDTHS[encoding]
