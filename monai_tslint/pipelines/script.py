"""What a module's code says about putting objects together: statements and expressions as plain frozen data.

Only what matters for where values go is kept. Whatever can be lowered to these records - a module, the cells of a notebook,
the references of a configuration - can be asked the same questions.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from monai_tslint.facts import FileIndex, Import, Span

Scalar = int | float | str | bytes | bool | None


class Name(Struct, frozen=True):
    """A variable, import, class or function by its name."""

    name: str


class Attribute(Struct, frozen=True):
    """`value.name`."""

    value: Expression
    name: str


class Constant(Struct, frozen=True):
    """A literal."""

    value: Scalar


class Item(Struct, frozen=True):
    """One element of a display; `key` only in a dict, where a starred value is merged in."""

    value: Expression
    key: Expression | None = None
    starred: bool = False


class Display(Struct, frozen=True):
    """A list, tuple or set (`kind` is `list`), or a `dict`."""

    kind: str
    items: tuple[Item, ...]
    span: Span


class Each(Struct, frozen=True):
    """A comprehension: one element, or `key` and element, for each round of its loops."""

    kind: str
    loops: tuple[tuple[Expression, Expression], ...]
    element: Expression
    span: Span
    key: Expression | None = None


class Part(Struct, frozen=True):
    """`value[key]`; the key is None for a slice."""

    value: Expression
    key: Expression | None


class Argument(Struct, frozen=True):
    """An argument of a call; its name is `""` if positional, `"*"` or `"**"` if unpacked."""

    name: str
    value: Expression


class Call(Struct, frozen=True):
    """A call, with where it stands."""

    function: Expression
    arguments: tuple[Argument, ...]
    span: Span


class Choice(Struct, frozen=True):
    """One of several values: the first if the test holds. Without a test, any of them."""

    test: Expression | None
    values: tuple[Expression, ...]


class Assigned(Struct, frozen=True):
    """`target := value`."""

    target: Expression
    value: Expression
    span: Span


class Operation(Struct, frozen=True):
    """A unary or binary operator; `+` also joins lists."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span


class Elsewhere(Struct, frozen=True):
    """An expression that stands in another file than what it is part of."""

    file: FileIndex
    value: Expression


class Other(Struct, frozen=True):
    """A value of no interest, with the expressions that it is computed from."""

    parts: tuple[Expression, ...] = ()


class Formal(Struct, frozen=True):
    """A parameter; `kind` is `""`, `"*"` or `"**"`."""

    name: str
    kind: str = ""
    default: Expression | None = None
    keyword_only: bool = False


class Function(Struct, frozen=True):
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


class Bind(Struct, frozen=True):
    """An assignment to a name, attribute, part or display of these. With `adds` it is `+=`."""

    target: Expression
    value: Expression
    span: Span
    adds: bool = False


class Evaluate(Struct, frozen=True):
    """An expression statement."""

    value: Expression


class Return(Struct, frozen=True):
    """`return`, or `yield` (`element`) of a value."""

    value: Expression
    element: bool = False


class Branch(Struct, frozen=True):
    """One of the bodies runs: the first if the test holds. Without a test, any of them."""

    test: Expression | None
    bodies: tuple[tuple[Statement, ...], ...]


class Repeat(Struct, frozen=True):
    """A loop; target and iterable are None for `while`. `leaves` says that a `break` or `return` may end it early."""

    target: Expression | None
    iterable: Expression | None
    body: tuple[Statement, ...]
    leaves: bool


class Within(Struct, frozen=True):
    """A `with` block: managers with their targets."""

    managers: tuple[tuple[Expression, Expression | None], ...]
    body: tuple[Statement, ...]


class Bring(Struct, frozen=True):
    """Imports that bind local names of a function, or `global` names."""

    imports: tuple[Import, ...] = ()
    globals: tuple[str, ...] = ()


class Leave(Struct, frozen=True):
    """Control does not go on from here: `break`, `continue`, `raise`."""


Statement = Bind | Evaluate | Return | Branch | Repeat | Within | Bring | Leave | Function


class Script(Struct, frozen=True):
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
