"""MTS101, MTS102 and MTS105: an attribute that belongs to one call becomes a local variable.

Other methods that read it get it as an argument. Where the function may read it before it has assigned it, the variable starts
with the configured value.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cached_property

from msgspec import Struct

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.coupling import kept_together
from monai_tslint.fixes.defaults import annotation_of, copy_of, dead_defaults, is_set
from monai_tslint.fixes.flow import Kind, State, Use, uses
from monai_tslint.fixes.hidden import refuse_hidden, shows
from monai_tslint.fixes.mentions import elsewhere, refuse_relatives
from monai_tslint.fixes.names import free_name
from monai_tslint.fixes.passing import Helpers, helpers_of, passed, received
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.reentry import comes_back, is_handed_on, outlives, under_another_name
from monai_tslint.fixes.returning import caller_of, given_back, verify
from monai_tslint.fixes.tree import CONSTRUCTORS, Tree, receiver_of
from monai_tslint.proposals import Applicability, MakeLocal


class _Change(Struct, frozen=True, dict=True):
    """What is known of the method: its uses of the attribute, and the variable's name. `givers` set it for the method."""

    tree: Tree
    method: Function
    helpers: Helpers
    givers: tuple[Function, ...]
    uses: tuple[Use, ...]
    local: str
    proposal: MakeLocal

    @property
    def attribute(self) -> str:
        return self.proposal.attribute

    @property
    def own(self) -> str:
        """The attribute as the method writes it."""
        return f"{receiver_of(self.method)}.{self.attribute}"

    @cached_property
    def first_value(self) -> str | None:
        """What the variable starts with, if it must; None if that cannot be had."""
        return copy_of(self.tree, self.attribute, self.own) if self.proposal.copied else self.own

    @property
    def is_dead(self) -> bool:
        """Whether nobody reads what the constructor sets."""
        return self.settled or (self.proposal.copied and self.first_value != f"{self.own}.copy()")

    @property
    def settled(self) -> bool:
        """Whether every use comes after an assignment, so that no earlier value is seen."""
        return all(use.kind in (Kind.WRITE, Kind.TAKE) or use.state is State.AFTER for use in self.uses)

    @property
    def needs_start(self) -> bool:
        """Whether the variable must start with the configured value."""
        if self.proposal.copied:
            return not self.settled
        return any(
            use.state is State.UNCLEAR or (use.kind is Kind.AUGMENT and use.state is State.BEFORE)
            for use in self.uses
            if use.kind not in (Kind.WRITE, Kind.TAKE)
        )


def plan(proposal: MakeLocal, code: Code) -> Plan:
    """The edits of the class. Raises `Refused` if somebody else may rely on the attribute, or control is not clear."""
    tree = Tree(code.lines(proposal.cls.path), proposal.cls)
    change = _change(tree, proposal, code)
    refuse_relatives(code, proposal.cls, proposal.attribute)
    _refuse_readers(change)
    if proposal.filled and not proposal.copied and not change.settled:
        raise Refused(f"calls also fill what `self.{proposal.attribute}` may hold from earlier ones")
    partner = None if change.settled else kept_together(change.method, proposal.attribute)
    if partner is not None:
        raise Refused(f"it is kept for later calls together with `self.{partner}`")
    if change.needs_start and change.first_value is None:
        raise Refused(f"it is not known how to copy what `self.{proposal.attribute}` holds")
    if not change.settled and not is_set(tree, proposal.attribute):
        raise Refused(f"nothing in the class sets `self.{proposal.attribute}` before the first call")
    return Plan(*_judged(change, code), tuple(_edits(change)))


def _change(tree: Tree, proposal: MakeLocal, code: Code) -> _Change:
    method = tree.method_at(proposal.method)
    refuse_hidden(tree, code, proposal.cls, proposal.attribute)
    caller = None if proposal.copied else caller_of(tree, method, proposal.attribute)
    givers = (method,) if caller is not None else ()
    for giver in givers:
        verify(tree, giver, proposal, code)
    method, setters = caller or method, frozenset(giver.name for giver in givers)
    helpers = helpers_of(tree, method, proposal, code, setters)
    found = uses(method, proposal.attribute, helpers.names, setters)
    if not proposal.copied and not any(use.kind in (Kind.WRITE, Kind.AUGMENT, Kind.TAKE) for use in found):
        raise Refused(f"`self.{proposal.attribute}` is not written by its name")
    if any(use.kind is Kind.DELETE or (use.nested and use.kind is not Kind.READ) for use in found):
        raise Refused(f"`self.{proposal.attribute}` is written in a nested function, or deleted")
    functions = (method, *givers, *helpers.functions)
    _refuse_others(code, proposal, functions)
    local = free_name(proposal.attribute, functions)
    return _Change(tree, method, helpers, givers, found, local, proposal)


def _refuse_others(code: Code, proposal: MakeLocal, functions: Sequence[Function]) -> None:
    """Raise `Refused` if a use of the attribute may be overlooked, in the functions or in code that gets the object."""
    attribute = proposal.attribute
    other = next((f.name for f in functions if under_another_name(f, attribute)), None)
    if other is not None:
        raise Refused(f"`{other}` also uses `{attribute}` on what may be the same object")
    decorated = any(function.decorator_list for function in functions)
    if (decorated or any(map(is_handed_on, functions))) and elsewhere(code, proposal.cls, attribute, own=decorated):
        raise Refused(f"the object is handed to other code, and code outside the class seems to use `{attribute}`")
    if outlives(functions[0], attribute):
        raise Refused(f"a nested function that uses `self.{attribute}` may outlive the call")


def _refuse_readers(change: _Change) -> None:
    """Raise `Refused` if a method that calls do not reach reads what they leave."""
    known = {change.method.name, *change.helpers.names, *(g.name for g in change.givers), *CONSTRUCTORS}
    for method in change.tree.methods:
        configures = any(fnmatchcase(method.name, pattern) for pattern in change.proposal.setup)
        excused = method.name in known or (configures and not change.is_dead)
        if not excused and uses(method, change.attribute, frozenset()):
            raise Refused(f"`{method.name}` uses what calls leave in `self.{change.attribute}`")


def _judged(change: _Change, code: Code) -> tuple[Applicability, str]:
    attribute, local = change.attribute, change.local
    passing = (
        f" and hand it to {', '.join(f'`{name}`' for name in sorted(change.helpers.names))}"
        if change.helpers.names
        else ""
    )
    taking = "".join(f", which `{giver.name}` gives back" for giver in change.givers)
    what = f"Keep `self.{attribute}` in the local variable `{local}`{taking}{passing}."
    if not change.settled:
        anew = "an empty one" if change.is_dead else "the configured value"
        return (
            Applicability.UNSAFE,
            f"{what} Unsafe: later calls no longer see what earlier ones left, but start with {anew}.",
        )
    public = [name for name in (attribute, *sorted(change.helpers.names)) if not name.startswith("_")]
    if public:
        return Applicability.UNSAFE, f"{what} Unsafe: code that was not checked may use `{public[0]}`."
    if elsewhere(code, change.proposal.cls, attribute):
        return Applicability.UNSAFE, f"{what} Unsafe: code outside the class seems to use `{attribute}`."
    if shows(change.tree, code, change.proposal.cls, attribute):
        return Applicability.UNSAFE, f"{what} Unsafe: the class also shows which attributes it has."
    if any(use.nested for use in change.uses) or change.method.decorator_list:
        return Applicability.UNSAFE, f"{what} Unsafe: a nested function or decorator may use it at some other time."
    if comes_back(change.tree, change.method):
        return Applicability.UNSAFE, f"{what} Unsafe: a call in between that comes back no longer replaces the value."
    return Applicability.SAFE, what


def _edits(change: _Change) -> Iterator[Edit]:
    tree, attribute, local = change.tree, change.attribute, change.local
    start = _start(change) if change.needs_start else None
    first = tree.line(start) if start is not None else None
    if start is not None:
        yield tree.before(start, f"{local} = {change.first_value}")
    for use in change.uses:
        started = first is not None and tree.line(use.node) >= first
        if use.kind is Kind.TAKE:
            span = tree.span(use.node)
            yield tree.inserted(span.line, span.column, f"{local} = ")
        elif use.kind is Kind.WRITE or use.state is State.AFTER or started:
            yield _replaced(tree, use, local, local)
        elif use.kind is Kind.CALL:
            yield _replaced(tree, use, local, change.own)
    for giver in change.givers:
        yield from given_back(tree, giver, local, annotation_of(tree, attribute))
        yield from (tree.replaced(use.node, local) for use in uses(giver, attribute, frozenset()))
    for helper in change.helpers.functions:
        yield received(tree, helper, local, annotation_of(tree, attribute))
        for use in uses(helper, attribute, change.helpers.names):
            yield _replaced(tree, use, local, local)
    if change.is_dead:
        yield from dead_defaults(tree, attribute)


def _replaced(tree: Tree, use: Use, local: str, value: str) -> Edit:
    return passed(tree, use.node, local, value) if isinstance(use.node, ast.Call) else tree.replaced(use.node, value)


def _start(change: _Change) -> ast.stmt:
    """The statement of the method's own block before which the variable gets its first value."""
    wanted = {
        use.node
        for use in change.uses
        if change.proposal.copied or use.state is State.UNCLEAR or use.kind in (Kind.WRITE, Kind.AUGMENT)
    }
    return next(s for s in change.method.body if not wanted.isdisjoint(ast.walk(s)))
