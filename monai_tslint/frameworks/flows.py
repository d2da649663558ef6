"""What is known of the callables that pipelines are built from and run by: the records of a pack's `flows` tables.

All names are dotted, as in the other tables of a pack; `parameters` are the names of a callable's arguments by position. A
condition on an argument is `NAME=VALUE`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Holder(Struct, frozen=True):
    """A class whose constructor is given transforms in the arguments `holds`, and datasets in the arguments `over`.

    `kind` is `container` for a transform over others, `dataset` for what gives items that transforms have run on.
    """

    names: tuple[str, ...]
    kind: str
    parameters: tuple[str, ...]
    holds: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


class Cache(Struct, frozen=True):
    """What a dataset that is a `Holder`, too, runs beforehand: its transforms up to the first that is no transform, or that is
    an instance of `until`.

    `workers` names the arguments with the number of threads that do it, each with its default (`NAME=1`); `None` there
    means as many as there are processors. Under one of the conditions `off` nothing runs beforehand; with one of the
    arguments `partial`, but under a condition `full`, perhaps not for all items. A thread goes on with it once a method in
    `starts` is called, or an object of one of `starters` is made over the dataset.
    """

    names: tuple[str, ...]
    workers: tuple[str, ...]
    until: tuple[str, ...]
    off: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()


class Loader(Struct, frozen=True):
    """What takes items from its argument `source`, in the number of workers given by its argument `workers`.

    Workers are processes, or threads if the argument `switch` is true. Without workers the items are made by whoever
    iterates, or by one more thread if `buffer` is set. `instead` are the names of a loader that is used alike, but for the
    arguments `own`, and has no thread of its own.
    """

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    source: str
    workers: str = ""
    switch: str = ""
    buffer: bool = False
    instead: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


class Executor(Struct, frozen=True):
    """A class whose objects run the callables given to `methods` (`name = position`) in threads, several for `many` of them.

    `workers` names the argument with the number of threads, of which there are `default` (0: several) if it is not given.
    If there are conditions `only`, one of them must hold.
    """

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    workers: str
    methods: Mapping[str, int] = field(default_factory=dict)
    many: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    default: int = 0


class Spawn(Struct, frozen=True):
    """A callable that runs its argument `target` in one more thread.

    With `tasks`, coroutines wait for it, of which several may be under way.
    """

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    target: str
    tasks: bool = False


class Inverse(Struct, frozen=True):
    """A class whose objects invert what their argument `inverts` did."""

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    inverts: str


class Toggle(Struct, frozen=True):
    """What switches `attribute` of transforms: functions that receive them, methods, and assignments to attributes.

    With `state`, a class, it concerns other threads only if calls of that class write the attribute where all threads see it.
    """

    attribute: str
    functions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    assigned: tuple[str, ...] = ()
    state: str = ""


class Flows(Struct, frozen=True):
    """Everything that a pack says of pipelines.

    `inverting` are methods that undo what an object did, `flattening` ones that give a container over the same parts;
    `deferring` functions make a task of a function, for an executor; `applying` functions call their first argument;
    `finishing` functions iterate over their first argument, and are done with it when they return; `executing`
    methods of any object run the callable at a position in a thread. Inverting concerns other threads if calls of one of the
    classes `stateful` switch their own state.
    """

    holders: tuple[Holder, ...] = ()
    caches: tuple[Cache, ...] = ()
    loaders: tuple[Loader, ...] = ()
    executors: tuple[Executor, ...] = ()
    spawns: tuple[Spawn, ...] = ()
    inverses: tuple[Inverse, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    inverting: tuple[str, ...] = ()
    flattening: tuple[str, ...] = ()
    deferring: tuple[str, ...] = ()
    applying: tuple[str, ...] = ()
    finishing: tuple[str, ...] = ()
    stateful: tuple[str, ...] = ()
    executing: tuple[Spawn, ...] = ()

    def threading(self) -> frozenset[str]:
        """The names of all that makes threads: code without them is of no interest. Methods begin with a dot."""
        loaders = (loader for loader in self.loaders if loader.buffer or loader.switch)
        named = (loaders, self.caches, self.executors, self.spawns, self.executing)
        return frozenset(name for records in named for record in records for name in record.names)


NO_FLOWS = Flows()


def joined(parts: tuple[Flows, ...]) -> Flows:
    """All that several packs say."""
    return Flows(**{name: tuple(x for part in parts for x in getattr(part, name)) for name in Flows.__struct_fields__})
