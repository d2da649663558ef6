"""What variables may hold while code is followed: constants, names of code, and objects with what is known of them."""

from __future__ import annotations

from msgspec import Struct, field

from monai_tslint.facts import FileIndex
from monai_tslint.findings import Location
from monai_tslint.link.symbols import ClassInfo, Symbol
from monai_tslint.pipelines.events import Moment
from monai_tslint.pipelines.script import Function, Scalar

MAX_ATOMS = 16
"""Of more alternatives than this the first ones are kept, with the note that there are unknown ones."""


class Known(Struct, frozen=True):
    """A constant."""

    value: Scalar


class Named(Struct, frozen=True):
    """A class, function or module."""

    symbol: Symbol


class Ref(Struct, frozen=True):
    """An object, by its number."""

    number: int


class Method(Struct, frozen=True):
    """`name` of an object, before it is called; of `super()` in a class if there is an `after`."""

    receiver: int
    name: str
    after: ClassInfo | None = None


class Unknown(Struct, frozen=True):
    """Anything at all."""


Atom = Known | Named | Ref | Method | Unknown
Value = tuple[Atom, ...]
"""The alternatives; either branch's value counts."""

UNKNOWN: Value = (Unknown(),)
NONE: Value = (Known(None),)
Arguments = tuple[tuple[str, Value], ...]


def join(*values: Value) -> Value:
    """A value that may be any of `values`."""
    atoms = tuple(dict.fromkeys(atom for value in values for atom in value))
    return atoms if len(atoms) <= MAX_ATOMS else (*atoms[: MAX_ATOMS - 1], Unknown())


def refs(value: Value) -> tuple[int, ...]:
    """The objects that a value may be."""
    return tuple(atom.number for atom in value if isinstance(atom, Ref))


def constants(value: Value) -> tuple[Scalar, ...]:
    """The constants that a value may be."""
    return tuple(atom.value for atom in value if isinstance(atom, Known))


def truth(value: Value) -> bool | None:
    """Whether a value counts as true, None if that is not known."""
    found = {bool(atom.value) if isinstance(atom, Known) else None for atom in value}
    return found.pop() if len(found) == 1 else None


class Frame(Struct, eq=False):
    """The variables of a function that is being followed, or of a module."""

    file: FileIndex
    variables: dict[str, Value] = field(default_factory=dict)
    outer: Frame | None = None
    owner: ClassInfo | None = None
    receiver: int | None = None
    globals: set[str] = field(default_factory=set)
    returned: list[Value] = field(default_factory=list)
    elements: list[Value] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)


class Thing(Struct, eq=False):
    """An object, made at `place`. `kind` is `object`, `list`, `dict`, `function`, `partial`, `task` or `opaque`.

    `fields` are attributes and arguments of the constructor; in a dict and in an opaque object also parts, by `[key]`.
    `items` are the elements of a list or the values of unknown keys; `complete` says that there are no others. `moment` is
    when it was made.
    """

    number: int
    place: Location
    kind: str
    moment: Moment
    symbol: ClassInfo | str | None = None
    fields: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)
    complete: bool = True
    copy_of: int | None = None
    function: Function | None = None
    frame: Frame | None = None
    target: Value = ()
    arguments: Arguments = ()
    many: bool = False

    def put(self, name: str, value: Value) -> None:
        """Store a field; what it was before, but for None, remains possible."""
        before = tuple(atom for atom in self.fields.get(name, ()) if atom != Known(None))
        self.fields[name] = join(before, value)

    def element(self) -> Value:
        """Any element."""
        found = join(*self.items, *(v for k, v in self.fields.items() if k[0] == "["))
        return found if self.complete and found else join(found, UNKNOWN)
