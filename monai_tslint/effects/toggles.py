"""Finds temporary state: an attribute that is set, other code runs, and the attribute is set back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.effects.domain import Effect, plain_path
from monai_tslint.facts import Access, AccessKind, AccessPath, Call, Event, Fresh, Value, Yield
from monai_tslint.values import extend

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body

_SWITCHES = ("true", "false")


class _Toggle(Struct, frozen=True):
    """The event that sets the temporary value, the one that sets it back, and whether an exception skips the latter."""

    start: Access
    restore: Access
    leaks: bool


def mark(body: Body) -> None:
    """Give effects that set or restore temporary state their roles; add a `leak` where a restore can be skipped."""
    for toggle in _find(body):
        start, restore = body.site(toggle.start.span), body.site(toggle.restore.span)
        for key, effect in list(body.effects.items()):
            if effect.site == start and not effect.chain and not effect.role:
                body.effects[key] = replace(effect, role="toggle", toggle=restore)
            elif effect.site == restore and not effect.chain and not effect.role:
                body.effects[key] = replace(effect, role="restore", toggle=start)
        if toggle.leaks:
            for path in _raw_targets(body, toggle.restore):
                body.keep(Effect(AccessKind.ASSIGN, path, restore, restore, role="leak", toggle=start))


def pair_managers(body: Body) -> None:
    """What `__enter__` of a context manager sets and its `__exit__` sets again is temporary state too."""
    entered = {
        (effect.chain[0].span, effect.path): key
        for key, effect in body.effects.items()
        if _inner(effect) == "__enter__"
    }
    for key, effect in list(body.effects.items()):
        start = entered.get((effect.chain[0].span, effect.path)) if _inner(effect) == "__exit__" else None
        if start is not None and not effect.role:
            body.effects[start] = replace(body.effects[start], role="toggle", toggle=effect.site)
            body.effects[key] = replace(effect, role="restore", toggle=body.effects[start].site)


def _inner(effect: Effect) -> str:
    """The function that this function calls on the way to an effect."""
    return (effect.chain[1] if len(effect.chain) > 1 else effect.site).function.name if effect.chain else ""


def _raw_targets(body: Body, access: Access) -> Iterator[AccessPath]:
    """The written paths as they are spelled, whether or not a property or a thread-local stands behind them."""
    for atom in body.resolve(access.path[:-1]).atoms:
        if not isinstance(atom, Fresh):
            yield plain_path(extend(atom, access.path[-1]))


def _find(body: Body) -> Iterator[_Toggle]:
    events = body.facts.events
    writes = [
        (i, e)
        for i, e in enumerate(events)
        if isinstance(e, Access) and e.kind is AccessKind.ASSIGN and len(e.path) > 1
    ]
    if len(writes) < 2:
        return
    targets = {i: set(_raw_targets(body, e)) for i, e in writes}
    for position, (last, restore) in enumerate(writes):
        for first, start in reversed(writes[:position]):
            if not targets[first] & targets[last] or start.span == restore.span or _exclusive(start, restore):
                continue
            between = [
                e for e in events[first + 1 : last] if isinstance(e, Call | Yield) or _uses(body, e, targets[first])
            ]
            if between and _sets_back(body, start, restore, targets[last], writes[:position]):
                handled = any(e.context.handler and targets[i] & targets[last] for i, e in writes if i > first)
                yield _Toggle(start, restore, not handled and _leaks(restore, between))
            break


def _exclusive(one: Access, other: Access) -> bool:
    """Whether the two stand in different branches of one `if`."""
    return any(-arm in other.context.arms for arm in one.context.arms)


def _uses(body: Body, event: Event, targets: set[AccessPath]) -> bool:
    """Whether an event reads the temporary value."""
    return (
        isinstance(event, Access)
        and event.kind is AccessKind.READ
        and not targets.isdisjoint(_raw_targets(body, event))
    )


def _sets_back(
    body: Body, start: Access, restore: Access, targets: set[AccessPath], earlier: list[tuple[int, Access]]
) -> bool:
    if _holds(body, start.value, targets, earlier):
        return False
    if _holds(body, restore.value, targets, earlier):
        return True
    return _switches_back(body, start, restore)


def _holds(body: Body, value: Value, targets: set[AccessPath], earlier: list[tuple[int, Access]]) -> bool:
    """Whether `value` was read from one of the targets, directly or through an attribute that keeps the old value."""
    paths = _paths(body, value)
    if paths & targets:
        return True
    return any(
        plain_path(e.path) in paths and _paths(body, e.value) & targets
        for _, e in earlier
        if plain_path(e.path) in paths
    )


def _paths(body: Body, value: Value) -> set[AccessPath]:
    raw = {plain_path(a) for a in value.atoms if not isinstance(a, Fresh)}
    return raw | {plain_path(a) for a in body.resolve_value(value).atoms if not isinstance(a, Fresh)}


def _switches_back(body: Body, start: Access, restore: Access) -> bool:
    """`self.x = False … self.x = True`, where True is what the constructor sets, or a `finally` restores it."""
    on, off = _switch(start.value), _switch(restore.value)
    if on is None or off is None or on == off or restore.context.tests != start.context.tests:
        return False
    if restore.context.final is not None:
        return True
    if body.cls is None or len(restore.path) != 2:
        return False
    body.engine.dispatch.name(body.cls)
    assigned = body.engine.types.assigned(body.cls).get(restore.path[-1][1:], [])
    return any(_switch(a.access.value) == off for a in assigned)


def _switch(value: Value) -> str | None:
    atom = value.atoms[0] if len(value.atoms) == 1 else None
    return atom.kind if isinstance(atom, Fresh) and atom.kind in _SWITCHES else None


def _leaks(restore: Access, between: list[Event]) -> bool:
    final = restore.context.final
    if final is None:
        return True
    return any(isinstance(e, Yield) and final not in e.context.tries for e in between)
