"""What the analysis says about functions: effects, summaries and how they are carried from callee to caller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct, field

from monai_tslint.facts import NOTHING, AccessKind, AccessPath, FileIndex, Fresh, FunctionIndex, Span, Test, Value
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.values import MAX_ATOMS, MAX_STEPS, VIEW, part

FunctionKey = tuple[str, str, int]


def key_of(function: FunctionSymbol) -> FunctionKey:
    """What identifies a function: its file, its qualified name and its line."""
    return (function.module.path, function.function.qualname, function.function.line)


class Site(Struct, frozen=True, eq=False):
    """A place in a function: where an access or a call stands. `external` places cannot carry findings.

    `line` is the first line of the function.
    """

    path: str
    line: int
    span: Span
    function: FunctionIndex
    owner: ClassInfo | None
    module: FileIndex
    external: bool = False

    def __hash__(self) -> int:
        return hash((self.path, self.line, self.span))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Site) and (self.path, self.line, self.span) == (other.path, other.line, other.span)

    @property
    def sort_key(self) -> tuple[str, int, int, int]:
        """Orders sites by file, function and position."""
        return (self.path, self.line, self.span.line, self.span.column)


class Effect(Struct, frozen=True):
    """A write seen from a function: on which path (rooted in its parameters or globals), where, and how it is reached.

    `chain` are the call sites from the function to the write, outermost first. `anchor` is where the shared object's own
    code does it: the write itself, or the call by which that code hands a part of the object to code of something else.
    `handler` says that the write stands in an exception handler. `composed` effects are those of another shared object's
    entry point, called as its users call it.
    """

    kind: AccessKind
    path: AccessPath
    site: Site
    anchor: Site
    value: Value = NOTHING
    how: str = ""
    chain: tuple[Site, ...] = ()
    guards: tuple[AccessPath, ...] = ()
    tests: tuple[Test, ...] = ()
    toggle: Site | None = None
    role: str = ""
    handler: bool = False
    composed: ClassInfo | None = None

    @property
    def changes_slot(self) -> bool:
        """Whether the last step of the path is a slot that was given another value, not an object that was changed."""
        return self.kind is not AccessKind.MUTATE or self.how == "[]="

    @property
    def key(self) -> tuple[object, ...]:
        """What distinguishes effects; of several with one key the shortest chain is kept."""
        return (
            self.path,
            self.kind,
            self.site,
            self.anchor,
            self.guards,
            self.role,
            self.composed and self.composed.name,
        )


class Summary(Struct, frozen=True):
    """What calling a function does: writes, reads (path to its first sites), what it may return, what is not known."""

    effects: tuple[Effect, ...] = ()
    reads: Mapping[AccessPath, Mapping[Site, None]] = field(default_factory=dict)
    returns: Value = NOTHING
    unknown: tuple[str, ...] = ()


EMPTY = Summary()
_MAX_DEPTH = 2

Binding = Mapping[str, Value]
"""Roots of the callee (`p:name`) to values of the caller."""


def apply(path: AccessPath, binding: Binding) -> tuple[AccessPath | Fresh, ...]:
    """What a callee's path may denote in the caller; paths of module state stay what they are."""
    root = path[0]
    if root[0] not in "pn":
        return (path,)
    bound = binding.get(root)
    if bound is None:
        return ()
    if len(path) == 1:
        return bound.atoms
    if len(bound.atoms) == 1 and not isinstance(bound.atoms[0], Fresh) and bound.atoms[0][0][0] in "pn":
        joined = (*bound.atoms[0], *path[1:])
        return (joined,) if len(joined) < MAX_STEPS else ()
    value = Value(bound.atoms)
    for step in path[1:]:
        value = part(value, step)
    return value.atoms


def written(effect: Effect, binding: Binding) -> Iterator[AccessPath]:
    """The caller's storage that a callee's effect changes.

    An assignment changes a slot of the object that holds it, whatever the slot refers to; a mutation changes the object itself.
    """
    path = effect.path
    if len(path) == 1 or not effect.changes_slot:
        yield from (a for a in apply(path, binding) if not isinstance(a, Fresh) and not is_view_attribute(a))
        return
    for atom in apply(path[:-1], binding):
        if isinstance(atom, Fresh) or len(atom) >= MAX_STEPS:
            continue
        target = (*atom, path[-1])
        if not is_view_attribute(target):
            yield target


def _dependencies(deps: frozenset[AccessPath], binding: Binding) -> frozenset[AccessPath]:
    """What a callee's dependencies are in the caller: the storage bound to them, and what that was computed from."""
    found: set[AccessPath] = set()
    for dep in deps:
        bound = binding.get(dep[0])
        if bound is None:
            continue
        for atom in bound.atoms:
            if not isinstance(atom, Fresh) and atom[0][0] in "pn":
                path = plain_path(atom)
                found.add((*path, *dep[1:]) if len(path) == 1 else path[:2])
        found |= {d for d in bound.deps if len(d) > 1 or (d,) != bound.atoms}
    return frozenset(found)


def substitute(value: Value, binding: Binding, depth: int = 0) -> Value:
    """A callee's value in the caller's terms."""
    if not value.atoms and not value.deps:
        return value
    atoms: dict[AccessPath | Fresh, None] = {}
    for atom in value.atoms:
        if not isinstance(atom, Fresh):
            atoms.update(dict.fromkeys(apply(atom, binding)))
        elif atom.fields:
            atoms[_substitute_fresh(atom, binding, depth)] = None
        else:
            atoms[atom] = None
    return Value(tuple(atoms)[:MAX_ATOMS], _dependencies(value.deps, binding) if value.deps else value.deps)


def _substitute_fresh(fresh: Fresh, binding: Binding, depth: int) -> Fresh:
    fields = []
    for name, value in fresh.fields if depth < _MAX_DEPTH else ():
        changed = substitute(value, binding, depth + 1)
        if leads_out(changed):
            fields.append((name, changed))
    return Fresh(fresh.site, tuple(fields), fresh.literal, fresh.kind)


def leads_out(value: Value) -> bool:
    """Whether a part of the value may be storage that was not made in this call."""
    return any(
        not isinstance(a, Fresh) or (a.kind or "").startswith("class:") or any(leads_out(v) for _, v in a.fields)
        for a in value.atoms
    )


def about(path: AccessPath, tests: tuple[Test, ...]) -> tuple[Test, ...]:
    """The tests that were made on the storage at `path` or on a part of it."""
    return tuple(t for t in tests if t.path[: len(path)] == path)


def is_view_attribute(path: AccessPath) -> bool:
    """Whether a path leads to an attribute of an array view, which its base does not share."""
    return any(one == VIEW and other[0] == "." for one, other in pairwise(path))


def plain_path(path: AccessPath) -> AccessPath:
    """The path without class knowledge."""
    for step in path:
        if step[0] == "<":
            return tuple([s for s in path if s[0] != "<"])
    return path


def overlaps(one: AccessPath, other: AccessPath) -> bool:
    """Whether two plain paths may concern the same storage: one leads to or through the other."""
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def receiver_of(function: FunctionSymbol) -> str | None:
    """The root that stands for the object a method is called on (the class for a class method), None for others."""
    parameters = function.function.parameters
    if function.owner is None or not parameters or "staticmethod" in function.function.decorators:
        return None
    return f"p:{parameters[0].name}"
