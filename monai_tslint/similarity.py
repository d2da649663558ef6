"""Which known word a user probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

_LIKE = 0.6


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that the user probably meant, whatever the case."""
    folded = word.casefold()
    scored = [(_likeness(folded, candidate.casefold()), candidate) for candidate in candidates]
    (score, _), best = max(scored, default=((0.0, 0), ""), key=lambda pair: pair[0])
    return best if score >= _LIKE else None


def _likeness(word: str, candidate: str) -> tuple[float, int]:
    """How alike two words are; of equals, the one with the longer common beginning."""
    beginning = takewhile(lambda pair: pair[0] == pair[1], zip(word, candidate, strict=False))
    from difflib import SequenceMatcher

    return SequenceMatcher(None, candidate, word).ratio(), len(list(beginning))
