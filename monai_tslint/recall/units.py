"""The units that answers rest on, told as `Places` tells them, and what has become of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

from msgspec.structs import replace

from monai_tslint.codec import Json
from monai_tslint.facts import AnyEvent, FunctionFacts, Span, moved
from monai_tslint.factstore import key_of
from monai_tslint.link.tracing import FACTS, Unit
from monai_tslint.recall.places import Places
from monai_tslint.sourcecode import SourceCode

Shift = Mapping[Span, Span]
"""Where what happens in a function stands now, by where it stood; lines are counted from the function's first, which is 0."""

_NOWHERE = Span(0, 0, 0, 0)


class Units:
    """The units of some code. `facts` gives facts of functions as they were, by the key that a `FactStore` had for them."""

    def __init__(self, code: SourceCode, facts: Callable[[str], FunctionFacts | None]) -> None:
        self._code = code
        self._facts = facts
        self._places = Places(code.roots)

    def told(self, unit: Unit) -> Json:
        """A unit as JSON."""
        return self._places.told(unit)

    def located(self, told: Json) -> Unit:
        """The unit that `told` has told, where it is now. Raises `LookupError` if it is not there."""
        return self._places.located(told)

    def mark(self, told: Json) -> str:
        """As long as this is the same, what rests on the unit stays right; empty for outlines. Raises `LookupError`."""
        unit = self.located(told)
        if unit.is_outline:
            return ""
        if is_function(told):
            return key_of(self._code.lines(unit.path), self._places.function(*told[:2]))
        return blake2b(self._code.state(unit).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def shift(self, told: Json, mark: str) -> Shift | None:
        """Where everything is now in a function that had another mark but did the same; None if it did not."""
        before = self._facts(mark) if is_function(told) else None
        if before is None:
            return None
        function = self._places.function(*told[:2])
        after = self._code.store.facts(self._code.lines(told[0]), function)
        if _bare(before) != _bare(after):
            return None
        stood, stand = _places(before.events, 1), _places(after.events, function.line)
        return dict(zip(stood, stand, strict=True))


def is_function(told: Json) -> bool:
    """Whether a unit is what a function of the project does: its mark is then the key of its facts."""
    return len(told) == 3 and isinstance(told[1], int) and told[2] == FACTS


def _bare(facts: FunctionFacts) -> FunctionFacts:
    """What a function does, wherever its code stands."""
    return replace(facts, events=tuple(replace(event, span=_NOWHERE) for event in facts.events))


def _places(events: Iterable[AnyEvent], first: int) -> list[Span]:
    return [moved(event, -first).span for event in events]
