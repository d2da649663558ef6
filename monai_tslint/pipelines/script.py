"""What a module's code says about putting objects together: statements and expressions as plain frozen data.

Only what matters for where values go is kept. Whatever can be lowered to these records - a module, the cells of a notebook,
the references of a configuration - can be asked the same questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monai_tslint.facts import FileIndex, Import, Span

Scalar = int | float | str | bytes | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, import, class or function by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """`value.name`."""

    value: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a display; `key` only in a dict, where a starred value is merged in."""

    value: Expression
    key: Expression | None = None
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Display:
    """A list, tuple or set (`kind` is `list`), or a `dict`."""

    kind: str
    items: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Each:
    """A comprehension: one element, or `key` and element, for each round of its loops."""

    kind: str
    loops: tuple[tuple[Expression, Expression], ...]
    element: Expression
    span: Span
    key: Expression | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """`value[key]`; the key is None for a slice."""

    value: Expression
    key: Expression | None


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call; its name is `""` if positional, `"*"` or `"**"` if unpacked."""

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A call, with where it stands."""

    function: Expression
    arguments: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values: the first if the test holds. Without a test, any of them."""

    test: Expression | None
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Assigned:
    """`target := value`."""

    target: Expression
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Operation:
    """A unary or binary operator; `+` also joins lists."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An expression that stands in another file than what it is part of."""

    file: FileIndex
    value: Expression


@dataclass(frozen=True, slots=True)
class Other:
    """A value of no interest, with the expressions that it is computed from."""

    parts: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Formal:
    """A parameter; `kind` is `""`, `"*"` or `"**"`."""

    name: str
    kind: str = ""
    default: Expression | None = None
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function, method or lambda. `line` is that of its first decorator, as in its outline."""

    name: str
    line: int
    formals: tuple[Formal, ...]
    body: tuple[Statement, ...]
    span: Span
    decorators: tuple[str, ...] = ()


Expression = (
    Name
    | Attribute
    | Constant
    | Display
    | Each
    | Part
    | Call
    | Choice
    | Assigned
    | Operation
    | Elsewhere
    | Other
    | Function
)


@dataclass(frozen=True, slots=True)
class Bind:
    """An assignment to a name, attribute, part or display of these. With `adds` it is `+=`."""

    target: Expression
    value: Expression
    span: Span
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression statement."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Return:
    """`return`, or `yield` (`element`) of a value."""

    value: Expression
    element: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the bodies runs: the first if the test holds. Without a test, any of them."""

    test: Expression | None
    bodies: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A loop; target and iterable are None for `while`. `leaves` says that a `break` or `return` may end it early."""

    target: Expression | None
    iterable: Expression | None
    body: tuple[Statement, ...]
    leaves: bool


@dataclass(frozen=True, slots=True)
class Within:
    """A `with` block: managers with their targets."""

    managers: tuple[tuple[Expression, Expression | None], ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Bring:
    """Imports that bind local names of a function, or `global` names."""

    imports: tuple[Import, ...] = ()
    globals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """Control does not go on from here: `break`, `continue`, `raise`."""


Statement = Bind | Evaluate | Return | Branch | Repeat | Within | Bring | Leave | Function


@dataclass(frozen=True, slots=True)
class Script:
    """One module: what its top level does, and its functions and methods by the line that their outlines give."""

    path: str
    body: tuple[Statement, ...] = ()
    functions: Mapping[int, Function] = field(default_factory=dict)


def peeked(node: Call) -> Name | Attribute | None:
    """The `x` of `next(iter(x))`: nobody keeps the iterator, so that `x` is done with at once."""
    match node:
        case Call(
            function=Name(name="next"),
            arguments=[
                Argument(
                    value=Call(function=Name(name="iter"), arguments=[Argument(value=Name() | Attribute() as held)])
                ),
                *_,
            ],
        ):
            return held
    return None
