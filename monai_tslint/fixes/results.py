"""Whether those who call a method leave what it returns unused, and so rely on what it does to its argument."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import Tree, receiver_of
from monai_tslint.proposals import Region

_CALL = "__call__"


def drops_result(code: Code, cls: Region, name: str) -> str | None:
    """The method of a class, or of one above or below it, that calls `name` on its object and goes on with the argument."""
    kin = (info for info in code.kin(cls.path, cls.line) if not info.external)
    regions = [cls, *(Region(i.file.path, i.index.line, i.index.end_line) for i in kin)]
    for region in regions:
        for method in _methods(code, region):
            if any(_is_dropped(method, call) for call in _calls(method, name)):
                return method.name
    return None


def _methods(code: Code, region: Region) -> tuple[Function, ...]:
    try:
        return Tree(code.lines(region.path), region).methods
    except Refused:
        return ()


def _calls(method: Function, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(method):
        match node:
            case ast.Call(func=ast.Attribute(attr=called)) if called == name:
                yield node
            case ast.Call(func=ast.Name(id=called)) if name == _CALL and called == receiver_of(method):
                yield node


def _is_dropped(method: Function, call: ast.Call) -> bool:
    """Whether nobody takes the result, or the argument is used under its own name afterwards."""
    if any(isinstance(node, ast.Expr) and node.value is call for node in ast.walk(method)):
        return True
    given = {a.id for a in call.args if isinstance(a, ast.Name)}
    replaced = {
        target.id
        for node in ast.walk(method)
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    later = (n for n in ast.walk(method) if isinstance(n, ast.Name) and n.lineno > (call.end_lineno or call.lineno))
    return any(n.id in given - replaced for n in later)


def user_that_drops(code: Code, cls: str) -> str | None:
    """The file in which objects of a class, made there, are called for nothing but what that does to the argument."""
    made = re.compile(rf"(?<!class )\b{re.escape(cls)}[\s\\]*\(")
    for path in code.mentioning(cls):
        text = "\n".join(code.lines(path))
        if made.search(text) is None:
            continue
        try:
            module = ast.parse(text)
        except (SyntaxError, RecursionError):
            continue
        names = {name for node in ast.walk(module) for name in _made(node, cls)}
        if any(_last_name(call.func) in names or _makes(call.func, cls) for call in _dropped_calls(module)):
            return path
    return None


def _made(node: ast.AST, cls: str) -> Iterator[str]:
    """The variables and attributes that an assignment gives an object of a class, alone or in a display."""
    match node:
        case ast.Assign(targets=targets, value=value):
            assigned = targets
        case ast.AnnAssign(target=target, value=value) if value is not None:
            assigned = [target]
        case ast.For(target=target, iter=value):
            assigned = [target]
        case _:
            return
    if any(_makes(inner, cls) for inner in ast.walk(value)):
        yield from (_last_name(target) for target in assigned)


def _makes(node: ast.AST, cls: str) -> bool:
    return isinstance(node, ast.Call) and _last_name(node.func) == cls


def _dropped_calls(module: ast.Module) -> Iterator[ast.Call]:
    """The calls whose results nobody takes, of which an argument is used further down."""
    last: dict[str, int] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Name):
            last[node.id] = max(last.get(node.id, 0), node.lineno)
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            given = [a.id for a in node.value.args if isinstance(a, ast.Name)]
            if any(last[name] > node.lineno for name in given):
                yield node.value


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
