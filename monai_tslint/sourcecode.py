"""The code of a project: texts, outlines, and the facts of functions, read when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from monai_tslint.facts import Access, FileIndex, FunctionFacts
from monai_tslint.factstore import FactStore
from monai_tslint.link import ClassInfo, FunctionSymbol, Trace, Unit

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
        self._note(*key, function.function.end_line)
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
        if function.module.path not in self._texts:
            events = self.facts(function).events
            return any(isinstance(e, Access) and e.path[0][:2] == "g:" for e in events)
        text = self.body(function)
        if "global " in text:
            return True
        names = [n for n, _, value in function.module.variables if value and (value[0] in "[{" or value.endswith(")"))]
        return any(f"{name}[" in text or f"{name}." in text for name in names)

    def text(self, cls: ClassInfo) -> str:
        """The source of a class of the roots."""
        self._note(cls.file.path, cls.index.line, cls.index.end_line)
        return "\n".join(self.lines(cls.file.path)[cls.index.line - 1 : cls.index.end_line])

    def body(self, function: FunctionSymbol) -> str:
        """The source of a function of the roots."""
        lines = self.lines(function.module.path)
        self._note(function.module.path, function.function.line, function.function.end_line)
        return "\n".join(lines[function.function.def_line - 1 : function.function.end_line])

    def _note(self, path: str, first: int, last: int) -> None:
        self.trace.mask |= self.trace.bit(Unit(path, first, last))

    def part(self, unit: Unit) -> str:
        """The lines of a file that are a unit."""
        return "\n".join(self.lines(unit.path)[unit.first - 1 : unit.last])
