"""MTS103: a counter gets a lock, or goes if nobody reads it.

The lock belongs to the class: it is made with it, so no two threads can both make one, and it is no part of any object, so
pickles and deep copies do not meet it. All objects of the class share it, which costs little for an update of a number.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.defaults import dead_defaults
from monai_tslint.fixes.flow import Kind, State, Use, uses
from monai_tslint.fixes.imports import added, meaning_at
from monai_tslint.fixes.mentions import changed_elsewhere, elsewhere, refuse_relatives
from monai_tslint.fixes.names import free_name
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import CONSTRUCTORS, Tree, receiver_of
from monai_tslint.proposals import Applicability, GuardCounter


def plan(proposal: GuardCounter, code: Code) -> Plan:
    """The edits of the class. Raises `Refused` if other code reads or writes the counter, so that a lock here is not enough."""
    tree = Tree(code.lines(proposal.cls.path), proposal.cls)
    method = tree.method_at(proposal.method)
    found = uses(method, proposal.attribute, frozenset())
    update = _update(method, found)
    others = [
        m
        for m in tree.methods
        if m is not method and m.name not in CONSTRUCTORS and uses(m, proposal.attribute, frozenset())
    ]
    _refuse_foreign_code(update)
    reads = [use for use in found if use.kind is Kind.READ and not _within(use, update)]
    private = proposal.attribute.startswith("_")
    mentioned = private and elsewhere(code, proposal.cls, proposal.attribute)
    if mentioned and changed_elsewhere(code, proposal.cls, proposal.attribute):
        raise Refused("code outside the class changes the counter as well, without a lock")
    if private and not (reads or others or mentioned):
        refuse_relatives(code, proposal.cls, proposal.attribute)
        message = f"Remove the counter `{proposal.attribute}`. Unsafe: code that was not checked may read it."
        return Plan(Applicability.UNSAFE, message, (tree.without(update), *dead_defaults(tree, proposal.attribute)))
    _refuse_unguarded(proposal, reads, others)
    edits = tuple(_locked(tree, code, proposal, method, update, reads))
    message = (
        f"Update `{proposal.attribute}` under a lock of the class. Unsafe: threads now wait for each other here, and a process "
        "that is forked meanwhile inherits a lock that nobody releases."
    )
    if mentioned:
        message += " Code outside the class reads the counter without it."
    return Plan(Applicability.UNSAFE, message, edits)


def _update(method: Function, found: tuple[Use, ...]) -> ast.Assign | ast.AugAssign:
    """The one statement that changes the counter."""
    writes = [use.node for use in found if use.kind in (Kind.WRITE, Kind.AUGMENT)]
    statements = [s for s in ast.walk(method) if isinstance(s, ast.Assign | ast.AugAssign) and _target(s) in writes]
    if len(writes) != 1 or len(statements) != 1 or any(use.nested for use in found):
        raise Refused("the counter is changed in several places of the method")
    return statements[0]


def _target(statement: ast.Assign | ast.AugAssign) -> ast.expr:
    return statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]


def _refuse_foreign_code(update: ast.Assign | ast.AugAssign) -> None:
    """Raise `Refused` for an update that may come back to the lock while it holds it, or may do more than count."""
    plain = ast.Name | ast.Attribute | ast.Constant | ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.IfExp
    allowed = plain | ast.operator | ast.unaryop | ast.boolop | ast.cmpop | ast.expr_context
    if not all(isinstance(node, allowed) for node in ast.walk(update) if node is not update):
        raise Refused("the update does more than count, and other code must not run under the lock")


def _within(use: Use, statement: ast.stmt) -> bool:
    return any(node is use.node for node in ast.walk(statement))


def _refuse_unguarded(proposal: GuardCounter, reads: list[Use], others: list[Function]) -> None:
    hot = sorted(m.name for m in others if m.name in proposal.users)
    if hot:
        raise Refused(f"`{hot[0]}` uses the counter in calls as well, without a lock")
    if any(use.state is not State.AFTER for use in reads):
        raise Refused(
            "the method reads the counter before it changes it, so that a lock around the change is not enough"
        )


def _locked(
    tree: Tree, code: Code, proposal: GuardCounter, method: Function, update: ast.stmt, reads: list[Use]
) -> Iterator[Edit]:
    """The lock in the class, the update under it, and the reads that follow from a variable that is set under it."""
    own = f"{receiver_of(method)}.{proposal.attribute}"
    lock, is_new = _lock(tree, code, proposal)
    if is_new:
        path, line = proposal.cls.path, proposal.cls.line
        made = "threading.Lock()" if meaning_at(code, path, "threading", line) == "threading" else "Lock()"
        yield tree.before_methods(lambda margin, _: f"{margin}{lock} = {made}\n\n")
        yield from () if "." in made else added(code, path, "threading", "Lock", line)
    margin, step = tree.margin(update), tree.step(method)
    yield tree.before(update, f"with {receiver_of(method)}.{lock}:")
    yield from tree.moved_in(update, step)
    if reads:
        local = free_name(proposal.attribute, [method])
        yield tree.inserted(tree.span(update).end_line + 1, 1, f"{margin}{step}{local} = {own}\n")
        yield from (tree.replaced(use.node, local) for use in reads)


def _lock(tree: Tree, code: Code, proposal: GuardCounter) -> tuple[str, bool]:
    """The name of the class's lock, and whether it has to be made."""
    if any(_is_lock(statement) for statement in tree.cls.body):
        return "_lock", False
    taken = {a[0] for info in code.kin(proposal.cls.path, proposal.cls.line) for a in info.index.attributes}
    text = "\n".join(tree.lines[proposal.cls.line - 1 : proposal.cls.end_line])
    for name in ("_lock", f"_{proposal.attribute.strip('_')}_lock"):
        if not re.search(rf"\b{name}\b", text) and name not in taken:
            return name, True
    raise Refused("there is no free name for the lock")


def _is_lock(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(
            targets=[ast.Name(id="_lock")], value=ast.Call(func=ast.Name(id="Lock") | ast.Attribute(attr="Lock"))
        ):
            return True
    return False
