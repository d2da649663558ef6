"""Whose state a path names: an object's, a class's, a module's; and whether one thread has it for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.effects.types import TypeRef
from monai_tslint.facts import AccessPath
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, VariableSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def module_state(body: Body, path: AccessPath) -> AccessPath | None:
    """Paths of module and class state under the name of what they belong to; None for what is nobody's state."""
    if ".__class__" in path:
        at = path.index(".__class__")
        owner = next((t for t in body.types(path[:at]) if isinstance(t, ClassInfo)), None)
        if owner is not None:
            body.engine.dispatch.name(owner)
        return (f"k:{owner.name}", *path[at + 1 :]) if owner is not None else None
    if path[0] == body.receiver and "classmethod" in body.function.function.decorators and body.cls is not None:
        body.engine.dispatch.name(body.cls)
        return (f"k:{body.cls.name}", *path[1:])
    if path[0][:2] not in ("g:", "i:"):
        return path
    return _named_state(body, path)


def _named_state(body: Body, path: AccessPath) -> AccessPath | None:
    for length in range(len(path), 0, -1):
        symbol = body.engine.types.symbol(path[:length], body.function)
        if isinstance(symbol, VariableSymbol):
            owner, _, name = symbol.name.rpartition(".")
            if owner:
                return (f"k:{symbol.file.module}.{owner}", f".{name}", *path[length:])
            return (f"g:{symbol.file.module}.{name}", *path[length:])
        if isinstance(symbol, ClassSymbol):
            return (f"k:{symbol.info.name}", *path[length:])
    if len(path) == 1 and path[0][:2] == "g:":
        return (f"g:{body.function.module.module}.{path[0][2:]}",)
    return None


def is_private(body: Body, path: AccessPath) -> bool:
    """Whether the written storage belongs to one thread, or synchronises itself."""
    return any(path[length][0] != "<" and _keeps_private(body, path[:length]) for length in range(1, len(path)))


def _keeps_private(body: Body, path: AccessPath) -> bool:
    known = body.private.get(path)
    if known is None:
        known = body.private[path] = body.engine.models.is_private(_known_types(body, path))
    return known


def _known_types(body: Body, path: AccessPath) -> tuple[TypeRef, ...]:
    """The classes at a path; an attribute that no constructor sets is looked for in the other methods."""
    types = body.types(path)
    if types or path[-1][0] != ".":
        return types
    owners = [t for t in body.types(path[:-1]) if isinstance(t, ClassInfo)]
    for owner in owners:
        body.engine.dispatch.note(owner, ("late attribute", path[-1][1:]))
    return tuple(t for owner in owners for t in body.engine.types.late_attribute(owner, path[-1][1:]))
