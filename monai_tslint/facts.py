"""What the analysis knows of the code, as plain frozen data: no syntax travels between stages.

Words: an *access path* is a tuple of steps, `("p:self", ".cache", "[]")`. The first step is the root:

* `p:NAME` - a parameter of the function;
* `n:K:NAME` - a parameter of the K-th function nested in it;
* `g:NAME` - a name of the module (import, class, function, variable) or a builtin;
* `c:N` - what the N-th event, a call, gave back;
* `super` - the `super()` object of a method.

Later steps are `.NAME` (attribute), `[]` (any element), `[K]` (the K-th element of a display), `[:]` (a slice)
and `<NAME>` (the same object, known by a test or annotation to be an instance of that class).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

AccessPath = tuple[str, ...]

NOTEBOOK = ".ipynb"
"""The suffix of notebooks."""


class AccessKind(StrEnum):
    """What an access does to the storage that its path names."""

    READ = "read"
    ASSIGN = "assign"
    AUGMENT = "augment"
    DELETE = "delete"
    MUTATE = "mutate"


class Span(NamedTuple):
    """A range of source: 1-based lines and columns (code points), the end column exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Fresh(Struct, frozen=True, omit_defaults=True):
    """An object made in this call. `fields` says what its parts alias; `literal` is its text if it is a constant."""

    site: int
    fields: tuple[tuple[str, Value], ...] = ()
    literal: str | None = None
    kind: str | None = None

    def __hash__(self) -> int:
        return hash((self.site, self.literal, self.kind))


class Value(Struct, frozen=True, omit_defaults=True):
    """Everything an expression may denote: aliased storage, fresh objects, and the paths that it was computed from."""

    atoms: tuple[AccessPath | Fresh, ...] = ()
    deps: frozenset[AccessPath] = frozenset()


NOTHING = Value()


class TestKind(StrEnum):
    """A condition known to hold where an access happens, about the state that a path names."""

    IS_NONE = "is-none"
    MISSING = "missing"
    FALSY = "falsy"
    ABSENT_KEY = "absent-key"
    OTHER = "other"


class Test(Struct, frozen=True, array_like=True):
    """`kind` holds for `path` (with `[]` for a key of a container) where the access happens."""

    kind: TestKind
    path: AccessPath


class Context(Struct, frozen=True, omit_defaults=True):
    """Where an event stands: `locks` are the `with` subjects held, `tests` the conditions that hold.

    `tries` are the numbers of the enclosing `try` statements that have a `finally`; `final` is the number of the one whose
    `finally` block this is in; `deferred` says that it stands in a nested function. `arms` are the branches around it: N in the
    body of the N-th `if` statement, -N in its `elif` and `else`.
    """

    locks: tuple[AccessPath, ...] = ()
    tests: tuple[Test, ...] = ()
    tries: tuple[int, ...] = ()
    final: int | None = None
    handler: bool = False
    loop: int = 0
    deferred: bool = False
    arms: tuple[int, ...] = ()


class Access(Struct, frozen=True, array_like=True, tag=True):
    """One read or write. `value` is what an assignment stores; `key` says what a subscript depends on."""

    kind: AccessKind
    path: AccessPath
    span: Span
    context: Context
    value: Value = NOTHING
    how: str = ""


class Call(Struct, frozen=True, array_like=True, tag=True):
    """One call. `callees` are the paths called (several after a conditional); `arguments` are the positional, then the named.

    An argument's name is `""` if positional, `"*"` or `"**"` if unpacked.
    """

    callees: tuple[AccessPath, ...]
    arguments: tuple[tuple[str, Value], ...]
    span: Span
    context: Context


class Yield(Struct, frozen=True, array_like=True, tag=True):
    """A point where a generator hands control to its caller."""

    span: Span
    context: Context


Event = Access | Call | Yield
AnyEvent = TypeVar("AnyEvent", bound=Event)


def moved(event: AnyEvent, by: int) -> AnyEvent:
    """The event, so many lines further down."""
    span = event.span
    return replace(event, span=Span(span.line + by, span.column, span.end_line + by, span.end_column))


class Parameter(Struct, frozen=True, array_like=True):
    """`kind` is one of `""`, `"*"`, `"**"`; `annotation` and `default` are source text or None."""

    name: str
    kind: str = ""
    annotation: str | None = None
    default: str | None = None
    keyword_only: bool = False


class FunctionFacts(Struct, frozen=True, array_like=True):
    """What the body of one function does, in the order of its source.

    `nested` gives for each nested function its name and parameter names; `returns` is everything it may return or yield.
    """

    events: tuple[Event, ...]
    returns: Value = NOTHING
    nested: tuple[tuple[str, tuple[str, ...]], ...] = ()
    generator: bool = False
    problem: str | None = None


class FunctionIndex(Struct, frozen=True, array_like=True):
    """The outline of one function: its place and its signature.

    `line` is that of the first decorator, `def_line` that of `def`.
    """

    name: str
    qualname: str
    line: int
    def_line: int
    end_line: int
    parameters: tuple[Parameter, ...] = ()
    decorators: tuple[str, ...] = ()
    returns: str | None = None
    is_async: bool = False


class InstanceField(Struct, frozen=True, array_like=True):
    """One value that a constructor may give to an attribute of the object: annotation and value as short source text.

    A value is None if it is a plain result (of operators, say), `?` if its text does not tell.
    """

    name: str
    constructor: str
    annotation: str | None
    value: str | None


class ClassIndex(Struct, frozen=True, array_like=True):
    """The outline of one class. `bases` and `decorators` are dotted source text, `""` where it is no dotted name.

    `attributes` are the names assigned or annotated in the body: (name, annotation text or None, value text or None), values
    cut to calls, names and displays. `fields` are the attributes that its constructors set. `line` is that of the keyword.
    """

    name: str
    qualname: str
    line: int
    column: int
    end_line: int
    bases: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    decorators: tuple[str, ...] = ()
    methods: Mapping[str, tuple[FunctionIndex, ...]] = field(default_factory=dict)
    attributes: tuple[tuple[str, str | None, str | None], ...] = ()
    fields: tuple[InstanceField, ...] = ()


class Import(Struct, frozen=True, array_like=True):
    """`local` is bound to `module` (or its attribute `name`); `star` imports have local `"*"`."""

    local: str
    module: str
    name: str | None = None


PARAMETER = "="
"""How the name of a parameter ends where it stands for what is called."""


class PipelineCall(Struct, frozen=True, array_like=True):
    """A call that may build a pipeline of transforms. Names are dotted source text, as they mean in `scope`.

    `callee` is what is called, or `NAME=` for what any call is given by that keyword; `members` are called to make what is
    handed over, alone or in a list.
    """

    scope: str
    callee: str
    members: tuple[str, ...]


class FileIndex(Struct, frozen=True, array_like=True):
    """The outline of one file. `variables` are module-level assignments: (name, annotation or None, value text or None).

    `pipelines` are the calls of anything that has the last name of a pipeline, or that is given a transform by keyword.
    """

    path: str
    module: str
    is_package: bool
    digest: str
    imports: tuple[Import, ...] = ()
    classes: Mapping[str, ClassIndex] = field(default_factory=dict)
    functions: Mapping[str, FunctionIndex] = field(default_factory=dict)
    variables: tuple[tuple[str, str | None, str | None], ...] = ()
    exports: tuple[str, ...] | None = None
    pipelines: tuple[PipelineCall, ...] = ()

    @property
    def functions_in_order(self) -> tuple[FunctionIndex, ...]:
        """All functions of it: those of the module, then those of its classes, in the order that they are listed in."""
        methods = (f for cls in self.classes.values() for functions in cls.methods.values() for f in functions)
        return (*self.functions.values(), *methods)

    @property
    def importable(self) -> bool:
        """Whether an import can reach it: a notebook is a module that nobody can import."""
        return not self.path.endswith(NOTEBOOK)
