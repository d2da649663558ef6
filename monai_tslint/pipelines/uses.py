"""What the code of a project does with pipelines, as plain frozen data: the answers that the checks work with."""

from __future__ import annotations

from msgspec import Struct

from monai_tslint.findings import Location
from monai_tslint.frameworks.flows import Loader
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.pipelines.events import Moment


class Built(Struct, frozen=True):
    """An object that a pipeline consists of: a transform, or a container of transforms. `container` tells which.

    `symbol` is its class, a dotted name if no source of it is known, None if nothing is. `given` are the names of the arguments
    that its constructor was given, but for constants; `**` stands for unknown ones. `invertible` is False if it has no inverse.
    `copy_of` is what it was copied from.
    """

    number: int
    place: Location
    symbol: ClassInfo | str | None
    container: bool = False
    given: frozenset[str] = frozenset()
    invertible: bool = True
    copy_of: int | None = None

    @property
    def text(self) -> str:
        """The name of its class, or how it is spoken of."""
        if isinstance(self.symbol, ClassInfo):
            return self.symbol.index.name
        return self.symbol.rpartition(".")[2] if self.symbol is not None else "a transform"


class Run(Struct, frozen=True):
    """Threads other than the one that builds it run a pipeline.

    `kind` is `buffer` (one thread), `workers` (those of a loader), `preload` (threads that fill a cache while its constructor
    waits), `replacement` (a background thread of a cache), `pool`, `threads` or `tasks`. `what` names it, `place` is where it
    is set up. `parts` are the objects that run, each with the method that is called and the conditions under which it is. With
    `several`, more than one thread runs the same object at once. `loader` is its number, if it is one, and `known` what the
    packs say of it.
    """

    kind: str
    what: str
    place: Location
    parts: tuple[tuple[int, str, tuple[str, ...]], ...]
    several: bool
    conditions: tuple[str, ...] = ()
    loader: int | None = None
    moment: Moment | None = None
    known: Loader | None = None


class Inversion(Struct, frozen=True):
    """A pipeline is inverted by the thread that uses what the loader gives.

    An object of the class `symbol` does it, or, at a moment, a method call.
    """

    what: str
    place: Location
    objects: tuple[int, ...]
    moment: Moment | None = None
    symbol: ClassInfo | str | None = None


class Switching(Struct, frozen=True):
    """A mode of a pipeline is switched; `state` is the class whose calls tell whether other threads see it."""

    how: str
    attribute: str
    state: str
    place: Location
    objects: tuple[int, ...]
    moment: Moment


class Idle(Struct, frozen=True):
    """A loader is told to have threads as workers, but has no workers."""

    what: str
    switch: str
    workers: str
    place: Location


class Loop(Struct, frozen=True):
    """A loop over loaders, from its first to its last moment. Unless it `leaves` early, their threads are done after it."""

    loaders: tuple[int, ...]
    first: Moment
    last: Moment
    leaves: bool


class Uses(Struct, frozen=True):
    """All uses of pipelines in a project."""

    built: tuple[Built, ...] = ()
    runs: tuple[Run, ...] = ()
    inversions: tuple[Inversion, ...] = ()
    switchings: tuple[Switching, ...] = ()
    idle: tuple[Idle, ...] = ()
    loops: tuple[Loop, ...] = ()
