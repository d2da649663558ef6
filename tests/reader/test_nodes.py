"""Two parsers agree: what is read from nodes made of `ast` is what is read from libcst's own."""

from __future__ import annotations

import asyncio
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import libcst as cst
import pytest

from monai_tslint.facts import FileIndex, FunctionIndex
from monai_tslint.index import index_source
from monai_tslint.reader import visit
from monai_tslint.reader.nodes import build

SYNTAX = '''
async def f(a, /, b=1, *c, d=2, **e):
    """Docstring."""
    global G
    import os.path, re as r; from . import x as y; from ..p import *
    a.x, (b[0], *c[1:2, ...]) = d = e[()] = a[1, 2] = -1_000 + 0x10 * 1e400 - 2j
    a.y: int | None = b'' if not b else "it's" 'so' r'\\d'
    a.z: str
    for a.i, [k, v] in zip(c, range(3)):
        if k in a.d and v not in a.d or k is not None != v: continue
        elif k: break
        else:
            if v: pass
            else: del a.q, a[k]
    else: a.n += 1
    while (n := await b()) < 3 <= a.m: a.n @= n
    async with a.lock as a.l, open(f"{a.p!r:>{a.w}}" "tail") as (g, h): yield
    async for z in a: x = yield from [*a.s, *c]
    try: raise ValueError(a.v) from None
    except (KeyError, AttributeError) as error: a.e = error
    except OSError: assert a, f"{a.m}"
    else: return lambda q, *w, u=a.u, **t: (q, w, {**t, 'k': u, u: 'k'})
    finally: nonlocal_free = {s async for s in a.s if s if a.t for t in s}
    try: pass
    except* ValueError: a(*b, k=1, **e)
    match a.k, b:
        case {'x': [1, *rest], **others} if rest: a.r = others
        case P(q, w=None) | P.Q: a.o = q
        case (1 | 2, -3) as both: a.b = both
        case _: pass
    @a.deco(b)
    def g(s, *, t=a.t):
        nonlocal z
        z = s[t:a.t:2]
        return {s: t for s, t in a.items()}, [i for i in z], ~s
    class H(a): w = 1
    return a.f()().g[a.h](b)(*a.c, key=(yield a.d))
'''


class _Normal(cst.CSTTransformer):
    """Constants as their values, strings that are written in several pieces as one: that is how `ast` sees them."""

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        match original_node:
            case cst.Integer():
                return cst.Integer(repr(original_node.evaluated_value))
            case cst.Float():
                return cst.Float(repr(original_node.evaluated_value).replace("inf", "1e999"))
            case cst.SimpleString() | cst.ConcatenatedString() if original_node.evaluated_value is not None:
                return cst.SimpleString(repr(original_node.evaluated_value))
        match updated_node:
            case cst.ConcatenatedString():
                return cst.FormattedString(list(_formatted(updated_node)))
            case cst.Subscript(
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.Tuple(elements=[_, *_] as parts)))]
            ):
                return updated_node.with_changes(slice=[cst.SubscriptElement(cst.Index(part.value)) for part in parts])
        return updated_node


def _formatted(node: cst.BaseExpression) -> Iterator[cst.BaseFormattedStringContent]:
    if isinstance(node, cst.ConcatenatedString):
        yield from _formatted(node.left)
        yield from _formatted(node.right)
    elif isinstance(node, cst.FormattedString):
        yield from node.parts


def parsed_by_libcst(lines: list[str], function: FunctionIndex) -> cst.BaseSuite:
    """The body of a function as libcst's parser gives it, normalised."""
    text = "\n".join(line.lstrip("\f") for line in lines[function.line - 1 : function.end_line]) + "\n"
    module = cst.parse_module(f"if 1:\n{text}" if text[0] in " \t" else text).visit(_Normal())
    node: cst.CSTNode = module.body[-1]
    if isinstance(node, cst.If):
        node = node.body.body[-1]
    return cst.ensure_type(node, cst.FunctionDef).body


def facts(body: cst.BaseSuite, function: FunctionIndex) -> tuple[object, ...]:
    """What is read from a body, wherever it stands."""
    frame = visit(body, function)
    return frame.events, frame.returned, frame.nested, frame.generator


def functions(file: FileIndex) -> Iterator[FunctionIndex]:
    """All functions and methods of a file."""
    yield from file.functions.values()
    yield from (f for cls in file.classes.values() for several in cls.methods.values() for f in several)


def disagreements(path: Path) -> list[str]:
    """The functions of a file for which the two readings differ."""
    text = path.read_text("utf-8")
    lines = text.split("\n")
    return [
        f"{path.name}:{function.line} {function.qualname}"
        for function in functions(index_source(path.name, "m", False, text, ""))
        if facts(parsed_by_libcst(lines, function), function)
        != facts(build(lines, function.line, function.end_line).body, function)
    ]


def test_all_syntax(tmp_path: Path) -> None:
    file = tmp_path / "syntax.py"
    file.write_text(SYNTAX.lstrip())
    assert disagreements(file) == []


@pytest.mark.parametrize("package", [asyncio, typing])
def test_the_standard_library(package: ModuleType) -> None:
    found = Path(package.__file__ or "")
    files = sorted(found.parent.glob("*.py")) if found.name == "__init__.py" else [found]
    assert [wrong for file in files for wrong in disagreements(file)] == []


@pytest.mark.wheels
def test_transforms_of_monai(monai_release: Callable[[str], Path]) -> None:
    files = sorted((monai_release("1.5.0") / "monai" / "transforms").rglob("*.py"))
    assert len(files) > 30
    assert [wrong for file in files for wrong in disagreements(file)] == []
