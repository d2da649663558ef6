"""Follows calls: finds what is called, binds the arguments, takes over the callee's effects, models library functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monai_tslint.effects import library
from monai_tslint.effects.domain import plain_path, written
from monai_tslint.effects.types import is_accessor, receiver_of
from monai_tslint.facts import NOTHING, Access, AccessKind, AccessPath, Call, Fresh, FunctionIndex, Value
from monai_tslint.link.symbols import (
    ClassInfo,
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    UnknownSymbol,
    VariableSymbol,
)
from monai_tslint.values import join, of_path, part

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body

Arguments = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A function that a call runs: on which object (`receiver`), of which class."""

    function: FunctionSymbol
    receiver: Value | None = None
    cls: ClassInfo | None = None


class Calls:
    """The calls of one function body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.engine = body.engine
        self._shares = False

    def evaluate(self, event: Call) -> Value:
        """Follow a call and give its result."""
        arguments = tuple((name, self.body.resolve_value(value)) for name, value in event.arguments)
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
                    member = self.engine.project.lookup(cls, atom[-1][1:]) if isinstance(cls, ClassInfo) else None
                    if member is not None and member.functions and not is_accessor(member.functions[0].decorators):
                        self._method_of(atom[:-1], atom[-1][1:], (), event)

    def _callee(self, path: AccessPath, arguments: Arguments, event: Call) -> Value:
        root = path[0]
        if root[:2] == "n:" and ":" not in root[2:]:
            return self._nested(path, arguments, event)
        if root[:2] in ("g:", "i:"):
            found = self._named(path, arguments, event)
            if found is not None:
                return found
        if len(path) == 1:
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
                return self._construct(info, arguments, event)
            case FunctionSymbol() if self._shares or self.engine.touches_globals(symbol):
                return self._function(symbol, arguments, event)
            case ExternalSymbol(dotted=dotted):
                return library.function(self.body, dotted, arguments, event)
            case VariableSymbol() | UnknownSymbol() | None:
                return None
        return NOTHING

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

    def _construct(self, info: ClassInfo, arguments: Arguments, event: Call) -> Value:
        """A constructor: the object is fresh, but what it stores and changes of its arguments is not."""
        types = self.engine.types
        base = Fresh(-event.span.column, kind=types.kind_of(info))
        result = Value((base,), frozenset(d for _, v in arguments for d in v.deps))
        for name in ("__init__", "__post_init__") if self._shares else ():
            member = self.engine.project.lookup(info, name)
            if member is None or not member.functions:
                continue
            symbol = FunctionSymbol(member.owner.file, member.functions[-1], member.owner)
            binding = bind(symbol.function, result, arguments)
            receiver = receiver_of(symbol)
            summary = self.engine.summary(symbol, info, self._relevant(binding) | {receiver or ""})
            fields = self.engine.fields_after(summary, symbol, binding)
            result = Value((Fresh(base.site, fields, kind=base.kind),), result.deps)
            self.body.lift(summary, bind(symbol.function, result, arguments), event.span, event.context)
        return result

    # Through objects -----------------------------------------------------------------------------------------

    def _super(self, name: str, arguments: Arguments, event: Call) -> Value:
        body = self.body
        owner, receiver = body.function.owner, body.receiver
        if owner is None or receiver is None:
            return NOTHING
        member = self.engine.project.lookup_after(body.cls or owner, owner, name)
        if member is None or not member.functions:
            return NOTHING
        return self._methods(member.owner, member.functions, of_path((receiver,)), body.cls or owner, arguments, event)

    def _method(self, path: AccessPath, arguments: Arguments, event: Call) -> Value:
        base, name = self.body.resolve(path[:-1]), path[-1][1:]
        results = []
        for atom in base.atoms:
            results.append(self._method_of(atom, name, arguments, event))
        return join(results)

    def _method_of(self, atom: AccessPath | Fresh, name: str, arguments: Arguments, event: Call) -> Value:
        body = self.body
        if not self._shares and not body.is_followed(atom):
            return NOTHING
        types = body.types(atom)
        if not isinstance(atom, Fresh):
            body.note_read(atom, body.site(event.span))
        for cls in types:
            if not isinstance(cls, ClassInfo):
                continue
            member = self.engine.project.lookup(cls, name)
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
            self._unknown(atom, event, f".{name}")
        return NOTHING

    def _bound_methods(
        self, atom: AccessPath | Fresh, cls: ClassInfo, name: str, arguments: Arguments, event: Call
    ) -> Value | None:
        """`self.f()` after `self.f = self._g`: the stored bound method runs."""
        results = []
        for method in self.engine.types.stored_methods(cls, name):
            member = self.engine.project.lookup(cls, method)
            if member is not None and member.functions and not is_accessor(member.functions[0].decorators):
                results.append(self._methods(member.owner, member.functions, Value((atom,)), cls, arguments, event))
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
            known = [t for t in types if isinstance(t, ClassInfo)]
            if known:
                results += [self._method_of(atom, "__call__", arguments, event) for _ in known[:1]]
            elif not isinstance(atom, Fresh) and len(atom) > 1 and atom[-1][0] == "." and path is not None and atom != path:
                results.append(self._method_of(atom[:-1], atom[-1][1:], arguments, event))
            elif not isinstance(atom, Fresh) and len(atom) > 2 and atom[-1] == "[]" and atom[-2][0] == ".":
                results.append(self._method_of(atom[:-2], atom[-2][1:], arguments, event))
            elif not isinstance(atom, Fresh) and not types:
                self._unknown(atom, event)
        return join(results)

    def _call_partial(self, atom: Fresh, arguments: Arguments, event: Call) -> Value:
        """Calling `functools.partial(f, x)`: `f` with `x` before the arguments."""
        fields = dict(atom.fields)
        stored = tuple(("", v) for n, v in atom.fields if n[1:-1].isdigit())
        named = tuple((n[2:-1], v) for n, v in atom.fields if n.startswith("[="))
        return self._call_value(fields.get(".func", NOTHING), (*stored, *arguments, *named), event, ())

    def _unknown(self, atom: AccessPath, event: Call, suffix: str = "") -> None:
        """A call on something that the object holds, whose class is not known, might change it."""
        plain = plain_path(atom)
        if plain[0] != self.body.receiver or len(plain) < 2:
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
        summary = self.engine.summary(target.function, target.cls, self._relevant(binding))
        return self.body.lift(
            summary, binding, event.span, event.context, target.receiver, self._entry_of(target)
        )

    def _relevant(self, binding: dict[str, Value]) -> frozenset[str]:
        """The callee's parameters through which it reaches shared storage."""
        return frozenset(root for root, value in binding.items() if self.body.follows(value))

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
        number = path[0][2:]
        names = self.body.facts.nested[int(number)][1]
        values = [value for name, value in arguments if name in ("", "*")]
        binding = {f"n:{number}:{name}": value for name, value in zip(names, values, strict=False)}
        binding.update({f"n:{number}:{name}": value for name, value in arguments if name in names})
        for effect in list(self.body.effects.values()):
            if effect.path[0] in binding:
                for atom in written(effect, binding):
                    self.body.add(effect.kind, atom, effect.site, event.context, effect.value, effect.how)
        return NOTHING

    # Properties ----------------------------------------------------------------------------------------------

    def get_property(self, atom: AccessPath, name: str) -> Value | None:
        """What reading `atom.name` gives if a property or descriptor stands there, None if it is plain storage."""
        for symbol, cls, binding in self._accessors(atom, name, "__get__", NOTHING):
            summary = self.engine.summary(symbol, cls, self._relevant(binding))
            return self.body.lift(summary, binding, self.body.now.span, self.body.now.context, Value((atom,)))
        return None

    def set_property(self, atom: AccessPath, name: str, value: Value, event: Access) -> bool:
        """Run the setter behind `atom.name = value`; false if there is none."""
        for symbol, cls, binding in self._accessors(atom, name, "__set__", value):
            self.body.lift(self.engine.summary(symbol, cls, self._relevant(binding)), binding, event.span, event.context, Value((atom,)))
            return True
        return False

    def _accessors(
        self, atom: AccessPath, name: str, protocol: str, value: Value
    ) -> Iterator[tuple[FunctionSymbol, ClassInfo, dict[str, Value]]]:
        for cls in self.body.types(atom):
            if not isinstance(cls, ClassInfo):
                continue
            accessor = self.engine.accessor(cls, name, protocol)
            if accessor is None:
                continue
            symbol, descriptor = accessor
            names = [f"p:{p.name}" for p in symbol.function.parameters]
            if descriptor is None:
                yield symbol, cls, dict(zip(names, (Value((atom,)), value), strict=False))
            else:
                holder = Value(((f"k:{cls.name}", f".{name}"),))
                yield symbol, descriptor, dict(zip(names, (holder, Value((atom,)), value), strict=False))


def _is_class(atom: AccessPath | Fresh) -> bool:
    return not isinstance(atom, Fresh) and atom[-1] == ".__class__"


def bind(function: FunctionIndex, receiver: Value | None, arguments: Arguments) -> dict[str, Value]:
    """The callee's parameters with the values that a call gives them."""
    positional = [p.name for p in function.parameters if not p.kind and not p.keyword_only]
    named = {p.name for p in function.parameters if not p.kind}
    values = [] if receiver is None else [receiver]
    keywords: dict[str, Value] = {}
    for name, value in arguments:
        if name == "*":
            values += _items(value)
        elif name == "**":
            keywords.update(_entries(value))
        elif name:
            keywords[name] = value
        else:
            values.append(value)
    binding = {f"p:{name}": value for name, value in zip(positional, values, strict=False)}
    binding.update({f"p:{name}": value for name, value in keywords.items() if name in named})
    for parameter in function.parameters:
        if parameter.kind == "*":
            rest = [(f"[{i}]", v) for i, v in enumerate(values[len(positional) :])]
            binding[f"p:{parameter.name}"] = _gathered("tuple", rest)
        elif parameter.kind == "**":
            others = [(f"[={name}]", v) for name, v in keywords.items() if name not in named]
            binding[f"p:{parameter.name}"] = _gathered("kwargs", others)
    return binding


def _gathered(kind: str, fields: list[tuple[str, Value]]) -> Value:
    """The tuple or dict that collects what has no parameter of its own."""
    return Value((Fresh(0, tuple(fields), kind=kind),), frozenset(d for _, v in fields for d in v.deps))


def _items(value: Value) -> list[Value]:
    """The positional arguments in an unpacked tuple, as far as their positions are known."""
    for atom in value.atoms:
        if isinstance(atom, Fresh):
            return [field for name, field in atom.fields if name[1:-1].isdigit()]
    return []


def _entries(value: Value) -> dict[str, Value]:
    """The keyword arguments in an unpacked dict, as far as their names are known."""
    fields = [f for atom in value.atoms if isinstance(atom, Fresh) for f in atom.fields]
    return {name[2:-1]: field for name, field in fields if name.startswith("[=")}
