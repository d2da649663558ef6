"""What an answer rests on: so that, when something changes, the answers that rest on other things can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

T = TypeVar("T")

Mask = int
"""A set of units, one bit for each. All bits (-1) stand for an answer that is never kept."""

UNKEPT: Mask = -1

FACTS = "facts"
"""The aspect of a function that its facts are."""

_OUTLINE = 0
_END = 1 << 31


class Unit(NamedTuple):
    """What an answer may rest on: the lines `first` to `last` of a file, or its outline.

    If there is an `aspect`, it is not all that these lines say that matters: `FACTS` are what the function there does, anything
    else is a pattern, and only whether it is found in the lines is of interest.
    """

    path: str
    first: int = _OUTLINE
    last: int = _OUTLINE
    aspect: str = ""

    @property
    def is_outline(self) -> bool:
        """Whether this is the outline."""
        return self.first == _OUTLINE


def whole(path: str) -> Unit:
    """All lines of a file."""
    return Unit(path, 1, _END)


class Trace:
    """The units that the answer under way has met so far. Whoever remembers answers remembers their units with them."""

    __slots__ = ("_bits", "_of_file", "_units", "mask")

    def __init__(self) -> None:
        self.mask: Mask = 0
        self._units: list[Unit] = []
        self._bits: dict[Unit, Mask] = {}
        self._of_file: dict[str, Mask] = {}

    def bit(self, unit: Unit) -> Mask:
        """A unit; the same for as long as the trace lives."""
        known = self._bits.get(unit)
        if known is None:
            known = self._bits[unit] = 1 << len(self._units)
            self._units.append(unit)
            self._of_file[unit.path] = self._of_file.get(unit.path, 0) | known
        return known

    def file(self, path: str) -> Mask:
        """All units of a file that any answer rests on."""
        return self._of_file.get(path, 0)

    def files(self, paths: Iterable[str]) -> Mask:
        """All units of several files."""
        mask = 0
        for path in paths:
            mask |= self.file(path)
        return mask

    def units(self, mask: Mask) -> Iterator[Unit]:
        """The units of a set that is not that of all bits."""
        while mask > 0:
            last = mask & -mask
            yield self._units[last.bit_length() - 1]
            mask ^= last

    def mask_of(self, units: Iterable[Unit]) -> Mask:
        """The set of these units."""
        mask = 0
        for unit in units:
            mask |= self.bit(unit)
        return mask

    def answer(self, compute: Callable[[], T]) -> tuple[T, Mask]:
        """An answer with what it rests on. The answer that it is a part of rests on it as well."""
        before, self.mask = self.mask, 0
        try:
            value = compute()
            return value, self.mask
        finally:
            self.mask |= before

    def apart(self, compute: Callable[[], T]) -> T:
        """Something about the whole project, computed on the occasion of an answer that does not rest on all of it."""
        before = self.mask
        try:
            return compute()
        finally:
            self.mask = before
