"""The reader knows all syntax of the Python that runs it, and reads whatever Python can parse."""

from __future__ import annotations

import ast
import asyncio
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from monai_tslint.facts import Access, AccessKind, FileIndex, FunctionIndex
from monai_tslint.index import index_source
from monai_tslint.reader import expressions, read_function, statements

INNER = {"Slice", "FormattedValue", "Interpolation"}
"""Expressions that stand in certain others only."""

OLD = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice"}
"""Names that the parser has not used since Python 3.9."""

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
            else: del a.q, a[k], (a.s, [a.t])
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


def functions(file: FileIndex) -> Iterator[FunctionIndex]:
    """All functions and methods of a file."""
    yield from file.functions.values()
    yield from (f for cls in file.classes.values() for several in cls.methods.values() for f in several)


def unread(text: str, name: str = "m") -> list[str]:
    """The functions of a file that are not read, with the reason."""
    lines = text.split("\n")
    read = (
        (function, read_function(lines, function)) for function in functions(index_source(name, "m", False, text, ""))
    )
    return [f"{name}:{function.line} {facts.problem}" for function, facts in read if facts.problem]


@pytest.mark.parametrize("base", [ast.expr, ast.stmt])
def test_each_form_has_a_handler(base: type[ast.expr] | type[ast.stmt]) -> None:
    forms = {cls.__name__ for cls in base.__subclasses__()} - INNER - OLD
    known = expressions._HANDLERS if base is ast.expr else statements._HANDLERS
    assert {cls.__name__ for cls in known} == forms


def test_all_syntax() -> None:
    text = SYNTAX.lstrip()
    facts = read_function(text.split("\n"), index_source("m", "m", False, text, "").functions["f"])
    changes = [e for e in facts.events if isinstance(e, Access) and e.kind is not AccessKind.READ]
    attributes = {step[1:] for change in changes for step in change.path[1:2] if step[0] == "."}
    assert facts.problem is None
    assert attributes >= {"x", "y", "i", "n", "q", "s", "t", "l", "e", "r", "o", "b"}
    assert "z" not in attributes


@pytest.mark.parametrize("package", [asyncio, typing])
def test_the_standard_library(package: ModuleType) -> None:
    found = Path(package.__file__ or "")
    files = sorted(found.parent.glob("*.py")) if found.name == "__init__.py" else [found]
    assert [wrong for file in files for wrong in unread(file.read_text("utf-8"), file.name)] == []


@pytest.mark.wheels
def test_all_of_monai(monai_release: Callable[[str], Path]) -> None:
    files = sorted((monai_release("1.5.0") / "monai").rglob("*.py"))
    assert len(files) > 400
    assert [wrong for file in files for wrong in unread(file.read_text("utf-8"), file.name)] == []
