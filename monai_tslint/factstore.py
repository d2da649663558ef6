"""Facts of functions by their text: what has been read need not be read again, wherever in whichever file it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

from msgspec.structs import replace

from monai_tslint.facts import FunctionFacts, FunctionIndex, moved

_FIRST = 1
"""The line that stored functions begin in."""


class FactStore:
    """Reads functions. `stored` gives what `unstored` gave in an earlier run for a key, None if there is nothing."""

    def __init__(self, stored: Callable[[str], FunctionFacts | None] = lambda _: None) -> None:
        self._stored = stored
        self._facts: dict[str, tuple[int, FunctionFacts]] = {}
        self._unstored: set[str] = set()

    def facts(self, lines: Sequence[str], function: FunctionIndex) -> FunctionFacts:
        """What a function does, given the lines of its file."""
        key = key_of(lines, function)
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = self._read(key, lines, function)
        line, facts = known
        return facts if line == function.line else _moved(facts, function.line - line)

    def _read(self, key: str, lines: Sequence[str], function: FunctionIndex) -> tuple[int, FunctionFacts]:
        stored = self._stored(key)
        if stored is not None:
            return _FIRST, stored
        self._unstored.add(key)
        from monai_tslint.reader import read_function

        return function.line, read_function(lines, function)

    def unstored(self) -> dict[str, FunctionFacts]:
        """The facts that have been read, as if each function began in line 1."""
        known = ((key, *self._facts[key]) for key in sorted(self._unstored))
        return {key: _moved(facts, _FIRST - line) for key, line, facts in known}

    def asked(self) -> frozenset[str]:
        """The keys of the facts that have been asked for."""
        return frozenset(self._facts)


def key_of(lines: Sequence[str], function: FunctionIndex) -> str:
    """What the facts of a function are kept by. They depend on its text, and on where its body begins."""
    text = "\n".join(lines[function.line - 1 : function.end_line])
    head = f"{function.def_line - function.line} {function.qualname}\n"
    return blake2b((head + text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _moved(facts: FunctionFacts, by: int) -> FunctionFacts:
    return replace(facts, events=tuple([moved(event, by) for event in facts.events])) if by else facts
