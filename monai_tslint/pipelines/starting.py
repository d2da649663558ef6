"""The functions and classes that are followed on their own, found by a look at the text of their files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from monai_tslint.facts import FileIndex
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.pipelines.library import Library
from monai_tslint.pipelines.wording import Words

LinesOf = Callable[[str], Sequence[str]]
Start = FunctionSymbol | ClassInfo

_LONG_STRINGS = re.compile(r"(\"\"\"|''').*?\1", re.DOTALL)
_CALLS = re.compile(r"(\w+)\(")


class Starting:
    """Looks for them in the files of a project, whose lines `lines` gives."""

    def __init__(self, project: Project, library: Library, lines: LinesOf) -> None:
        self._project = project
        self._library = library
        self._lines = lines
        self._threading = Words(library.threading())
        self._words = Words(library.threading() | library.colliding())

    def starts(self, chosen: Sequence[FileIndex]) -> list[Start]:
        """The functions and classes that name something of interest, or one another that does."""
        waiting = [(start, self._text(start)) for file in chosen for start in self._defined(file)]
        new = {start for start, text in waiting if self._is_of_interest(start, text)}
        found = set(new)
        while new:
            calls = {name_of(start) for start in new}
            new = {
                start
                for start, text in waiting
                if start not in found and not self._is_transform(start) and not calls.isdisjoint(_CALLS.findall(text))
            }
            found |= new
        return [start for start, _ in waiting if start in found]

    def called(self, chosen: Sequence[FileIndex]) -> Counter[str]:
        """How often the text of files calls something by a name."""
        return Counter(_CALLS.findall("\n".join(line for file in chosen for line in self._lines(file.path))))

    def seen(self, file: FileIndex, names: frozenset[str]) -> tuple[object, ...]:
        """All that `starts` and `called` say because of the text of one of the files; `names` are what the files define."""
        texts = [(start, self._text(start)) for start in self._defined(file)]
        starts = [
            (name_of(start), self._is_of_interest(start, text), sorted(names.intersection(_CALLS.findall(text))))
            for start, text in texts
        ]
        return starts, sorted((name, number) for name, number in self.called((file,)).items() if name in names)

    def _is_of_interest(self, start: Start, text: str) -> bool:
        return (self._threading if self._is_transform(start) else self._words).in_part(text, file_of(start))

    def _is_transform(self, start: Start) -> bool:
        """Whether this is the class of a transform, which calls others as a part of its own work."""
        return isinstance(start, ClassInfo) and self._library.is_transform(start)

    def _defined(self, file: FileIndex) -> Iterator[Start]:
        yield from (FunctionSymbol(file, function) for function in file.functions.values())
        infos = (self._project.class_at(file, qualname) for qualname in file.classes)
        yield from (info for info in infos if info is not None and not self._library.is_known(info))

    def _text(self, start: Start) -> str:
        """The code of a function or class without its docstrings and other long strings."""
        if isinstance(start, FunctionSymbol):
            found = self._lines(start.module.path)[start.function.def_line : start.function.end_line]
        else:
            found = self._lines(start.file.path)[start.index.line : start.index.end_line]
        return _LONG_STRINGS.sub("", "\n".join(found))


def file_of(start: Start) -> FileIndex:
    """The file that it is in."""
    return start.module if isinstance(start, FunctionSymbol) else start.file


def name_of(start: Start) -> str:
    """Its name there."""
    return start.function.name if isinstance(start, FunctionSymbol) else start.index.name


def names_in(files: Sequence[FileIndex]) -> frozenset[str]:
    """The names of all functions and classes of some files."""
    functions = (function.name for file in files for function in file.functions.values())
    return frozenset((*functions, *(cls.name for file in files for cls in file.classes.values())))
