"""MTS406: a call of a loader loses an argument."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from monai_tslint.facts import Span
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.places import Node, Places
from monai_tslint.proposals import Applicability, RemoveArgument

_COMMENT = re.compile(r"#[^\n]*")


def remove(proposal: RemoveArgument, code: Code) -> Plan:
    """The edit of the call. Raises `Refused` unless the call itself says that the argument does nothing."""
    places = Places(proposal.path, code.lines(proposal.path))
    call = call_at(places, proposal.call)
    if call is None:
        return _shown(proposal, places.lines)
    given = {keyword.arg: keyword for keyword in call.keywords}
    if None in given or any(isinstance(a, ast.Starred) for a in call.args):
        raise Refused("the call's arguments are put together elsewhere")
    switch, number = given.get(proposal.name), given.get(proposal.needs)
    if switch is None or not _is(switch.value, True):
        raise Refused(f"the call does not say `{proposal.name}=True`")
    if number is not None and not _is(number.value, 0):
        raise Refused(f"`{proposal.needs}` may be another number in other calls")
    message = f"Remove `{proposal.name}`. Unsafe: if `{proposal.needs}` is set one day, the workers are processes."
    return Plan(Applicability.UNSAFE, message, (without_argument(places, call, switch),))


def _is(value: ast.expr, wanted: object) -> bool:
    return isinstance(value, ast.Constant) and type(value.value) is type(wanted) and value.value == wanted


def _shown(proposal: RemoveArgument, lines: Sequence[str]) -> Plan:
    """What to do where the loader is no call of Python, as in a configuration."""
    named = [line.strip() for line in lines if re.search(rf"\b{re.escape(proposal.name)}\b", line)]
    if len(named) != 1:
        raise Refused(f"it is not clear which `{proposal.name}` of the file is meant")
    return Plan(Applicability.DISPLAY, f"Remove this:\n{named[0]}", ())


def call_at(places: Places, span: Span) -> ast.Call | None:
    """The call that stands at a place of a file; None if none does, or the file is not Python."""
    try:
        module = ast.parse("\n".join(places.lines))
    except (SyntaxError, RecursionError):
        return None
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.lineno == span.line)
    return next((call for call in calls if places.span(call) == span), None)


def without_argument(places: Places, call: ast.Call, argument: ast.keyword) -> Edit:
    """The edit that takes an argument out of a call, with its line if nothing else is on it; comments stay."""
    ordered: list[Node] = sorted((*call.args, *call.keywords), key=lambda node: (node.lineno, node.col_offset))
    number = ordered.index(argument)
    here, whole = places.span(argument), places.span(call)
    following = [places.span(node) for node in ordered[number + 1 : number + 2]]
    end = (following[0].line, following[0].column) if following else (whole.end_line, whole.end_column - 1)
    rest = places.text(here.end_line, here.end_column, *end)
    if _COMMENT.sub("", rest).strip() not in ((",",) if following else ("", ",")):
        raise Refused("the argument is in brackets")
    comma = _comma(rest)
    if "#" in rest[:comma]:
        raise Refused("a comment separates the argument from its comma")
    first_line = rest[:comma] + rest[comma:].partition("\n")[0]
    if "\n" in rest[comma:] and not places.lines[here.line - 1][: here.column - 1].strip():
        if not first_line[comma:].strip():
            last = here.end_line + first_line.count("\n")
            return Edit(places.path, here.line, 1, last + 1, 1, "")
        return _cut(places, here, rest[: len(rest) - len(rest[comma:].lstrip(" \t"))])
    if following:
        return _cut(places, here, rest if first_line == rest and "#" not in rest else rest[:comma])
    return _last(places, [places.span(node) for node in ordered[:number]][-1:], here, rest[:comma])


def _comma(text: str) -> int:
    """The end of the comma in a text, outside comments; 0 if there is none."""
    blank = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    return blank.find(",") + 1


def _last(places: Places, before: Sequence[Span], here: Span, comma: str) -> Edit:
    """The edit for the last argument, which goes with the comma before it."""
    for span in before:
        between = places.text(span.end_line, span.end_column, here.line, here.column)
        if between.strip() == ",":
            return Edit(places.path, span.end_line, span.end_column, here.end_line, here.end_column, "")
    return _cut(places, here, comma)


def _cut(places: Places, here: Span, more: str) -> Edit:
    """The edit that removes an argument and the text behind it."""
    lines = more.count("\n")
    column = len(more) - more.rfind("\n") if lines else here.end_column + len(more)
    return Edit(places.path, here.line, here.column, here.end_line + lines, column, "")
