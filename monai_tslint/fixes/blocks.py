"""Blocks of statements: which statement of a block a place belongs to, and how to move statements one level in."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Sequence
from itertools import takewhile

import libcst as cst

from monai_tslint.facts import Span
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Refused
from monai_tslint.fixes.syntax import Parsed

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement


def inside(inner: Span, outer: Span) -> bool:
    """Whether a range lies within another."""
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def common_block(parsed: Parsed, one: Span, other: Span) -> tuple[Sequence[Statement], int, int]:
    """The innermost block that contains both places, and the numbers of its statements that they are in."""
    statements: Sequence[Statement] = suite(parsed.function.body)
    while True:
        first, last = holder(parsed, statements, one), holder(parsed, statements, other)
        if first != last:
            return statements, first, last
        statements = next(
            (
                block
                for block in blocks(statements[first])
                if _holds(parsed, block, one) and _holds(parsed, block, other)
            ),
            (),
        )


def _holds(parsed: Parsed, block: Sequence[Statement], place: Span) -> bool:
    return any(inside(place, parsed.span(statement)) for statement in block)


def holder(parsed: Parsed, statements: Sequence[Statement], place: Span) -> int:
    """The number of the statement that contains a place. Raises `Refused` if none does."""
    for number, statement in enumerate(statements):
        if inside(place, parsed.span(statement)):
            return number
    raise Refused("the statements are not in one block")


def suite(body: cst.BaseSuite) -> tuple[Statement, ...]:
    """The statements of a block. Raises `Refused` for a body on the line of its header."""
    if not isinstance(body, cst.IndentedBlock):
        raise Refused("the body stands on the line of its header")
    return tuple(s for s in body.body if isinstance(s, cst.SimpleStatementLine | cst.BaseCompoundStatement))


def blocks(statement: cst.CSTNode) -> Iterator[tuple[Statement, ...]]:
    """The blocks of a compound statement, those of its `elif`, `except`, `else` and `finally` included."""
    for child in statement.children:
        if isinstance(child, cst.IndentedBlock):
            yield suite(child)
        elif isinstance(
            child, cst.If | cst.Else | cst.Finally | cst.ExceptHandler | cst.ExceptStarHandler | cst.MatchCase
        ):
            yield from blocks(child)


def indentation(parsed: Parsed, statement: cst.CSTNode) -> str:
    """The white space before a statement that starts its line."""
    line = parsed.lines[parsed.span(statement).line - 1].lstrip("\f")
    return line[: len(line) - len(line.lstrip(" \t"))]


def unit(parsed: Parsed, function: cst.FunctionDef) -> str:
    """What a function's body is indented by."""
    outer, inner = indentation(parsed, function), indentation(parsed, suite(function.body)[0])
    return inner.removeprefix(outer) if inner.startswith(outer) else inner


def moved_in(parsed: Parsed, first: int, last: int, prefix: str, step: str) -> Iterator[Edit]:
    """Edits that indent lines of code and comments; what is inside a string keeps its place."""
    fixed = _inside_strings(parsed.lines[first - 1 : last])
    for number in range(first, last + 1):
        line = parsed.lines[number - 1]
        feeds = len(line) - len(line.lstrip("\f"))
        if line.strip() and number - first not in fixed:
            column = feeds + 1 + (len(prefix) if line.startswith(prefix, feeds) else 0)
            yield parsed.inserted(number, column, step)


def _inside_strings(lines: Sequence[str]) -> set[int]:
    """The numbers, from 0, of the lines that start inside a string."""
    prefix = next(("".join(takewhile(str.isspace, line)) for line in lines if line.strip()), "")
    header = "if 1:\n" if prefix else ""
    shift = 2 if prefix else 1
    found: set[int] = set()
    opened: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(header + "\n".join((*lines, ""))).readline):
            kind = tokenize.tok_name[token.type]
            if kind.endswith("STRING_START"):
                opened.append(token.start[0])
            elif kind.endswith("STRING_END"):
                found.update(range(opened.pop() + 1 - shift, token.end[0] + 1 - shift))
            elif kind == "STRING":
                found.update(range(token.start[0] + 1 - shift, token.end[0] + 1 - shift))
    except (tokenize.TokenError, IndentationError):
        raise Refused("the code cannot be split into tokens") from None
    return found
