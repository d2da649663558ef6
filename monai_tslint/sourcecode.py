"""The code of a project: texts, outlines, and the facts of functions, read when they are first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from monai_tslint.facts import Access, FileIndex, FunctionFacts
from monai_tslint.factstore import FactStore
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.link.tracing import FACTS, Trace, Unit

FunctionId = tuple[str, int]
"""The path of a function's file and its first line."""


class External(Struct, frozen=True):
    """Known code outside the roots: outlines, and facts of its functions on request (None: not known)."""

    files: tuple[FileIndex, ...] = ()
    facts: Callable[[FunctionId], FunctionFacts | None] = lambda _: None


class SourceCode:
    """Files by path. Those of the `roots` can carry findings; those of other packages are `outside`.

    Facts are taken from `store`, and of what `externals` are about from there; `trace` learns which files they are of. `asked`
    are those that have been asked for.
    """

    def __init__(self, externals: Iterable[External], store: FactStore, trace: Trace) -> None:
        self.roots: dict[str, FileIndex] = {}
        self.outside: dict[str, FileIndex] = {}
        self.store = store
        self._externals = tuple(externals)
        self.trace = trace
        self._texts: dict[str, str] = {}
        self._lines: dict[str, tuple[str, ...]] = {}
        self.asked: dict[FunctionId, FunctionFacts] = {}

    def beside(self, externals: Iterable[External]) -> SourceCode:
        """The very same files beside other known code."""
        other = SourceCode(externals, self.store, self.trace)
        other.roots, other.outside, other._texts, other._lines = self.roots, self.outside, self._texts, self._lines
        return other

    def put(self, path: str, text: str) -> None:
        """Give a file another text. Line ends in it are `\\n`."""
        self.remove(path)
        self._texts[path] = text

    def remove(self, path: str) -> None:
        """Forget a file."""
        for known in (self.roots, self.outside, self._texts, self._lines):
            known.pop(path, None)
        self.asked = {key: facts for key, facts in self.asked.items() if key[0] != path}

    def __contains__(self, path: str) -> bool:
        """Whether the text of a file is at hand."""
        return path in self._texts

    def outlines(self) -> tuple[list[FileIndex], list[FileIndex]]:
        """The outlines of the roots, and of all that is known beside them."""
        known = [*(file for external in self._externals for file in external.files), *self.outside.values()]
        return [self.roots[path] for path in sorted(self.roots)], known

    def mentioning(self, word: str) -> Iterator[str]:
        """The paths of the files of the roots in whose text a word occurs."""
        return (path for path in sorted(self.roots) if word in self._texts[path])

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file; none for files that are known by their facts only."""
        known = self._lines.get(path)
        if known is None:
            text = self._texts.get(path)
            known = self._lines[path] = tuple(text.split("\n")) if text is not None else ()
        return known

    def facts(self, function: FunctionSymbol) -> FunctionFacts:
        """What a function does."""
        key = (function.module.path, function.function.line)
        self.trace.mask |= self.trace.bit(Unit(*key, function.function.end_line, FACTS))
        known = self.asked.get(key)
        if known is None:
            known = self.asked[key] = self._read(key, function)
        return known

    def _read(self, key: FunctionId, function: FunctionSymbol) -> FunctionFacts:
        if key[0] in self._texts:
            return self.store.facts(self.lines(key[0]), function.function)
        found = (external.facts(key) for external in self._externals)
        return next((f for f in found if f is not None), FunctionFacts((), problem="its source is not at hand"))

    def may_write_globals(self, function: FunctionSymbol) -> bool:
        """Whether a function itself may write variables of its module: it says `global`, or names a mutable one to change it.

        For files at hand this is a look at the text, which costs far less than reading the function.
        """
        names = [n for n, _, value in function.module.variables if value and (value[0] in "[{" or value.endswith(")"))]
        pattern = "|".join(("global ", *(rf"{re.escape(name)}[\[.]" for name in names)))
        found = self.says(function, pattern)
        if found is None:
            events = self.facts(function).events
            return any(isinstance(e, Access) and e.path[0][:2] == "g:" for e in events)
        return found

    def says(self, what: FunctionSymbol | ClassInfo, pattern: str) -> bool | None:
        """Whether a regular expression matches anywhere in the source of a function or class; None if that is not at hand."""
        if isinstance(what, ClassInfo):
            unit = Unit(what.file.path, what.index.line, what.index.end_line, pattern)
        else:
            unit = Unit(what.module.path, what.function.line, what.function.end_line, pattern)
        self.trace.mask |= self.trace.bit(unit)
        return _says(self.part(unit), pattern) if unit.path in self._texts else None

    def part(self, unit: Unit) -> str:
        """The lines of a file that are a unit."""
        return "\n".join(self.lines(unit.path)[unit.first - 1 : unit.last])

    def state(self, unit: Unit) -> str:
        """What an answer that rests on a unit rests on: as long as this is the same, it stays right."""
        text = self.part(unit)
        return text if unit.aspect in ("", FACTS) else str(_says(text, unit.aspect))


def _says(text: str, pattern: str) -> bool:
    return re.search(pattern, text) is not None
