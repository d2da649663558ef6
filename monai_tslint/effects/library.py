"""Calls into libraries and builtins: what they change of their arguments, and what of these their results share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from monai_tslint.effects import accessors
from monai_tslint.effects.binding import Arguments
from monai_tslint.facts import NOTHING, AccessKind, AccessPath, Call, Fresh, Value
from monai_tslint.values import VIEW, extend, join, made_at, part

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def function(body: Body, dotted: str, arguments: Arguments, event: Call) -> Value:
    """The result of a library function; its known changes to arguments become effects. Others are taken to change nothing."""
    known = body.engine.models.functions
    accessors.run_protocol(body, dotted, arguments, event)
    owner, _, name = dotted.rpartition(".")
    if body.engine.models.mutates((owner,), name):
        _change(body, _argument(arguments, 0), event, f".{name}()")
    changed = known.mutating.get(dotted)
    if changed is not None:
        _change(body, _argument(arguments, changed), event, dotted)
    for name, value in arguments:
        if name == "out":
            _change(body, value, event, f"out of {dotted}")
    first = arguments[0][1] if arguments else NOTHING
    deps = frozenset(d for _, value in arguments for d in value.deps)
    if dotted.startswith("builtins.") and dotted[9:] in _BUILTINS:
        return _BUILTINS[dotted[9:]](arguments, deps)
    if dotted == "itertools.chain":
        held = join([part(value, "[]") for _, value in arguments])
        return Value((Fresh(0, (("[]", Value(held.atoms)),) if held.atoms else (), kind="generator"),), deps)
    if dotted == "functools.partial":
        return _partial(arguments, deps)
    if dotted in known.shallow_copying:
        return _copy(first, deps)
    if dotted in known.aliasing:
        shared = _view(_aliased(body, dotted, _argument(arguments, known.aliasing[dotted])), deps)
        return _pieces(shared) if dotted.rpartition(".")[2] in body.engine.models.methods.splitting else shared
    if dotted in known.null_contexts:
        return Value(first.atoms, deps)
    return Value((Fresh(made_at(event.span), kind=f"class:{body.engine.models.results.get(dotted, dotted)}"),), deps)


_SEQUENCES = frozenset({"builtins.list", "builtins.tuple", "collections.abc.Sequence"})


def _aliased(body: Body, dotted: str, value: Value) -> Value:
    """The storage that the result shares: an array made of a list or a tuple has its own."""
    models = body.engine.models
    if not models.is_array((models.results.get(dotted, ""),)):
        return value
    atoms = (a for a in value.atoms if isinstance(a, Fresh) or not _SEQUENCES.issuperset(body.types(a) or ("",)))
    return Value(tuple(atoms), value.deps)


def _view(value: Value, deps: frozenset[AccessPath]) -> Value:
    """Another object over the same storage."""
    atoms = (a if isinstance(a, Fresh) else extend(a, VIEW) for a in value.atoms)
    return Value(tuple(atoms), deps)


def _pieces(value: Value) -> Value:
    """A new list of parts that share the storage: setting an element of it changes nobody's."""
    return Value((Fresh(0, (("[]", Value(value.atoms)),), kind="list"),), value.deps)


def _partial(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    """A function together with its first arguments."""
    positional = [v for name, v in arguments if name == ""]
    fields = [(".func", positional[0])] if positional else []
    fields += [(f"[{i}]", v) for i, v in enumerate(positional[1:])]
    fields += [(f"[={name}]", v) for name, v in arguments if name not in ("", "*", "**")]
    return Value((Fresh(0, tuple(fields), kind="partial"),), deps)


_CHANGED = frozenset({"a", "arr", "dst", "file", "fp", "heap", "input", "tensor"})
"""What libraries call a parameter that they change."""


def _argument(arguments: Arguments, position: int) -> Value:
    positional = [value for name, value in arguments if name == ""]
    if position < len(positional):
        return positional[position]
    return join([value for name, value in arguments if name in _CHANGED])


def _change(body: Body, value: Value, event: Call, how: str) -> None:
    for atom in value.atoms:
        if isinstance(atom, Fresh):
            inner = atom.fields if how.startswith("out ") and atom.kind in ("tuple", "list") else ()
            _change(body, join([field for _, field in inner]), event, how)
        else:
            body.add(AccessKind.MUTATE, atom, body.site(event.span), event.context, NOTHING, how)


def _copy(value: Value, deps: frozenset[AccessPath]) -> Value:
    """A new object with the same parts."""
    elements = part(value, "[]")
    if not elements.atoms:
        return Value((Fresh(0, kind="list"),), deps)
    return Value((Fresh(0, (("[]", Value(elements.atoms)),), kind="list"),), deps)


def _elements(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    return _copy(arguments[0][1], deps) if arguments else Value((Fresh(0, kind="list"),), deps)


def _dict(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    held = join([part(v, "[]") if name == "" else v for name, v in arguments])
    return Value((Fresh(0, (("[]", Value(held.atoms)),) if held.atoms else (), kind="dict"),), deps)


def _zip(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    items = tuple((f"[{i}]", Value(part(v, "[]").atoms)) for i, (name, v) in enumerate(arguments) if name == "")
    item = Value((Fresh(0, tuple(f for f in items if f[1].atoms), kind="tuple"),))
    return Value((Fresh(0, (("[]", item),), kind="generator"),), deps)


def _enumerate(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    return _zip((("", NOTHING), *arguments[:1]), deps)


def _filter(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    return _copy(arguments[-1][1], deps) if arguments else NOTHING


def _pick(arguments: Arguments, deps: frozenset[AccessPath]) -> Value:
    """`max`, `min`: one of the arguments, or one of the elements of the only one."""
    values = [v for name, v in arguments if name in ("", "*")]
    found = join(values) if len(values) > 1 else join([part(v, "[]") for v in values])
    return Value(found.atoms, deps)


def _scalar(_: Arguments, deps: frozenset[AccessPath]) -> Value:
    return Value((), deps)


_BUILTINS: dict[str, Callable[[Arguments, frozenset[AccessPath]], Value]] = {
    **dict.fromkeys(("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"), _elements),
    **dict.fromkeys(("max", "min"), _pick),
    **dict.fromkeys(
        ("len", "int", "float", "bool", "str", "abs", "sum", "round", "id", "hash", "repr", "any", "all"), _scalar
    ),
    "dict": _dict,
    "zip": _zip,
    "enumerate": _enumerate,
    "filter": _filter,
}


def method(body: Body, atom: AccessPath | Fresh, name: str, arguments: Arguments, event: Call) -> Value | None:
    """The result of a method of a library object; None if nothing is known about it."""
    models, types = body.engine.models, body.types(atom)
    deps = frozenset(d for _, value in arguments for d in value.deps)
    here = Value((atom,))
    known = False
    position = models.methods.mutating_arguments.get(name)
    if position is not None:
        _change(body, _argument(arguments, position), event, name)
    if not isinstance(atom, Fresh):
        known = _effects(body, atom, name, arguments, event)
    for argument, value in arguments:
        if argument == "out":
            _change(body, value, event, f"out of {name}")
    if name == "items":
        return _zip((("", Value((Fresh(0, (("[]", NOTHING),), kind="list"),))), ("", here)), deps)
    if name in ("get", "setdefault", "pop"):
        return Value(join((part(here, _key(arguments)), *(v for _, v in arguments[1:]))).atoms, deps)
    if name == "values":
        return _copy(here, deps)
    derived = _derived(body, name, here, deps)
    if derived is not None:
        return derived
    if known or name in models.methods.harmless or any(isinstance(t, str) for t in types):
        return Value((), deps)
    return None


def _derived(body: Body, name: str, here: Value, deps: frozenset[AccessPath]) -> Value | None:
    """What methods give that copy or view their object, None for others."""
    known = body.engine.models.methods
    if name in known.shallow_copying:
        return _copy(here, deps)
    if name in known.deep_copying:
        return Value((Fresh(0),), deps)
    if name in known.splitting:
        return _pieces(_view(here, deps))
    return _view(here, deps) if name in known.aliasing else None


def _key(arguments: Arguments) -> str:
    """The step to the element that a first argument names."""
    atoms = arguments[0][1].atoms if arguments else ()
    if len(atoms) == 1 and isinstance(atoms[0], Fresh) and atoms[0].kind == "str" and atoms[0].literal is not None:
        return f"[={atoms[0].literal}]"
    return "[]"


def _effects(body: Body, atom: AccessPath, name: str, arguments: Arguments, event: Call) -> bool:
    """Note what a library method changes; true if it is known to change something."""
    models, types = body.engine.models, body.types(atom)
    site = body.site(event.span)
    added = join([v for _, v in arguments])
    left = models.left_by_call(types) if name == "__call__" else None
    if left is not None:
        body.add(AccessKind.MUTATE, (*atom, f".{left}"), site, event.context, added, "call")
        return True
    if models.draws(types, name):
        body.add(AccessKind.MUTATE, atom, site, event.context, added, "draw")
        return True
    if models.mutates(types, name):
        how = "advance" if models.is_iterator(types) else f".{name}()"
        body.add(AccessKind.MUTATE, atom, site, event.context, added, how)
        return True
    return False
