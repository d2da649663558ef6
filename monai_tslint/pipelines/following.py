"""Which code is followed on its own, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from monai_tslint.facts import FileIndex, FunctionIndex, Span
from monai_tslint.findings import Location
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.link.tracing import Trace, whole
from monai_tslint.pipelines.executing import Executing
from monai_tslint.pipelines.library import Library
from monai_tslint.pipelines.reading import read_script
from monai_tslint.pipelines.resting import Rest, rests
from monai_tslint.pipelines.script import Script
from monai_tslint.pipelines.starting import LinesOf, Start, Starting, file_of, name_of
from monai_tslint.pipelines.values import UNKNOWN, Arguments, Frame, Ref, Thing
from monai_tslint.pipelines.wording import Words

Failed = Callable[[str, int, Exception], None]
"""Takes note of an error of ours: the file and the line of the code that was followed."""

OtherScript = tuple[FileIndex, Script]
"""The script of a file that is no module."""

_ANYTHING: Arguments = (("*", UNKNOWN),)
_ROUNDS = 2
_NO_SPAN = Span(0, 0, 0, 0)


class Scripts:
    """The scripts of files, read when asked for."""

    def __init__(self, lines: LinesOf) -> None:
        self._lines = lines
        self._known: dict[str, Script] = {}

    def forget(self, path: str) -> None:
        """The file with this path is not what it was."""
        self._known.pop(path, None)

    def __call__(self, file: FileIndex) -> Script:
        """What the code of a file says."""
        known = self._known.get(file.path)
        if known is None:
            package = file.module.split(".") if file.is_package else file.module.split(".")[:-1]
            known = self._known[file.path] = read_script(file.path, self._lines(file.path), package)
        return known


def follow(
    project: Project,
    chosen: Sequence[FileIndex],
    scripts: Scripts,
    lines: LinesOf,
    failed: Failed | None = None,
    others: Sequence[OtherScript] = (),
) -> tuple[Executing, dict[str, Rest]]:
    """Everything that happens to objects in the code of chosen files, and in `others`, and what that rests on in each file.

    Code that is nested too deeply to be followed stays unknown. Any other error is one of ours: it is handed to `failed`, and
    the rest is still followed; without it, it is raised.
    """
    library = Library(project)
    trace = project.trace

    def script(file: FileIndex) -> Script:
        trace.mask |= trace.bit(whole(file.path))
        return scripts(file)

    for file in chosen:
        trace.mask |= trace.bit(whole(file.path))
    interest = _Interest(library, lines, trace)
    machine = Executing(project, script, interest)
    for file in chosen:
        _guarded(machine, partial(machine.run_module, file), (file.path, 1), failed)
    for file, code in others:
        _guarded(machine, partial(machine.run_script, file, code), (file.path, 1), failed)
    starting = Starting(project, library, lines)
    called, starts = starting.called(chosen), starting.starts(chosen)
    for late in (False, True):
        for start in starts:
            own = 1 if isinstance(start, FunctionSymbol) else 0
            if (called[name_of(start)] > own) is late:
                line = start.function.line if isinstance(start, FunctionSymbol) else start.index.line
                _guarded(machine, partial(_follow, machine, start), (file_of(start).path, line), failed)
    return machine, rests(machine, chosen, interest.asked)


def _guarded(machine: Executing, run: Callable[[], None], place: tuple[str, int], failed: Failed | None) -> None:
    machine.start()
    try:
        run()
    except RecursionError:
        machine.recover()
    except Exception as error:
        if failed is None:
            raise
        machine.recover()
        failed(*place, error)


def _names(file: FileIndex) -> Iterator[str]:
    """The names by which other files may import one: its module's or its path's last parts.

    That depends on where they are run from, and on which folders are packages.
    """
    for parts in (file.module.split("."), file.path.removesuffix(".py").removesuffix("/__init__").split("/")):
        yield from (".".join(parts[i:]) for i in range(len(parts)))


def _imports(file: FileIndex, names: set[str]) -> bool:
    """Whether a file imports one of these modules or something from it."""
    return any(i.module in names or (i.name and f"{i.module}.{i.name}" in names) for i in file.imports)


def choose(project: Project, names_threads: Callable[[FileIndex], bool]) -> tuple[FileIndex, ...]:
    """The files that name something that makes threads, and those that import their functions and classes."""
    files = project.files()
    chosen = {f.path: f for f in files if names_threads(f)}
    own = set(project.knowledge.modules)
    waiting = list(chosen.values())
    while waiting:
        reached = {name for f in waiting if f.module.partition(".")[0] not in own for name in _names(f)}
        waiting = [f for f in files if f.path not in chosen and _imports(f, reached)]
        chosen.update({f.path: f for f in waiting})
    return tuple(chosen[path] for path in sorted(chosen))


class _Interest:
    """Which files have a word of interest."""

    def __init__(self, library: Library, lines: LinesOf, trace: Trace) -> None:
        self._trace = trace
        self._words = Words(library.all())
        self._lines = lines
        self._known: dict[str, bool] = {}

    @property
    def asked(self) -> frozenset[str]:
        """The paths of the files that have been asked about."""
        return frozenset(self._known)

    def __call__(self, file: FileIndex) -> bool:
        """Whether a file has one."""
        self._trace.mask |= self._trace.bit(whole(file.path))
        if file.path not in self._known:
            self._known[file.path] = self._words.in_file("\n".join(self._lines(file.path)))
        return self._known[file.path]


def _follow(machine: Executing, start: Start) -> None:
    if isinstance(start, ClassInfo):
        _class(machine, start)
    else:
        _function(machine, start.module, start.function)


def _function(machine: Executing, file: FileIndex, function: FunctionIndex) -> None:
    """Follow a function with unknown arguments if nothing calls it."""
    if (file.path, function.line) not in machine.called:
        machine.start()
        place = Location(file.path, function.def_line, 1, function.def_line, 1)
        machine.call_function(FunctionSymbol(file, function), _ANYTHING, place)


def _class(machine: Executing, info: ClassInfo) -> None:
    """Follow the methods of a class that nothing calls, on the objects that were made of it, or on one made of anything."""
    place = Location(info.file.path, info.index.line, 1, info.index.line, 1)
    objects = list(machine.instances.get(info, ()))
    if not objects:
        machine.start()
        objects = [machine.make("object", place, info)]
        machine.initialise(Frame(info.file), objects[0], info, _ANYTHING, _NO_SPAN)
    called = set(machine.called)
    for _ in range(_ROUNDS):
        for thing in objects[:3]:
            _methods(machine, info, thing, called, place)


def _methods(machine: Executing, info: ClassInfo, thing: Thing, called: set[tuple[str, int]], place: Location) -> None:
    for owner in machine.project.mro(info).classes:
        for name, functions in owner.index.methods.items() if not machine.library.is_known(owner) else ():
            found = machine.project.lookup(info, name)
            if found is None or found.owner != owner or (owner.file.path, functions[-1].line) in called:
                continue
            machine.start()
            symbol = FunctionSymbol(owner.file, functions[-1], owner)
            machine.call_function(symbol, _ANYTHING, place, Ref(thing.number))
