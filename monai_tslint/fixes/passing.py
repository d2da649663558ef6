"""Methods that get the value of a former attribute as an argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.flow import Kind, uses
from monai_tslint.fixes.mentions import elsewhere
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import CONSTRUCTORS, Tree, receiver_of
from monai_tslint.proposals import MakeLocal


class Helpers(Struct, frozen=True):
    """The methods that are called, directly or by each other, with the value."""

    functions: tuple[Function, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Their names."""
        return frozenset(function.name for function in self.functions)


def helpers_of(
    tree: Tree, method: Function, proposal: MakeLocal, code: Code, setters: frozenset[str] = frozenset()
) -> Helpers:
    """The methods besides `method` and `setters` that use the attribute in calls, and those that call these.

    Raises `Refused` unless each does nothing but read it, and all its calls are known.
    """
    methods = {m.name: m for m in tree.methods}
    if len(methods) < len(tree.methods):
        raise Refused("the class defines a method several times")
    names = {name for name in proposal.users if name != method.name} - setters
    while True:
        callers = {m.name for m in tree.methods if m is not method and any(n in names for n, _ in calls_of(m))}
        if callers <= names:
            break
        names |= callers
    missing = sorted(names - methods.keys())
    if missing:
        raise Refused(f"`{missing[0]}`, which uses it too, is not in the class")
    found = Helpers(tuple(m for m in tree.methods if m.name in names))
    for function in found.functions:
        _verify(tree, function, found.names, proposal, code)
    return found


def _verify(tree: Tree, function: Function, names: frozenset[str], proposal: MakeLocal, code: Code) -> None:
    name, arguments = function.name, function.args
    refuse_unclear(tree, function, proposal, code)
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults or not arguments.args:
        raise Refused(f"`{name}`, which uses it too, has no plain parameters")
    if any(use.kind not in (Kind.READ, Kind.CALL) for use in uses(function, proposal.attribute, names)):
        raise Refused(f"`{name}` writes it as well")
    if elsewhere(code, proposal.cls, name):
        raise Refused(f"`{name}`, which uses it too, seems to be called from outside the class")


def refuse_unclear(tree: Tree, function: Function, proposal: MakeLocal, code: Code) -> None:
    """Raise `Refused` if a method may run other than by the calls in its class, or another one in its place."""
    name = function.name
    if name in CONSTRUCTORS or name.startswith("__") or _is_entry(tree, name):
        raise Refused(f"`{name}` uses it too, and is not called by `self.{name}(…)` alone")
    if function.decorator_list:
        raise Refused(f"`{name}`, which uses it too, is decorated")
    overriding = next((c for c in code.kin(proposal.cls.path, proposal.cls.line) if name in c.index.methods), None)
    if overriding is not None:
        raise Refused(f"`{overriding.index.name}` has a method `{name}` as well")


def _is_entry(tree: Tree, name: str) -> bool:
    """Whether a method is used other than by calling it on the object, or not at all."""
    mentions = [node for node in ast.walk(tree.cls) if isinstance(node, ast.Attribute) and node.attr == name]
    called = [node for method in tree.methods for called, node in calls_of(method) if called == name]
    return not called or len(mentions) != len(called)


def calls_of(method: Function) -> Iterator[tuple[str, ast.Call]]:
    """The calls of methods on a method's object, by name."""
    receiver = receiver_of(method)
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            if isinstance(value, ast.Name) and value.id == receiver:
                yield node.func.attr, node


def received(tree: Tree, function: Function, local: str, annotation: str | None) -> Edit:
    """The edit that gives a method one more parameter, annotated if the others are and its annotation is known."""
    annotated = annotation is not None and any(a.annotation is not None for a in function.args.args)
    return tree.appended(function.args.args, f"{local}: {annotation}" if annotated else local)


def passed(tree: Tree, call: ast.Call, local: str, value: str) -> Edit:
    """The edit that hands a value to a method as one more argument."""
    arguments = sorted((*call.args, *(k.value for k in call.keywords)), key=lambda node: (node.lineno, node.col_offset))
    if any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords):
        raise Refused("a call unpacks its arguments")
    if any(isinstance(a, ast.GeneratorExp) for a in arguments):
        raise Refused("a call has a generator as its argument")
    text = f"{local}={value}" if call.keywords else value
    if arguments:
        return tree.appended(arguments, text)
    span = tree.span(call)
    return tree.inserted(span.end_line, span.end_column - 1, text)
