"""What happens to objects while code is followed, in order: plain data for the questions asked afterwards."""

from __future__ import annotations

from msgspec import Struct

from monai_tslint.findings import Location

Runs = tuple[tuple[int, str], ...]
"""Objects that are called, each with the method."""


class Moment(Struct, frozen=True):
    """When something happens: `epoch` counts functions that are followed on their own; moments of one epoch are in order."""

    epoch: int
    order: int


class Inverted(Struct, frozen=True):
    """Objects are inverted, by a method call."""

    objects: tuple[int, ...]
    place: Location
    moment: Moment


class Toggled(Struct, frozen=True):
    """`attribute` of objects is switched; `how` is what does it, `state` the class that tells whether other threads see it."""

    objects: tuple[int, ...]
    attribute: str
    how: str
    state: str
    place: Location
    moment: Moment


class Iterated(Struct, frozen=True):
    """A loop over objects ran from its first to its last moment; `leaves` says that it may end before them."""

    objects: tuple[int, ...]
    first: Moment
    last: Moment
    leaves: bool


class Executed(Struct, frozen=True):
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


class Started(Struct, frozen=True):
    """The background thread of a dataset is started."""

    objects: tuple[int, ...]


Event = Inverted | Toggled | Iterated | Executed | Started
