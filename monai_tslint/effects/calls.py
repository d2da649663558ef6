"""Follows calls: finds what is called, binds the arguments, takes over the callee's effects, models library functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from monai_tslint.effects import library, lifting
from monai_tslint.effects.binding import Arguments, bind, bind_nested
from monai_tslint.effects.constructing import construct
from monai_tslint.effects.domain import plain_path, written
from monai_tslint.effects.properties import is_accessor
from monai_tslint.facts import NOTHING, AccessPath, Call, Fresh, FunctionIndex, Value
from monai_tslint.link.symbols import (
    ClassInfo,
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    UnknownSymbol,
    VariableSymbol,
)
from monai_tslint.values import join, of_path, part, part_at

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


class Target(Struct, frozen=True):
    """A function that a call runs: on which object (`receiver`), of which class."""

    function: FunctionSymbol
    receiver: Value | None = None
    cls: ClassInfo | None = None


class Calls:
    """The calls of one function body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.engine = body.engine
        self.held: tuple[AccessPath, ...] = ()
        self._shares = False

    def evaluate(self, event: Call) -> Value:
        """Follow a call and give its result."""
        arguments = tuple((name, self.body.resolve_value(value)) for name, value in event.arguments)
        self.held = ()
        self._shares = any(self.body.follows(value) for _, value in arguments)
        result = join([self._callee(path, arguments, event) for path in event.callees])
        self._callbacks(arguments, event)
        return result

    def _callbacks(self, arguments: Arguments, event: Call) -> None:
        """Bound methods that are handed over are taken to be called by whoever gets them."""
        for _, value in arguments:
            for atom in value.atoms:
                if isinstance(atom, Fresh) or len(atom) < 2 or atom[-1][0] != ".":
                    continue
                for cls in self.body.types(atom[:-1]):
                    member = self.engine.lookup(cls, atom[-1][1:]) if isinstance(cls, ClassInfo) else None
                    if member is not None and member.functions and not is_accessor(member.functions[0].decorators):
                        self.run_method(atom[:-1], atom[-1][1:], (), event)

    def _callee(self, path: AccessPath, arguments: Arguments, event: Call) -> Value:
        root = path[0]
        if root[:2] == "n:" and ":" not in root[2:]:
            return self._nested(path, arguments, event)
        if root[:2] in ("g:", "i:"):
            found = self._named(path, arguments, event)
            if found is not None:
                return found
        if len(path) == 1 or path[-1] == ".__class__":
            return self._call_value(self.body.resolve(path), arguments, event, path)
        if root == "super" and len(path) == 2:
            return self._super(path[1][1:], arguments, event)
        if path[-1][0] == ".":
            return self._method(path, arguments, event)
        return self._call_value(self.body.resolve(path), arguments, event, path)

    # By name -------------------------------------------------------------------------------------------------

    def _named(self, path: AccessPath, arguments: Arguments, event: Call) -> Value | None:
        symbol = self.engine.types.symbol(plain_path(path), self.body.function)
        match symbol:
            case ClassSymbol(info=info):
                return construct(self.body, info, arguments, event, self._shares)
            case FunctionSymbol() if self._shares or self.engine.touches_globals(symbol):
                return self._function(symbol, arguments, event)
            case ExternalSymbol(dotted=dotted):
                self._hands_out(dotted, arguments)
                return library.function(self.body, dotted, arguments, event)
            case VariableSymbol() | UnknownSymbol() | None:
                return None
        return NOTHING

    def _hands_out(self, dotted: str, arguments: Arguments) -> None:
        """A function that no pack knows and that gets the object itself might change it."""
        handed = any(
            plain_path(a) == (self.body.receiver,) for _, v in arguments for a in v.atoms if isinstance(a, tuple)
        )
        if handed and not self.engine.models.is_safe(dotted):
            self.body.unknown.setdefault(f"is handed to `{dotted}`, which is not known")

    def _function(self, symbol: FunctionSymbol, arguments: Arguments, event: Call) -> Value:
        """A module function, or a method named through its class: the object is then the first argument."""
        if symbol.owner is None or "staticmethod" in symbol.function.decorators:
            return self._run(Target(symbol), arguments, event)
        if "classmethod" in symbol.function.decorators:
            return self._run(Target(symbol, Value(((f"k:{symbol.owner.name}",),)), symbol.owner), arguments, event)
        if not arguments:
            return NOTHING
        receiver = arguments[0][1]
        own = any(not isinstance(a, Fresh) and a == (self.body.receiver,) for a in receiver.atoms)
        cls = self.body.cls if own and self.body.cls is not None else symbol.owner
        return self._run(Target(symbol, receiver, cls), arguments[1:], event)

    # Through objects -----------------------------------------------------------------------------------------

    def _super(self, name: str, arguments: Arguments, event: Call) -> Value:
        body = self.body
        owner, receiver = body.function.owner, body.receiver
        if owner is None or receiver is None:
            return NOTHING
        member = self.engine.lookup_after(body.cls or owner, owner, name)
        if member is None or not member.functions:
            return NOTHING
        return self._methods(member.owner, member.functions, of_path((receiver,)), body.cls or owner, arguments, event)

    def _method(self, path: AccessPath, arguments: Arguments, event: Call) -> Value:
        base, name = self.body.resolve(path[:-1]), path[-1][1:]
        return join([self.run_method(atom, name, arguments, event) for atom in base.atoms])

    def run_method(self, atom: AccessPath | Fresh, name: str, arguments: Arguments, event: Call) -> Value:
        """The result of calling a method of the object at `atom`."""
        body = self.body
        if not self._shares and not body.is_followed(atom):
            return NOTHING
        types = body.types(atom)
        if not isinstance(atom, Fresh):
            body.note_read(atom, body.site(event.span))
        for cls in types:
            if not isinstance(cls, ClassInfo):
                continue
            member = self.engine.lookup(cls, name)
            if member is None and name == "__call__" and (running := self.engine.models.running(cls)) is not None:
                member = self.engine.lookup(cls, running)
            if member is not None and member.functions and not is_accessor(member.functions[0].decorators):
                return self._methods(member.owner, member.functions, Value((atom,)), cls, arguments, event)
            bound = self._bound_methods(atom, cls, name, arguments, event)
            if bound is not None:
                return bound
        if isinstance(atom, Fresh) and any(n == f".{name}" for n, _ in atom.fields):
            return self._call_value(part(Value((atom,)), f".{name}"), arguments, event, None)
        return self._attribute_call(atom, types, name, arguments, event)

    def _attribute_call(
        self, atom: AccessPath | Fresh, types: tuple[object, ...], name: str, arguments: Arguments, event: Call
    ) -> Value:
        """`obj.name(…)` where `name` is no method of a known class: a stored callable, or a library type's method."""
        body = self.body
        if not isinstance(atom, Fresh):
            body.note_read((*atom, f".{name}"), body.site(event.span))
        known = library.method(body, atom, name, arguments, event)
        if known is not None:
            return known
        if isinstance(atom, Fresh):
            return NOTHING
        if name != "__call__" and any(isinstance(t, ClassInfo) for t in types):
            stored = part(Value((atom,)), f".{name}")
            return self._call_value(stored, arguments, event, (*atom, f".{name}"))
        if not types and atom[0] == body.receiver and len(atom) > 1:
            self._unknown(atom, f".{name}")
        return NOTHING

    def _bound_methods(
        self, atom: AccessPath | Fresh, cls: ClassInfo, name: str, arguments: Arguments, event: Call
    ) -> Value | None:
        """`self.f()` after `self.f = self._g`: the stored bound method runs."""
        results = []
        for steps in self.engine.stored_methods(cls, name):
            holder = part_at(Value((atom,)), steps[:-1])
            for one in holder.atoms:
                for owner in self.body.types(one):
                    member = self.engine.lookup(owner, steps[-1][1:]) if isinstance(owner, ClassInfo) else None
                    if member is not None and member.functions and not is_accessor(member.functions[0].decorators):
                        results.append(self.run_method(one, steps[-1][1:], arguments, event))
        return join(results) if results else None

    def _call_value(self, value: Value, arguments: Arguments, event: Call, path: AccessPath | None) -> Value:
        """Calling an object: `__call__` of its class; a bound method of ours; else unknown."""
        results = []
        for atom in value.atoms:
            if isinstance(atom, Fresh) and atom.kind == "partial":
                results.append(self._call_partial(atom, arguments, event))
                continue
            if not isinstance(atom, Fresh) and atom[0][0] in "gi" and atom != path:
                results.append(self._named(atom, arguments, event) or NOTHING)
                continue
            types = self.body.types(atom)
            if not isinstance(atom, Fresh) and self._denotes_class(atom):
                results += [
                    construct(self.body, t, arguments, event, self._shares)
                    for t in types[:1]
                    if isinstance(t, ClassInfo)
                ]
                continue
            known = [t for t in types if isinstance(t, ClassInfo)]
            if known:
                results += [self.run_method(atom, "__call__", arguments, event) for _ in known[:1]]
            elif (
                not isinstance(atom, Fresh)
                and len(atom) > 1
                and atom[-1][0] == "."
                and path is not None
                and atom != path
            ):
                results.append(self.run_method(atom[:-1], atom[-1][1:], arguments, event))
            elif not isinstance(atom, Fresh) and len(atom) > 2 and atom[-1] == "[]" and atom[-2][0] == ".":
                results.append(self.run_method(atom[:-2], atom[-2][1:], arguments, event))
            elif not isinstance(atom, Fresh) and types:
                results.append(library.method(self.body, atom, "__call__", arguments, event) or NOTHING)
            elif not isinstance(atom, Fresh):
                self._unknown(atom)
        return join(results)

    def _denotes_class(self, atom: AccessPath) -> bool:
        """Whether an atom is a class, not an object of it."""
        in_class = "classmethod" in self.body.function.function.decorators
        return _is_class(atom) or (in_class and atom == (self.body.receiver,))

    def _call_partial(self, atom: Fresh, arguments: Arguments, event: Call) -> Value:
        """Calling `functools.partial(f, x)`: `f` with `x` before the arguments."""
        fields = dict(atom.fields)
        self._shares = self._shares or any(self.body.follows(value) for value in fields.values())
        stored = tuple(("", v) for n, v in atom.fields if n[1:-1].isdigit())
        named = tuple((n[2:-1], v) for n, v in atom.fields if n.startswith("[="))
        return self._call_value(fields.get(".func", NOTHING), (*stored, *arguments, *named), event, ())

    def _unknown(self, atom: AccessPath, suffix: str = "") -> None:
        """A call on something that the object holds, whose class is not known, might change it."""
        plain = plain_path(atom)
        if plain[0] != self.body.receiver or len(plain) < 2 or self.engine.is_judged_elsewhere(self.body.cls, plain):
            return
        text = plain[0][2:] + "".join(s if s[0] == "." else "[…]" for s in plain[1:]) + suffix
        self.body.unknown.setdefault(f"calls `{text}`, which is not known")

    # Running -------------------------------------------------------------------------------------------------

    def _methods(
        self,
        owner: ClassInfo,
        functions: tuple[FunctionIndex, ...],
        receiver: Value,
        cls: ClassInfo,
        arguments: Arguments,
        event: Call,
    ) -> Value:
        symbol = FunctionSymbol(owner.file, functions[-1], owner)
        if "staticmethod" in symbol.function.decorators:
            return self._run(Target(symbol), arguments, event)
        if "classmethod" in symbol.function.decorators:
            receiver = join(Value((a,)) if _is_class(a) else part(Value((a,)), ".__class__") for a in receiver.atoms)
        return self._run(Target(symbol, receiver, cls), arguments, event)

    def _run(self, target: Target, arguments: Arguments, event: Call) -> Value:
        binding = bind(target.function.function, target.receiver, arguments)
        summary = self.engine.summary(target.function, target.cls, self.body.relevant_in(binding))
        self.held = lifting.held_at_yields(self.body, self.engine.facts(target.function), binding)
        return lifting.lift(
            self.body, summary, binding, event.span, event.context, target.receiver, self._entry_of(target)
        )

    def _entry_of(self, target: Target) -> ClassInfo | None:
        """The class of another shared object whose entry point is called, None for any other call."""
        if target.cls is None or target.receiver is None:
            return None
        own = any(not isinstance(a, Fresh) and len(plain_path(a)) == 1 for a in target.receiver.atoms)
        if own or not self.engine.is_entry(target.cls, target.function.function.name):
            return None
        return target.cls

    def _nested(self, path: AccessPath, arguments: Arguments, event: Call) -> Value:
        """A function defined in this one: its effects on its own parameters are effects on what it is called with."""
        number = int(path[0][2:])
        binding = bind_nested(number, self.body.facts.nested[number][1], arguments)
        for effect in list(self.body.effects.values()):
            if effect.path[0] in binding:
                for atom in written(effect, binding):
                    self.body.add(effect.kind, atom, effect.site, event.context, effect.value, effect.how)
        return NOTHING


def _is_class(atom: AccessPath | Fresh) -> bool:
    return not isinstance(atom, Fresh) and atom[-1] == ".__class__"
