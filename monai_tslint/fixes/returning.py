"""A method that sets an attribute for its only caller gives the value back instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.flow import Kind, State, ends_assigned, uses
from monai_tslint.fixes.mentions import elsewhere
from monai_tslint.fixes.passing import calls_of, refuse_unclear
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import Tree, receiver_of
from monai_tslint.proposals import MakeLocal

_LEAVING = ast.Return | ast.Yield | ast.YieldFrom | ast.Await


def caller_of(tree: Tree, giver: Function, attribute: str) -> Function | None:
    """The only method that calls `giver`, whose results nobody takes, and that uses the attribute; None if it is not so."""
    callers = [m for m in tree.methods if any(name == giver.name for name, _ in calls_of(m))]
    if len(callers) != 1 or callers[0] is giver or not giver.name.startswith("_") or giver.name.startswith("__"):
        return None
    (caller,) = callers
    plain = {id(node.value) for node in ast.walk(caller) if isinstance(node, ast.Expr)}
    dropped = all(id(call) in plain for name, call in calls_of(caller) if name == giver.name)
    return caller if dropped and uses(caller, attribute, frozenset()) else None


def verify(tree: Tree, giver: Function, proposal: MakeLocal, code: Code) -> None:
    """Raise `Refused` unless a method does nothing else to its object than to set the attribute, and always does that."""
    name, attribute = giver.name, proposal.attribute
    refuse_unclear(tree, giver, proposal, code)
    if isinstance(giver, ast.AsyncFunctionDef) or any(isinstance(node, _LEAVING) for node in ast.walk(giver)):
        raise Refused(f"`{name}`, which sets it, gives something back already, or ends early")
    found = uses(giver, attribute, frozenset())
    certain = all(use.kind is Kind.WRITE or use.state is State.AFTER for use in found)
    if not certain or not ends_assigned(giver, attribute) or any(use.nested for use in found):
        raise Refused(f"`{name}` does not always set it first")
    if len(_written(giver)) > 1:
        raise Refused(f"`{name}` sets several attributes")
    if elsewhere(code, proposal.cls, name):
        raise Refused(f"`{name}`, which sets it, seems to be called from outside the class")


def _written(function: Function) -> set[str]:
    """The attributes of the object that a method sets."""
    receiver = receiver_of(function)
    return {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and _is_named(node.value, receiver)
    }


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def given_back(tree: Tree, giver: Function, local: str, annotation: str | None) -> Iterator[Edit]:
    """The edits by which a method ends with the value of a variable. Raises `Refused` if its end has no line of its own."""
    last, margin = tree.span(giver.body[-1]).end_line, tree.margin(giver.body[0])
    if last >= len(tree.lines) or tree.line(giver.body[0]) == giver_line(tree, giver):
        raise Refused(f"there is no line of its own for the end of `{giver.name}`")
    yield tree.inserted(last + 1, 1, f"{margin}return {local}\n")
    if giver.returns is not None:
        yield _annotated(tree, giver, giver.returns, annotation)


def giver_line(tree: Tree, giver: Function) -> int:
    """The last line of a method's header, as far as it has nodes."""
    nodes = [node for node in ast.walk(giver.args) if isinstance(node, ast.arg | ast.expr)]
    return max([tree.line(giver), *(tree.span(node).end_line for node in nodes)])


def _annotated(tree: Tree, giver: Function, returns: ast.expr, annotation: str | None) -> Edit:
    """The edit of what a method is annotated to give back; without a known annotation there is none any more."""
    if annotation is not None:
        return tree.replaced(returns, annotation)
    here = tree.span(returns)
    arrow = re.search(r"\s*->\s*$", tree.lines[here.line - 1][: here.column - 1])
    if arrow is None:
        raise Refused(f"the annotation of `{giver.name}` stands on a line of its own")
    return Edit(tree.path, here.line, arrow.start() + 1, here.end_line, here.end_column, "")
