"""Where the values of a JSON text stand in it. The text must be valid JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder

_DECODER = JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)


def sources(text: str) -> dict[int, tuple[int, ...]]:
    """For each cell of a notebook by its index, where the strings begin that its source is made of."""
    cells = _member(text, _after_space(text, 0), "cells")
    found = {}
    for index, cell in enumerate(_elements(text, cells) if cells is not None else ()):
        source = _member(text, cell, "source")
        if source is not None:
            found[index] = tuple(_elements(text, source)) if text[source] == "[" else (source,)
    return found


def _after_space(text: str, at: int) -> int:
    """The first place at or after `at` that is no white space."""
    match = _SPACE.match(text, at)
    return match.end() if match is not None else at


def end_of(text: str, at: int) -> int:
    """Where the value that begins at `at` ends."""
    return int(_DECODER.raw_decode(text, at)[1])


def _member(text: str, at: int, key: str) -> int | None:
    """Where the value of a key of the object at `at` begins; of several, the last counts, as for all readers."""
    found = None
    for name, place in _members(text, at):
        if name == key:
            found = place
    return found


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    at = _after_space(text, at + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        at = _after_space(text, _after_space(text, end) + 1)
        yield name, at
        at = _next(text, at)


def _elements(text: str, at: int) -> Iterator[int]:
    """Where the elements of the list at `at` begin."""
    at = _after_space(text, at + 1)
    while text[at] != "]":
        yield at
        at = _next(text, at)


def _next(text: str, at: int) -> int:
    """The place after a value and the comma that may follow it."""
    at = _after_space(text, end_of(text, at))
    return _after_space(text, at + 1) if text[at] == "," else at


def characters(text: str, at: int) -> Iterator[int]:
    """Where each character of the string at `at` begins; an escape is one character."""
    for match in _CHARACTER.finditer(text, at + 1, end_of(text, at) - 1):
        yield match.start()
