"""Operations on abstract values: taking a part, joining, counting what a value was computed from."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from monai_tslint.facts import NOTHING, AccessPath, Fresh, Span, Value

MAX_STEPS = 8
"""Longer access paths are cut here, which keeps the analysis finite on recursive structures."""

VIEW = "<~>"
"""Step to another object over the same array storage: elements are shared with it, attributes are not."""

MAX_TESTS = 24
"""Only the nearest conditions around an access are kept."""

MAX_ATOMS = 12
MAX_NESTING = 2


def of_path(path: AccessPath) -> Value:
    """The value stored at `path`, which depends on its first attribute."""
    return Value((path,), frozenset((path,)) if path[0][0] in "pn" else frozenset())


def made_at(span: Span) -> int:
    """The allocation number of what a call at this place makes: below zero, apart from those that the reader gives."""
    return -1 - (hash(span) & 0x7FFFFFFF)


def extend(path: AccessPath, step: str) -> AccessPath:
    """`path` with one more step, cut to MAX_STEPS. Class knowledge replaces older class knowledge."""
    if step[0] == "<":
        if path[-1] == step or path[-1] == VIEW:
            return path
        if path[-1][0] == "<":
            return (*path[:-1], step)
    return (*path, step) if len(path) < MAX_STEPS else path


def is_element(step: str) -> bool:
    """Whether a step leads to an element of a container."""
    return step[0] == "["


def _fields(fresh: Fresh, step: str) -> list[Value]:
    """The parts of a fresh object that a step may lead to. A position that is not listed holds nothing shared."""
    if not is_element(step):
        return [value for name, value in fresh.fields if name == step]
    if step != "[]":
        exact = [value for name, value in fresh.fields if name == step]
        return exact or [value for name, value in fresh.fields if name == "[]"]
    named = fresh.kind != "kwargs"
    return [value for name, value in fresh.fields if is_element(name) and (named or name == "[]")]


def _slice(fresh: Fresh) -> Fresh:
    return Fresh(fresh.site, tuple(f for f in fresh.fields if is_element(f[0])), kind=fresh.kind)


def part(value: Value, step: str) -> Value:
    """What `step` reaches from `value`. A part of a fresh object that holds nothing shared is no storage at all."""
    if len(value.atoms) == 1 and not isinstance(value.atoms[0], Fresh) and step != "[:]":
        return _part_of_path(value.atoms[0], value.deps, step)
    atoms: list[AccessPath | Fresh] = []
    deps: set[AccessPath] = set()
    for atom in value.atoms:
        if isinstance(atom, Fresh):
            if step == "[:]":
                atoms.append(_slice(atom))
                continue
            for field in _fields(atom, step):
                atoms.extend(field.atoms)
                deps |= field.deps
            if not atom.fields or not is_element(step):
                deps |= value.deps
            continue
        one = _part_of_path(atom, value.deps, step)
        atoms.extend(one.atoms)
        deps |= one.deps
    if step == "[:]" or not value.atoms:
        deps |= value.deps
    return Value(_distinct(atoms), frozenset(deps))


def _part_of_path(path: AccessPath, deps: frozenset[AccessPath], step: str) -> Value:
    plain = step if step[0] != "[" or step == "[:]" or path[0][0] == "c" else "[]"
    if step[0] == "." and path[0][0] in "pn" and (len(path) == 1 or all(s[0] == "<" for s in path[1:])):
        deps = (deps - {path[:1]}) | {(path[0], step)}
    return Value((extend(path, plain),), deps)


def part_at(value: Value, steps: AccessPath) -> Value:
    """What several steps reach from `value`."""
    for step in steps:
        value = part(value, step)
    return value


def _distinct(atoms: Iterable[AccessPath | Fresh]) -> tuple[AccessPath | Fresh, ...]:
    return tuple(dict.fromkeys(atoms))[:MAX_ATOMS]


def join(values: Iterable[Value]) -> Value:
    """A value that may be any of `values`."""
    known = [v for v in values if v is not NOTHING]
    if len(known) < 2:
        return known[0] if known else NOTHING
    return Value(
        _distinct(a for v in known for a in v.atoms),
        frozenset(d for v in known for d in v.deps),
    )


def plain(deps: Iterable[frozenset[AccessPath]]) -> Value:
    """A value that aliases nothing and was computed from `deps`."""
    return Value((), frozenset(d for group in deps for d in group))


def nesting(value: Value) -> int:
    """How deeply fresh objects are nested in `value`."""
    return max(
        (1 + max((nesting(v) for _, v in a.fields), default=0) for a in value.atoms if isinstance(a, Fresh)), default=0
    )


def with_field(fresh: Fresh, step: str, value: Value) -> Fresh:
    """`fresh` after a part of it was (perhaps) set to `value`."""
    if nesting(value) >= MAX_NESTING or not value.atoms:
        return fresh
    old = next((v for name, v in fresh.fields if name == step), NOTHING)
    others = tuple(f for f in fresh.fields if f[0] != step)
    return replace(fresh, fields=(*others, (step, join((old, value)))))
