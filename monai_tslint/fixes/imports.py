"""Imports at the top of a file: a name is added beside those of its kind, or taken out when nobody needs it any more."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.places import column

_USUAL_LINE, _LONGEST_LINE = 88, 120
_FUTURE = "__future__"


def bound(code: Code, path: str, module: str, name: str, line: int) -> bool:
    """Whether a name means that name of the module in a line of a file. Raises `Refused` if it means something else."""
    meaning = meaning_at(code, path, name, line)
    if meaning is None:
        return False
    if meaning != (code.member(module, name) or f"{module}.{name}"):
        raise Refused(f"`{name}` already means something else in the file")
    return True


def meaning_at(code: Code, path: str, name: str, line: int) -> str | None:
    """The full name of what a dotted name means in a line of a file; None if nothing is known, or only later imported."""
    meaning = code.meaning(path, name)
    if meaning is None:
        return None
    first = next((s for s in _statements(code.lines(path)) if _binds(s, name.partition(".")[0])), None)
    return meaning if first is None or first.lineno < line else None


def _binds(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom) and any(
        (alias.asname or alias.name.partition(".")[0]) == name for alias in statement.names
    )


def added(code: Code, path: str, module: str, name: str, line: int) -> tuple[Edit, ...]:
    """The edit that makes a module's name known in a line of a file; none if it is.

    Raises `Refused` if it means something else.
    """
    if bound(code, path, module, name, line):
        return ()
    lines = code.lines(path)
    statements = [s for s in _statements(lines) if s.lineno < line]
    merged = next((edit for s in statements if (edit := _merged(path, lines, s, module, name)) is not None), None)
    return (merged or _new_statement(code, path, statements, module, name, line),)


def removed(code: Code, path: str, name: str) -> tuple[Edit, ...]:
    """The edit that takes an imported name out if nothing in the file but one use mentions it; none otherwise."""
    lines = code.lines(path)
    mentions = sum(len(re.findall(rf"\b{re.escape(name)}\b", line)) for line in lines)
    for statement in _statements(lines) if mentions == 2 else ():
        if isinstance(statement, ast.ImportFrom) and any(a.name == name and a.asname is None for a in statement.names):
            return (_without(path, lines, statement, name),)
    return ()


def renamed(code: Code, path: str, old: str, new: str, targets: Container[str | None]) -> tuple[Edit, ...]:
    """The edit by which an import brings in another name of its module. Raises `Refused` if it means none of the `targets`."""
    lines = code.lines(path)
    for statement in _statements(lines):
        names = statement.names if isinstance(statement, ast.ImportFrom) and not statement.level else []
        alias = next((a for a in names if a.name == old and a.asname is None), None)
        if alias is not None and code.member(_module_of(statement), new) in targets:
            return (_renamed(path, lines, names, alias, new),)
    raise Refused(f"`{old}` is not imported at the top of the file by its own name")


def _renamed(path: str, lines: Sequence[str], names: Sequence[ast.alias], alias: ast.alias, new: str) -> Edit:
    """The edit that gives an imported name another one; names on one line stay sorted if they are."""
    start, line = column(lines, alias.lineno, alias.col_offset), alias.lineno
    if len({name.lineno for name in names}) > 1 or not _is_sorted(names) or any(name.asname for name in names):
        return Edit(path, line, start, line, start + len(alias.name), new)
    ordered = sorted((new if name is alias else name.name for name in names), key=_rank)
    first, last = names[0].col_offset, names[-1].end_col_offset or 0
    return Edit(path, line, column(lines, line, first), line, column(lines, line, last), ", ".join(ordered))


def _statements(lines: Sequence[str]) -> list[ast.stmt]:
    """The statements of the file's top level."""
    return _parsed("\n".join(lines)).body


@lru_cache(maxsize=1)
def _parsed(text: str) -> ast.Module:
    """The syntax tree of the file that is being looked at, for all findings in it."""
    return ast.parse(text)


def _merged(path: str, lines: Sequence[str], statement: ast.stmt, module: str, name: str) -> Edit | None:
    """The edit that adds a name to a `from` import of the module, in its place if the names are sorted."""
    if not isinstance(statement, ast.ImportFrom) or statement.level or statement.module != module:
        return None
    names = statement.names
    if names[0].name == "*":
        return None
    own_lines = len({alias.lineno for alias in names} | {statement.lineno}) == len(names) + 1
    longest = min(_LONGEST_LINE, max(_USUAL_LINE, *map(len, lines)))
    if not own_lines and len(lines[names[-1].lineno - 1]) + len(name) + 2 > longest:
        return None
    after = next((alias for alias in names if _sorts_before(name, alias.name)), None) if _is_sorted(names) else None
    if after is not None:
        line, start = after.lineno, column(lines, after.lineno, after.col_offset)
        gap = f"\n{lines[line - 1][: start - 1]}" if own_lines else " "
        return Edit(path, line, start, line, start, f"{name},{gap}")
    line, end = names[-1].end_lineno or 0, column(lines, names[-1].end_lineno or 0, names[-1].end_col_offset or 0)
    indent = lines[names[-1].lineno - 1][: names[-1].col_offset]
    return Edit(path, line, end, line, end, f",\n{indent}{name}" if own_lines else f", {name}")


def _is_sorted(names: Sequence[ast.alias]) -> bool:
    return not any(_sorts_before(later.name, earlier.name) for earlier, later in pairwise(names))


def _sorts_before(one: str, other: str) -> bool:
    """The order of isort and ruff: constants, classes, then the rest."""
    return _rank(one) < _rank(other)


def _rank(name: str) -> tuple[int, str]:
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name


def _new_statement(code: Code, path: str, statements: Sequence[ast.stmt], module: str, name: str, line: int) -> Edit:
    """A new import among those of the same package, or after the other imports; the standard library comes first."""
    lines = code.lines(path)
    text = f"from {module} import {name}\n"
    imports = [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom) and s.col_offset == 0]
    standard = module.partition(".")[0] in sys.stdlib_module_names
    related = [s for s in imports if _package(s) == module.partition(".")[0] or (standard and _is_standard(s))]
    later: ast.stmt | None = next(
        (s for s in related if isinstance(s, ast.ImportFrom) and _module_of(s) > module), None
    )
    others = [s for s in imports if not _is_future(s)]
    if later is None and standard and not related and others:
        later, text = others[0], f"{text}\n"
    if later is not None and not lines[later.lineno - 1].startswith("\f"):
        return Edit(path, later.lineno, 1, later.lineno, 1, text)
    notebook = code.notebooks.get(path)
    if notebook is not None and not imports:
        top = notebook.top(line)
        return Edit(path, top, 1, top, 1, f"{text}\n\n")
    return _after(path, lines, statements, (related or imports or _docstring(statements))[-1:], text)


def _after(
    path: str, lines: Sequence[str], statements: Sequence[ast.stmt], before: Sequence[ast.stmt], text: str
) -> Edit:
    """The edit that inserts a statement after another, or without one at the top of the file."""
    if not before:
        number = next((n for n, line in enumerate(lines[:2], 1) if not line.startswith("#")), 3)
        return Edit(path, number, 1, number, 1, f"{text}\n\n")
    number = (before[0].end_lineno or 0) + 1
    if number > len(lines) or any(s.lineno < number for s in statements[statements.index(before[0]) + 1 :]):
        raise Refused("there is no line of its own for the import")
    apart = "" if isinstance(before[0], ast.Import | ast.ImportFrom) and not _is_future(before[0]) else "\n"
    return Edit(path, number, 1, number, 1, f"{apart}{text}")


def _is_standard(statement: ast.stmt) -> bool:
    return _package(statement) in sys.stdlib_module_names and not _is_future(statement)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == _FUTURE


def _package(statement: ast.stmt) -> str:
    return _module_of(statement).partition(".")[0]


def _module_of(statement: ast.stmt) -> str:
    if isinstance(statement, ast.ImportFrom):
        return "" if statement.level else statement.module or ""
    return statement.names[0].name if isinstance(statement, ast.Import) else ""


def _docstring(statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    first = statements[:1]
    return [s for s in first if isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)]


def _without(path: str, lines: Sequence[str], statement: ast.ImportFrom, name: str) -> Edit:
    names = statement.names
    place = next(number for number, alias in enumerate(names) if alias.name == name)
    alias = names[place]
    if len(names) == 1:
        end = (statement.end_lineno or 0) + 1
        if statement.col_offset or end > len(lines):
            raise Refused("the import shares its line")
        return Edit(path, statement.lineno, 1, end, 1, "")
    start = (alias.lineno, column(lines, alias.lineno, alias.col_offset))
    end_line, end_offset = alias.end_lineno or 0, alias.end_col_offset or 0
    stop = (end_line, column(lines, end_line, end_offset))
    if place + 1 < len(names):
        following = names[place + 1]
        stop = (following.lineno, column(lines, following.lineno, following.col_offset))
    else:
        before = names[place - 1]
        start = (before.end_lineno or 0, column(lines, before.end_lineno or 0, before.end_col_offset or 0))
    return Edit(path, *start, *stop, "")
