"""Names for new variables."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Iterator, Sequence

from monai_tslint.fixes.base import Refused
from monai_tslint.fixes.places import Function


def free_name(attribute: str, functions: Sequence[Function]) -> str:
    """A name for the value of an attribute that means nothing else in the functions, nor to Python. Raises `Refused`."""
    taken = {name for function in functions for node in ast.walk(function) for name in identifiers(node)}
    plain = attribute.strip("_")
    for name in (plain, f"{plain}_", f"current_{plain}"):
        if name.isidentifier() and name not in taken and not hasattr(builtins, name) and not keyword.iskeyword(name):
            return name
    raise Refused(f"there is no free name for the value of `self.{attribute}`")


def identifiers(node: ast.AST) -> Iterator[str]:
    """The variables that a node itself names."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
    yield from bound_by(node)


def bound_by(node: ast.AST) -> Iterator[str]:
    """The names to which a node gives a value, or from which it takes it."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case ast.alias(name=name, asname=alias):
            yield alias or name.partition(".")[0]
