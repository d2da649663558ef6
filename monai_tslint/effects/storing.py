"""The effects of classes as JSON values and back. What they name of the project's code is found again in a project like it.

Functions are known by their number in their file, and lines count from the first line of the function, so that both may move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from msgspec import convert, to_builtins
from msgspec.structs import replace

from monai_tslint.codec import Json
from monai_tslint.effects.classes import ClassEffects, HotEffect
from monai_tslint.effects.configuration import Configuration
from monai_tslint.effects.construction import Assignment
from monai_tslint.effects.domain import Effect, Site
from monai_tslint.effects.models import Models
from monai_tslint.facts import (
    Access,
    AccessKind,
    AccessPath,
    FileIndex,
    FunctionIndex,
    Span,
    Test,
    TestKind,
    Value,
    moved,
)
from monai_tslint.link.project import Project, SharedClass
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.link.tracing import Mask

Record = TypeVar("Record")

_NOWHERE = 1 << 31
"""The number of a function that is not listed: it will not be found either."""


class Writer:
    """Encodes the effects of classes; what several have in common is in `tables`, once."""

    def __init__(self, project: Project) -> None:
        self._known = {file.path: file for file in project.files(external=True)}
        self._functions: dict[str, dict[int, int]] = {}
        self._files: dict[str, int] = {}
        self._classes: dict[tuple[int, str], int] = {}
        self._sites: dict[Site, int] = {}
        self._effects: dict[int, tuple[int, Effect]] = {}

    def tables(self) -> Json:
        """What all classes that have been encoded refer to."""
        effects = [self._effect(effect) for _, effect in self._effects.values()]
        sites = [self._site(site) for site in self._sites]
        return [list(self._files), [list(key) for key in self._classes], sites, effects]

    def encode(self, cls: ClassEffects) -> Json:
        """One class."""
        hots, inputs = self._hots(cls.effects), self._hots(cls.inputs)
        reads = [[path, [self._number(site) for site in sites]] for path, sites in cls.reads.items()]
        set_up = cls.configuration
        given = [
            [name, [[path, self._function(path, line)] for path, line in sorted(places)]]
            for name, places in (set_up.given or {}).items()
        ]
        configuration = [sorted(set_up.constructed), given, sorted(set_up.received)]
        uncopyable = [
            [*self._place(a.function), to_builtins(moved(a.access, -a.function.function.line))] for a in cls.uncopyable
        ]
        bases = [self._class(base) for base in cls.bases]
        return [cls.entries, hots, reads, configuration, cls.unknown, bases, inputs, uncopyable]

    def _hots(self, hots: Iterable[HotEffect]) -> Json:
        return [[hot.entry, hot.path, self._number_of_effect(hot.effect)] for hot in hots]

    def _file(self, file: FileIndex) -> int:
        return self._files.setdefault(file.path, len(self._files))

    def _class(self, info: ClassInfo | None) -> int:
        if info is None:
            return -1
        return self._classes.setdefault((self._file(info.file), info.index.qualname), len(self._classes))

    def _number(self, site: Site | None) -> int:
        return -1 if site is None else self._sites.setdefault(site, len(self._sites))

    def _site(self, site: Site) -> Json:
        line, span = site.line, site.span
        where = [span.line - line, span.column, span.end_line - line, span.end_column]
        return [*self._place(FunctionSymbol(site.module, site.function, site.owner)), *where, site.external]

    def _place(self, function: FunctionSymbol) -> Json:
        file = function.module
        return [self._file(file), self._function(file.path, function.function.line), self._class(function.owner)]

    def _function(self, path: str, line: int) -> int:
        known = self._functions.get(path)
        if known is None:
            functions = self._known[path].functions_in_order if path in self._known else ()
            known = self._functions[path] = {one.line: number for number, one in enumerate(functions)}
        return known.get(line, _NOWHERE)

    def _number_of_effect(self, effect: Effect) -> int:
        known = self._effects.get(id(effect))
        if known is None:
            for site in (effect.site, effect.anchor, *effect.chain, effect.toggle):
                self._number(site)
                if site is not None:
                    self._file(site.module)
                    self._class(site.owner)
            self._class(effect.composed)
            known = self._effects[id(effect)] = (len(self._effects), effect)
        return known[0]

    def _effect(self, effect: Effect) -> Json:
        tests = [[test.kind.value, test.path] for test in effect.tests]
        return [
            effect.kind.value,
            effect.path,
            self._number(effect.site),
            self._number(effect.anchor),
            to_builtins(effect.value),
            effect.how,
            [self._number(site) for site in effect.chain],
            effect.guards,
            tests,
            self._number(effect.toggle),
            effect.role,
            effect.handler,
            self._class(effect.composed),
        ]


class Reader:
    """Decodes what a `Writer` has written about classes of a project. Raises `LookupError` for code that is not there.

    `shifts` are functions, each by the path of its file and its number, in which code has moved: where it stood, and stands, in
    lines from the function's first.
    """

    def __init__(
        self, tables: Json, project: Project, shifts: Mapping[tuple[str, int], Mapping[Span, Span]] | None = None
    ) -> None:
        files, classes, sites, effects = tables
        known = {file.path: file for file in project.files(external=True)}
        self._known = known
        self._shifts = shifts or {}
        self._project = project
        self._models = Models(project.knowledge, project)
        self._functions: dict[str, tuple[FunctionIndex, ...]] = {}
        self._file: Callable[[int], FileIndex] = lambda number: known[files[number]]
        self._class = _Table(classes, self._read_class)
        self._site = _Table(sites, self._read_site)
        self._effect = _Table(effects, self._read_effect)

    def decode(self, data: Json, shared: SharedClass, rests_on: Mask) -> ClassEffects:
        """One class, which is shared for the same reason as before."""
        entries, hots, reads, (constructed, given, received), unknown, bases, inputs, uncopyable = data
        return ClassEffects(
            shared,
            tuple(entries),
            self._hots(hots),
            {tuple(path): tuple(map(self._site, numbers)) for path, numbers in reads},
            Configuration(
                frozenset(constructed),
                {name: frozenset(map(self._given, places)) for name, places in given},
                frozenset(received),
            ),
            tuple(unknown),
            tuple(map(self._class, bases)),
            self._hots(inputs),
            tuple(self._assignment(*parts) for parts in uncopyable),
            self._models.identities,
            self._models.types.random_states,
            rests_on,
        )

    def _hots(self, data: Json) -> tuple[HotEffect, ...]:
        return tuple(HotEffect(entry, tuple(path), self._effect(number)) for entry, path, number in data)

    def _read_class(self, data: Json) -> ClassInfo:
        file, qualname = data
        info = self._project.class_at(self._file(file), qualname)
        if info is None:
            raise LookupError(qualname)
        return info

    def _function(self, path: str, number: int) -> FunctionIndex:
        known = self._functions.get(path)
        if known is None:
            known = self._functions[path] = self._known[path].functions_in_order
        return known[number]

    def _owner(self, number: int) -> ClassInfo | None:
        return None if number < 0 else self._class(number)

    def _read_site(self, data: Json) -> Site:
        number, function, owner, *place, external = data
        file, index, cls = self._place(number, function, owner)
        line, column, end_line, end_column = self._shifted(file.path, function, Span(*place))
        span = Span(index.line + line, column, index.line + end_line, end_column)
        return Site(file.path, index.line, span, index, cls, file, external)

    def _shifted(self, path: str, function: int, span: Span) -> Span:
        shift = self._shifts.get((path, function))
        return span if shift is None else shift[span]

    def _given(self, place: Json) -> tuple[str, int]:
        path, number = place
        return path, self._function(path, number).line

    def _place(self, number: int, function: int, owner: int) -> tuple[FileIndex, FunctionIndex, ClassInfo | None]:
        file = self._file(number)
        return file, self._function(file.path, function), self._owner(owner)

    def _read_effect(self, data: Json) -> Effect:
        kind, path, site, anchor, value, how, chain, guards, tests, toggle, role, handler, composed = data
        return Effect(
            AccessKind(kind),
            tuple(path),
            self._site(site),
            self._site(anchor),
            convert(value, Value),
            how,
            tuple(map(self._site, chain)),
            _paths(guards),
            tuple(Test(TestKind(kind), tuple(path)) for kind, path in tests),
            None if toggle < 0 else self._site(toggle),
            role,
            handler,
            self._owner(composed),
        )

    def _assignment(self, file: int, number: int, owner: int, access: Json) -> Assignment:
        function, written = FunctionSymbol(*self._place(file, number, owner)), convert(access, Access)
        written = replace(written, span=self._shifted(function.module.path, number, written.span))
        return Assignment(function, moved(written, function.function.line))


def _paths(data: Json) -> tuple[AccessPath, ...]:
    return tuple(tuple(path) for path in data)


class _Table(Generic[Record]):
    """Records by number, decoded when first asked for."""

    def __init__(self, data: Json, read: Callable[[Json], Record]) -> None:
        self._data = data
        self._read = read
        self._known: dict[int, Record] = {}

    def __call__(self, number: int) -> Record:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._read(self._data[number])
        return known
