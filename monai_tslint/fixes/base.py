"""What the fixes have in common: the code that they read, what they plan, and how they say no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from monai_tslint.findings import Edit
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.notebooks.model import Notebook
from monai_tslint.proposals import Applicability


class Refused(Exception):
    """The fix cannot be made; the message is a phrase that says why."""


class Code(Protocol):
    """The files of a project as they are now."""

    def mentioning(self, word: str) -> Iterable[str]:
        """The paths of the files in whose text a word occurs, also of those that are only read."""

    def writable(self, path: str) -> bool:
        """Whether a file may be changed: it was asked for."""

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file; none if it is not one of them."""

    @property
    def notebooks(self) -> Mapping[str, Notebook]:
        """The cells whose lines those of notebooks are, by path."""

    def meaning(self, path: str, dotted: str) -> str | None:
        """The full name of what a dotted name means at the top level of a file; None if it means nothing there."""

    def member(self, module: str, name: str) -> str | None:
        """The full name of what a name of a module means; None if the module is known not to have it."""

    def kin(self, path: str, line: int) -> tuple[ClassInfo, ...]:
        """The classes above and below the class that starts in a line of a file."""


class Plan(Struct, frozen=True):
    """What a fix would do. `message` says it in one sentence, and for an unsafe one what may change."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]
