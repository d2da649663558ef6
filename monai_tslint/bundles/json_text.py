"""Reads JSON and keeps where each value stands."""

from __future__ import annotations

import json
import re

from monai_tslint.bundles.places import Places
from monai_tslint.bundles.tree import Group, Leaf, Node, Unreadable

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def read(path: str, text: str) -> Node:
    """The tree of a JSON text. Raises `Unreadable`."""
    reader = _Reader(path, text)
    try:
        node, end = reader.value(reader.after_blank(0))
    except json.JSONDecodeError as error:
        raise Unreadable(error.lineno, f"is not valid JSON: {error.msg}") from None
    except RecursionError:
        raise Unreadable(1, "is nested too deeply") from None
    rest = reader.after_blank(end)
    if rest != len(text):
        raise Unreadable(reader.span(rest, rest).line, "is not valid JSON: there is something behind its end")
    return node


class _Reader:
    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text
        self.span = Places(text).span

    def after_blank(self, offset: int) -> int:
        """The first place from one on that is not blank."""
        match = _BLANK.match(self._text, offset)
        return match.end() if match is not None else offset

    def value(self, start: int) -> tuple[Node, int]:
        """The value that starts at a place, and where it ends."""
        opening = self._text[start : start + 1]
        if opening == "{" or opening == "[":
            return self._group(start, is_list=opening == "[")
        value, end = _DECODER.raw_decode(self._text, start)
        return Leaf(value, self._path, self.span(start, end)), end

    def _group(self, start: int, *, is_list: bool) -> tuple[Node, int]:
        closing = "]" if is_list else "}"
        items: list[tuple[str, Node]] = []
        place = self.after_blank(start + 1)
        while self._text[place : place + 1] != closing:
            if items:
                place = self._skip(",", place)
            key, place = (str(len(items)), place) if is_list else self._key(place)
            node, end = self.value(place)
            items.append((key, node))
            place = self.after_blank(end)
        return Group(is_list, tuple(items), self._path, self.span(start, place + 1)), place + 1

    def _key(self, place: int) -> tuple[str, int]:
        if self._text[place : place + 1] != '"':
            raise json.JSONDecodeError("expected a key in double quotes", self._text, place)
        key, end = _DECODER.raw_decode(self._text, place)
        return str(key), self._skip(":", self.after_blank(end))

    def _skip(self, sign: str, place: int) -> int:
        if self._text[place : place + 1] != sign:
            raise json.JSONDecodeError(f"expected `{sign}`", self._text, place)
        return self.after_blank(place + 1)
