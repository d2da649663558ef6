"""What happens to objects while code is followed, in order: plain data for the questions asked afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from monai_tslint.findings import Location

Runs = tuple[tuple[int, str], ...]
"""Objects that are called, each with the method."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happens: `epoch` counts functions that are followed on their own; moments of one epoch are in order."""

    epoch: int
    order: int


@dataclass(frozen=True, slots=True)
class Inverted:
    """Objects are inverted, by a method call."""

    objects: tuple[int, ...]
    place: Location
    moment: Moment


@dataclass(frozen=True, slots=True)
class Toggled:
    """`attribute` of objects is switched; `how` is what does it, `state` the class that tells whether other threads see it."""

    objects: tuple[int, ...]
    attribute: str
    how: str
    state: str
    place: Location
    moment: Moment


@dataclass(frozen=True, slots=True)
class Iterated:
    """A loop over objects ran from its first to its last moment; `leaves` says that it may end before them."""

    objects: tuple[int, ...]
    first: Moment
    last: Moment
    leaves: bool


@dataclass(frozen=True, slots=True)
class Executed:
    """Threads run callables, and with them transforms.

    `kind` is `pool`, `threads` (started one by one) or `tasks` (that coroutines wait for). `several` may run one object at
    once under `conditions`.
    """

    runs: Runs
    what: str
    several: bool
    kind: str
    conditions: tuple[str, ...]
    place: Location
    moment: Moment


@dataclass(frozen=True, slots=True)
class Started:
    """The background thread of a dataset is started."""

    objects: tuple[int, ...]


Event = Inverted | Toggled | Iterated | Executed | Started
