"""Code of the project that runs without being called by name: properties, descriptors and the protocols of operators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.effects import lifting
from monai_tslint.effects.binding import Arguments
from monai_tslint.effects.domain import Binding
from monai_tslint.facts import NOTHING, Access, AccessKind, AccessPath, Call, Value
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def read(body: Body, atom: AccessPath, name: str) -> Value | None:
    """What reading `atom.name` gives if a property or descriptor stands there, None if it is plain storage."""
    for symbol, cls, binding in _accessors(body, atom, name, "__get__", NOTHING):
        summary = body.engine.summary(symbol, cls, body.relevant_in(binding))
        return lifting.lift(body, summary, binding, body.now.span, body.now.context, Value((atom,)))
    return None


def write(body: Body, atom: AccessPath, name: str, value: Value, event: Access) -> bool:
    """Run the setter behind `atom.name = value`, or the deleter behind `del atom.name`; false if there is none."""
    protocol = "__delete__" if event.kind is AccessKind.DELETE else "__set__"
    for symbol, cls, binding in _accessors(body, atom, name, protocol, value):
        summary = body.engine.summary(symbol, cls, body.relevant_in(binding))
        lifting.lift(body, summary, binding, event.span, event.context, Value((atom,)))
        return True
    return False


def _accessors(
    body: Body, atom: AccessPath, name: str, protocol: str, value: Value
) -> Iterator[tuple[FunctionSymbol, ClassInfo, Binding]]:
    for cls in body.types(atom):
        accessor = body.engine.accessor(cls, name, protocol) if isinstance(cls, ClassInfo) else None
        if accessor is None or not isinstance(cls, ClassInfo):
            continue
        symbol, descriptor = accessor
        names = [f"p:{p.name}" for p in symbol.function.parameters]
        if descriptor is None:
            yield symbol, cls, dict(zip(names, (Value((atom,)), value), strict=False))
        else:
            holder = Value(((f"k:{cls.name}", f".{name}"),))
            yield symbol, descriptor, dict(zip(names, (holder, Value((atom,)), value), strict=False))


_PROTOCOLS = {
    "builtins.enumerate": ("__iter__", "__next__"),
    "builtins.iter": ("__iter__",),
    "builtins.len": ("__len__",),
    "builtins.list": ("__iter__", "__next__"),
    "builtins.repr": ("__repr__",),
    "builtins.reversed": ("__reversed__",),
    "builtins.set": ("__iter__", "__next__"),
    "builtins.sorted": ("__iter__", "__next__"),
    "builtins.str": ("__str__",),
    "builtins.tuple": ("__iter__", "__next__"),
    "builtins.zip": ("__iter__", "__next__"),
}
"""The methods of its arguments that a builtin calls."""


def run_protocol(body: Body, dotted: str, arguments: Arguments, event: Call) -> None:
    """Run the methods of the project's classes that a builtin calls on its arguments."""
    for name in _PROTOCOLS.get(dotted, ()):
        for _, value in arguments:
            for atom in value.atoms:
                if isinstance(atom, tuple):
                    operate(body, atom, name, (), event)


def operate(body: Body, atom: AccessPath, name: str, arguments: Arguments, event: Access | Call) -> bool:
    """Run the special method `name` of the object at `atom`; false if the project defines none."""
    for cls in body.types(atom) if body.is_followed(atom) else ():
        member = body.engine.lookup(cls, name) if isinstance(cls, ClassInfo) else None
        if member is not None and member.functions:
            body.calls.run_method(atom, name, arguments, Call((), arguments, event.span, event.context))
            return True
    return False
