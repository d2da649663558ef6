"""Fixes that are shown, never applied: the statement of the finding as it would look mended."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from textwrap import dedent, indent

from monai_tslint.facts import Span
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.tree import parsed
from monai_tslint.proposals import Applicability, Region, ShowCopy, ShowCopying, ShowLock

_STEP = "    "
_MOST_LINES = 12


def plan(proposal: ShowLock | ShowCopy | ShowCopying, code: Code) -> Plan:
    """What to show. Raises `Refused` if the code is no longer where it was, or too long."""
    match proposal:
        case ShowLock():
            return _lock(proposal, code)
        case ShowCopy():
            return _copy(proposal, code)
        case ShowCopying():
            return _copying(proposal, code)


def _lock(proposal: ShowLock, code: Code) -> Plan:
    """The statement under a lock, together with the test that it relies on."""
    lines = code.lines(proposal.function.path)
    found = list(_around(lines, proposal.function, proposal.span))
    tests = [node for node in found if isinstance(node, ast.If | ast.Try) and _mentions(node, proposal.state)]
    if proposal.tested and not tests:
        raise Refused("the test is not around the write")
    text = _text(lines, proposal.function, (tests or found[-1:])[0])
    made = f"With {proposal.made}" if proposal.made else "As elsewhere"
    return _shown(f"{made}, hold it here:", f"with {proposal.lock}:\n{indent(text, _STEP)}")


def _copy(proposal: ShowCopy, code: Code) -> Plan:
    """The statement, working on a copy."""
    lines = code.lines(proposal.function.path)
    statement = list(_around(lines, proposal.function, proposal.span))[-1]
    name = proposal.holder.rpartition(".")[2].strip("_")
    text = re.sub(rf"{re.escape(proposal.holder)}\b", name, _text(lines, proposal.function, statement))
    sentence = f"With `from copy import copy`, work on a copy, and use `{name}` for the rest of the call:"
    return _shown(sentence, f"{name} = copy({proposal.holder})\n{text}")


def _copying(proposal: ShowCopying, code: Code) -> Plan:
    """The two methods that leave an attribute out of copies and pickles, and make it anew."""
    lines = code.lines(proposal.function.path)
    statement = list(_around(lines, proposal.function, proposal.span))[-1]
    state = f'    state = self.__dict__.copy()\n    state.pop("{proposal.attribute}", None)\n    return state\n'
    made = indent(
        f"{_reminder(lines, proposal.function, statement)}{_text(lines, proposal.function, statement)}", _STEP
    )
    methods = (
        f"def __getstate__(self):\n{state}\ndef __setstate__(self, state):\n    self.__dict__.update(state)\n{made}"
    )
    return _shown(f"Leave `{proposal.attribute}` out of copies, which make their own:", methods)


def _reminder(lines: Sequence[str], region: Region, statement: ast.stmt) -> str:
    """A comment that names the parameters of the constructor that the statement needs."""
    function, _ = parsed(lines, region)
    arguments = function.args if isinstance(function, ast.FunctionDef) else None
    names = [a.arg for a in (*arguments.args[1:], *arguments.kwonlyargs)] if arguments is not None else []
    used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    needed = ", ".join(f"`{name}`" for name in names if name in used)
    return f"# needs {needed}: keep it on the object\n" if needed else ""


def _shown(sentence: str, text: str) -> Plan:
    return Plan(Applicability.DISPLAY, f"{sentence}\n{text.rstrip()}", ())


def _around(lines: Sequence[str], region: Region, place: Span) -> Iterator[ast.stmt]:
    """The statements of a function around a place, outermost first. Raises `Refused` if there is none."""
    node, shift = parsed(lines, region)
    found = [
        s
        for s in ast.walk(node or ast.Module([], []))
        if isinstance(s, ast.stmt) and s is not node and s.lineno + shift <= place.line <= (s.end_lineno or 0) + shift
    ]
    if not found:
        raise Refused("the statement is no longer where it was")
    yield from found


def _mentions(node: ast.If | ast.Try, state: str) -> bool:
    head: Sequence[ast.AST] = [node.test] if isinstance(node, ast.If) else node.body
    name = state.rpartition(".")[2].partition("[")[0]
    return any(
        getattr(n, "attr", getattr(n, "id", getattr(n, "value", None))) == name for h in head for n in ast.walk(h)
    )


def _text(lines: Sequence[str], region: Region, statement: ast.stmt) -> str:
    """The lines of a statement without their common indentation."""
    shift = parsed(lines, region)[1]
    chosen = lines[statement.lineno + shift - 1 : (statement.end_lineno or 0) + shift]
    if len(chosen) > _MOST_LINES:
        raise Refused("the statement is too long to be shown")
    return dedent("\n".join(chosen))
