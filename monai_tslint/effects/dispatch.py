"""What the summary of a method rests on: the questions asked about the class of its object, with their answers.

Hundreds of classes inherit the same methods. Where another class answers all questions alike, it has the same summary.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from monai_tslint.link.symbols import ClassInfo

Question = tuple[object, ...]
"""What is asked about a class: the kind of the question, and what else it names."""

Ask = Callable[[ClassInfo, Question], object]
"""Answers a question. An answer that names the class itself says so in the same way for every class."""


class Footprint(Struct):
    """The answers that one summary rests on; `unique` says that it names its class and is no other's."""

    cls: ClassInfo | None
    answers: dict[Question, object] = field(default_factory=dict)
    unique: bool = False


class Dispatch:
    """Takes note of questions while summaries are made, one inside the other."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._open: list[Footprint] = []

    def start(self, cls: ClassInfo | None) -> None:
        """A summary for objects of `cls` is being made from here on."""
        self._open.append(Footprint(cls))

    def finish(self) -> Footprint:
        """The last one started is done: what it rests on."""
        return self._open.pop()

    def note(self, cls: ClassInfo, question: Question) -> None:
        """A question is asked about a class; it matters if that is the class of the object."""
        here = self._open[-1] if self._open else None
        if here is not None and here.cls is cls and question not in here.answers:
            here.answers[question] = self._ask(cls, question)

    def name(self, cls: ClassInfo) -> None:
        """The summary being made names this class."""
        if self._open and self._open[-1].cls is cls:
            self._open[-1].unique = True

    def rest_on(self, cls: ClassInfo | None, footprint: Footprint | None) -> None:
        """The summary being made takes over one for `cls`; without a footprint, that one is not final."""
        here = self._open[-1] if self._open else None
        if here is None or cls is None or here.cls is not cls:
            return
        if footprint is not None:
            here.answers.update(footprint.answers)
        here.unique = here.unique or footprint is None or footprint.unique

    def fits(self, cls: ClassInfo, footprint: Footprint) -> bool:
        """Whether a class answers all questions alike."""
        return not footprint.unique and all(self._ask(cls, q) == answer for q, answer in footprint.answers.items())

    def clear(self) -> None:
        """Forget what was under way."""
        self._open.clear()
