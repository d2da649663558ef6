"""Which files an answer rests on: so that, when files change, the answers that rest on others can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Mask = int
"""A set of files, one bit for each. All bits (-1) stand for an answer that is never kept."""

UNKEPT: Mask = -1


class Trace:
    """The files that the answer under way has met so far. Whoever remembers answers remembers their files with them."""

    __slots__ = ("_bits", "mask")

    def __init__(self) -> None:
        self.mask: Mask = 0
        self._bits: dict[str, Mask] = {}

    def bit(self, path: str) -> Mask:
        """The file with this path; the same for as long as the trace lives."""
        known = self._bits.get(path)
        if known is None:
            known = self._bits[path] = 1 << len(self._bits)
        return known

    def files(self, paths: Iterable[str]) -> Mask:
        """The set of the files with these paths."""
        mask = 0
        for path in paths:
            mask |= self.bit(path)
        return mask

    def paths(self, mask: Mask) -> Iterator[str]:
        """The paths of a set of files."""
        return (path for path, bit in self._bits.items() if mask & bit)

    def answer(self, compute: Callable[[], T]) -> tuple[T, Mask]:
        """An answer with the files that it rests on. The answer that it is a part of rests on them as well."""
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
