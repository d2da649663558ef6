"""Whether the classes around a method leave what it returns unused, and so rely on what it does to its argument."""

from __future__ import annotations

import ast
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
