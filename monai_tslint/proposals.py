"""What the checks propose to do about a finding: plain frozen data, which `fixes` turns into edits of the code as it is."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from monai_tslint.facts import Span


class Applicability(StrEnum):
    """Who may apply a fix: anyone (`safe`), someone who looks (`unsafe`), nobody but by hand (`display`)."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Region(Struct, frozen=True):
    """The lines of a function or class in a file, from its first decorator to its end."""

    path: str
    line: int
    end_line: int


class GuardRestore(Struct, frozen=True, tag=True):
    """Put what runs between `start` and `restore`, two assignments in a function, into `try` and `restore` into `finally`."""

    function: Region
    attribute: str
    start: Span
    restore: Span


class RemoveSelector(Struct, frozen=True, tag=True):
    """Take one selector, at `span` in a file, out of a suppression comment."""

    path: str
    selector: str
    span: Span


class AddMarker(Struct, frozen=True, tag=True):
    """Add a marker, one of the dotted names `spellings` (the preferred first), to the bases of a class.

    `above` are the full names of the classes that it inherits.
    """

    cls: Region
    name: str
    spellings: tuple[str, ...]
    above: tuple[str, ...] = ()


class RemoveMarker(Struct, frozen=True, tag=True):
    """Take a marker, known under the dotted names `spellings`, out of the bases of a class."""

    cls: Region
    spellings: tuple[str, ...]


class MakeLocal(Struct, frozen=True, tag=True):
    """Keep an attribute that `method` (by its first line) writes in a local variable.

    `users` are the methods of the class that use it while threads call the object, `setup` patterns of the methods that
    configure it before. `filled` says that calls also change in place what it refers to, `copied` that this is the finding, so
    that the variable needs an object of its own.
    """

    cls: Region
    attribute: str
    method: int
    users: tuple[str, ...]
    setup: tuple[str, ...] = ()
    filled: bool = False
    copied: bool = False


class PerThread(Struct, frozen=True, tag=True):
    """Let only the thread that sets it see the temporary value that an attribute has between `start` and `restore`."""

    cls: Region
    attribute: str
    start: Span
    restore: Span


class GuardCounter(Struct, frozen=True, tag=True):
    """Hold a lock where `method` (by its first line) updates a counter, or remove a counter that nobody reads.

    `users` are the methods of the class that use it while threads call the object.
    """

    cls: Region
    attribute: str
    method: int
    users: tuple[str, ...]


class CopyInput(Struct, frozen=True, tag=True):
    """Let `methods` of a class (by their first lines) work on a copy of the mapping that is their first argument."""

    cls: Region
    methods: tuple[int, ...]


class RemoveArgument(Struct, frozen=True, tag=True):
    """Take the argument `name`, a switch, out of a call: it does nothing as long as the argument `needs` is 0."""

    path: str
    call: Span
    name: str
    needs: str


class ReplaceLoader(Struct, frozen=True, tag=True):
    """Let a call make an object of another class: of one of the dotted names `instead`, not of one of `names`.

    The arguments `own` are those that the other class does not have.
    """

    path: str
    call: Span
    names: tuple[str, ...]
    instead: tuple[str, ...]
    own: tuple[str, ...]


class ShowLock(Struct, frozen=True, tag=True):
    """Show how the statement at `span`, with the test of `state` around it, looks under `lock`.

    `made` says where that lock comes from, None if it is there already; `tested`, that it is of no use without the test.
    """

    function: Region
    span: Span
    state: str
    lock: str
    made: str | None
    tested: bool = False


class ShowCopy(Struct, frozen=True, tag=True):
    """Show how the statement at `span` looks if it works on a copy of `holder`, an attribute of the object."""

    function: Region
    span: Span
    holder: str


class ShowCopying(Struct, frozen=True, tag=True):
    """Show how objects of a class leave out `attribute`, which the assignment at `span` makes, when they are copied."""

    function: Region
    span: Span
    attribute: str


Proposal = (
    ShowLock
    | ShowCopy
    | ShowCopying
    | MakeLocal
    | PerThread
    | GuardCounter
    | GuardRestore
    | CopyInput
    | RemoveArgument
    | ReplaceLoader
    | RemoveSelector
    | AddMarker
    | RemoveMarker
)
