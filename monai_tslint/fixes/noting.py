"""What a plan rests on, so that it need not be made again as long as nothing of that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from monai_tslint.fixes.base import Code, Plan
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.notebooks.model import Notebook


class Answer(Struct, frozen=True, array_like=True):
    """What became of a proposal: a plan, or the reason why there is none.

    It rests on the text of `files`, on which files mention words (`mentions`), and on the outlines of all files.
    """

    plan: Plan | None
    refusal: str
    files: tuple[str, ...]
    mentions: Mapping[str, tuple[str, ...]]


class Noted:
    """The code of a project, which notes what it has been asked for."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self.files: dict[str, Sequence[str]] = {}
        self.mentions: dict[str, tuple[str, ...]] = {}

    def mentioning(self, word: str) -> Iterable[str]:
        """The paths of the files in whose text a word occurs."""
        known = self.mentions.get(word)
        if known is None:
            known = self.mentions[word] = tuple(self._code.mentioning(word))
        return known

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file."""
        return self.files.setdefault(path, self._code.lines(path))

    def writable(self, path: str) -> bool:
        """Whether a file may be changed."""
        return self._code.writable(path)

    @property
    def notebooks(self) -> Mapping[str, Notebook]:
        """The cells whose lines those of notebooks are, by path."""
        return self._code.notebooks

    def meaning(self, path: str, dotted: str) -> str | None:
        """The full name of what a dotted name means at the top level of a file."""
        return self._code.meaning(path, dotted)

    def member(self, module: str, name: str) -> str | None:
        """The full name of what a name of a module means."""
        return self._code.member(module, name)

    def kin(self, path: str, line: int) -> tuple[ClassInfo, ...]:
        """The classes above and below the class that starts in a line of a file."""
        return self._code.kin(path, line)
