"""MTS202: what runs while temporary state is set goes into `try`, and what sets it back into `finally`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.blocks import Statement, blocks, common_block, indentation, moved_in, unit
from monai_tslint.fixes.leaving import block, depends, left_early
from monai_tslint.fixes.syntax import Parsed
from monai_tslint.proposals import Applicability, GuardRestore


def plan(proposal: GuardRestore, code: Code) -> Plan:
    """The edits. Raises `Refused` where the two assignments are not statements of one block."""
    parsed = Parsed(code.lines(proposal.function.path), proposal.function)
    statements, start, restore = common_block(parsed, proposal.start, proposal.restore)
    if not (_only_assigns(statements[start]) and _only_assigns(statements[restore])):
        raise Refused("the state is not set and set back by plain statements")
    first, last = _restores(statements, start, restore)
    body = block(parsed, statements[start + 1 : first])
    if depends(block(parsed, statements[first : last + 1]), body):
        raise Refused("what runs in between decides what is set back")
    message = f"Put what runs before `{proposal.attribute}` is set back into `try`, and the rest into `finally`."
    applicability = Applicability.SAFE
    if left_early(body):
        applicability = Applicability.UNSAFE
        message += " Unsafe: where the code in between leaves early, the value stays now and is set back then."
    return Plan(applicability, message, tuple(_edits(parsed, statements, start, first, last)))


def _only_assigns(statement: Statement) -> bool:
    """Whether a statement assigns, or is a loop or an `if` that does nothing else."""
    if isinstance(statement, cst.SimpleStatementLine):
        return all(isinstance(small, cst.Assign | cst.AnnAssign) for small in statement.body)
    if not isinstance(statement, cst.For | cst.If) or statement.orelse is not None:
        return False
    return all(_only_assigns(inner) for block in blocks(statement) for inner in block)


def _restores(statements: Sequence[Statement], start: int, restore: int) -> tuple[int, int]:
    """The first and the last of the statements around `restore` that set things back as well."""
    first = last = restore
    while first - 1 > start and _sets_back(statements[first - 1]):
        first -= 1
    while last + 1 < len(statements) and _sets_back(statements[last + 1]):
        last += 1
    if first == start + 1:
        raise Refused("nothing runs in between")
    return first, last


def _sets_back(statement: Statement) -> bool:
    """Whether a line gives attributes values that are at hand, so that it cannot fail."""
    return isinstance(statement, cst.SimpleStatementLine) and all(
        isinstance(small, cst.Assign)
        and all(isinstance(target.target, cst.Attribute) for target in small.targets)
        and isinstance(small.value, cst.Name)
        for small in statement.body
    )


def _edits(parsed: Parsed, statements: Sequence[Statement], start: int, first: int, last: int) -> Iterator[Edit]:
    prefix, step = indentation(parsed, statements[first]), unit(parsed, parsed.function)
    begin = _next_code_line(parsed, _end_line(parsed, statements[start]) + 1)
    middle = _with_comments(parsed, parsed.span(statements[first]).line)
    end = _end_line(parsed, statements[last])
    only = statements[start + 1] if first == start + 2 else None
    if isinstance(only, cst.Try | cst.TryStar) and only.finalbody is None:
        begin = middle
    else:
        yield parsed.inserted(begin, 1, f"{prefix}try:\n")
    yield parsed.inserted(middle, 1, f"{prefix}finally:\n")
    yield from moved_in(parsed, begin, end, prefix, step)


def _end_line(parsed: Parsed, statement: Statement) -> int:
    span = parsed.span(statement)
    return span.end_line if span.end_column > 1 else span.end_line - 1


def _next_code_line(parsed: Parsed, number: int) -> int:
    """The first line from `number` on that is not empty."""
    while not parsed.lines[number - 1].strip():
        number += 1
    return number


def _with_comments(parsed: Parsed, number: int) -> int:
    """The first of the comment lines right above a line, or the line itself."""
    while parsed.lines[number - 2].lstrip().startswith("#"):
        number -= 1
    return number
