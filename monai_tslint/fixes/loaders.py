"""MTS401: the call of a loader becomes that of one without a thread of its own."""

from __future__ import annotations

import ast
import re

from monai_tslint.findings import Edit
from monai_tslint.fixes.arguments import call_at
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.imports import added, bound, removed, renamed
from monai_tslint.fixes.places import Places
from monai_tslint.proposals import Applicability, ReplaceLoader


def replace(proposal: ReplaceLoader, code: Code) -> Plan:
    """The edits of the call and the imports. Raises `Refused` for calls with arguments that the other class may not have."""
    places = Places(proposal.path, code.lines(proposal.path))
    call = call_at(places, proposal.call)
    if call is None:
        raise Refused("the loader is made in a configuration")
    called = places.code(call.func)
    if code.meaning(proposal.path, called) not in proposal.names:
        raise Refused(f"`{called}` is not known to be the loader itself")
    known = [spelling for spelling in proposal.instead if code.member(*_split(spelling)) is not None]
    if not known:
        raise Refused("no module is known to have the other loader")
    name = _split(known[0])[1]
    own = next((k.arg for k in call.keywords if k.arg is None or k.arg in proposal.own), "")
    if own is None or len(call.args) > 1 or any(isinstance(a, ast.Starred) for a in call.args):
        raise Refused("it is not clear which arguments the call has")
    if own:
        raise Refused(f"`{name}` has no argument `{own}`")
    message = (
        f"Use `{name}`. Unsafe: whoever iterates then makes the batches, or worker processes do, with no thread beside."
    )
    return Plan(Applicability.UNSAFE, message, _edits(places, call, known, code))


def _edits(places: Places, call: ast.Call, known: list[str], code: Code) -> tuple[Edit, ...]:
    """The edit of the name that is called, and those that make the new name known."""
    module, name = _split(known[0])
    targets = {code.member(*_split(spelling)) for spelling in known}
    match call.func:
        case ast.Attribute(value=value, attr=attr):
            if code.meaning(places.path, f"{places.code(value)}.{name}") not in targets:
                raise Refused(f"`{places.code(value)}` is not known to have `{name}`")
            span = places.span(call.func)
            start = span.end_column - len(attr)
            return (Edit(places.path, span.end_line, start, span.end_line, span.end_column, name),)
        case ast.Name(id=old):
            replaced = places.replaced(call.func, name)
            if bound(code, places.path, module, name, call.lineno):
                return (replaced, *removed(code, places.path, old))
            mentions = sum(len(re.findall(rf"\b{re.escape(old)}\b", line)) for line in places.lines)
            if mentions == 2:
                return (replaced, *renamed(code, places.path, old, name, targets))
            return (replaced, *added(code, places.path, module, name, call.lineno))
    raise Refused("the loader is not called by a name")


def _split(dotted: str) -> tuple[str, str]:
    module, _, name = dotted.rpartition(".")
    return module, name
