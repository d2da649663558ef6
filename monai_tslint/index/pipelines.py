"""Calls that build pipelines, `Compose([Resize(), self_made])`: what is called, and the classes of what is put in.

And calls of anything that is given transforms by keyword, `Images(folder, transform=Resize())`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct, field

from monai_tslint.facts import PARAMETER, PipelineCall
from monai_tslint.texts import dotted

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ADDING = frozenset({"append", "extend", "insert"})
_LOCALS = "<locals>"


class PipelineCalls(Struct):
    """The calls found, and the bodies of the functions around them by scope: their imports matter."""

    calls: list[PipelineCall] = field(default_factory=list)
    functions: dict[str, list[ast.stmt]] = field(default_factory=dict)


def pipeline_calls(tree: ast.Module, text: str, words: Collection[str]) -> PipelineCalls:
    """The calls of anything whose last name is one of `words`, or that has a keyword ending in one that ends in `=`.

    What is put in is followed through the variables of the function around the call, not further. Nothing is found in
    files that are nested too deeply.
    """
    lines = _lines(text, words)
    search = _Search(lines, frozenset(words))
    try:
        if lines:
            search.scope(tree.body, "")
    except RecursionError:
        return PipelineCalls()
    return search.found


def _lines(text: str, words: Collection[str]) -> list[int]:
    """The lines where such a call may start: found in the text, which is much cheaper than walking the tree."""
    called = [word for word in words if not word.endswith(PARAMETER) and f"{word}(" in text]
    given = [word for word in words if word.endswith(PARAMETER) and word in text]
    patterns = [rf"\b(?:{_any_of(called)})\("] * bool(called) + [rf"(?<![^\W_])(?:{_any_of(given)})(?!=)"] * bool(given)
    if not patterns:
        return []
    return [text.count("\n", 0, match.start()) + 1 for match in re.finditer("|".join(patterns), text)]


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


class _Search:
    """Goes down to the lines where calls may start, one scope after the other."""

    def __init__(self, lines: list[int], words: frozenset[str]) -> None:
        self.found = PipelineCalls()
        self._lines = lines
        self._words = words
        self._parameters = frozenset(word.removesuffix(PARAMETER) for word in words if word.endswith(PARAMETER))

    def scope(self, body: list[ast.stmt], scope: str) -> None:
        """Look through the body of a module, class or function, and of what is defined there."""
        before = len(self.found.calls)
        nodes: list[tuple[str, list[ast.expr]]] = []
        for statement in body:
            if self._spans(statement):
                self._below(statement, scope, nodes)
        variables = _Variables(body)
        for callee, parts in nodes:
            seen: set[str] = set()
            members = dict.fromkeys(name for part in parts for name in variables.members(part, seen))
            if members:
                self.found.calls.append(PipelineCall(scope, callee, tuple(members)))
        if scope.endswith(_LOCALS) and len(self.found.calls) > before:
            self.found.functions[scope] = body

    def _below(self, node: ast.AST, scope: str, calls: list[tuple[str, list[ast.expr]]]) -> None:
        """Collect the calls that belong to this scope; inner scopes are looked through by themselves."""
        prefix = f"{scope}." if scope else ""
        if isinstance(node, ast.ClassDef):
            self.scope(node.body, f"{prefix}{node.name}")
        elif isinstance(node, _FUNCTIONS):
            self.scope(node.body, f"{prefix}{node.name}.{_LOCALS}")
        else:
            if isinstance(node, ast.Call):
                calls += self._of_interest(node)
            for child in ast.iter_child_nodes(node):
                if not isinstance(child, ast.stmt) or self._spans(child):
                    self._below(child, scope, calls)

    def _of_interest(self, call: ast.Call) -> Iterator[tuple[str, list[ast.expr]]]:
        """A call as one of a pipeline, with what is put in, or each keyword of it that takes transforms."""
        if _last(call.func) in self._words:
            yield dotted(call.func), [*call.args, *(keyword.value for keyword in call.keywords)]
            return
        for keyword in call.keywords:
            word = (keyword.arg or "").rpartition("_")[2]
            if word in self._parameters:
                yield f"{word}{PARAMETER}", [keyword.value]

    def _spans(self, node: ast.stmt) -> bool:
        end = node.end_lineno or node.lineno
        return any(node.lineno <= line <= end for line in self._lines)


def _last(callee: ast.expr) -> str:
    return callee.attr if isinstance(callee, ast.Attribute) else callee.id if isinstance(callee, ast.Name) else ""


class _Variables:
    """What the variables of one scope may hold: every value that its statements give them or add to them."""

    def __init__(self, body: Sequence[ast.stmt]) -> None:
        self._body = body
        self._values: dict[str, list[ast.expr]] | None = None

    def members(self, value: ast.expr, seen: set[str]) -> Iterator[str]:
        """The dotted names called to make the value, or the elements of the list that it is.

        Variables that have been `seen` are not followed again.
        """
        if isinstance(value, ast.Call):
            if name := dotted(value.func):
                yield name
        elif not isinstance(value, ast.Name):
            for part in _parts(value):
                yield from self.members(part, seen)
        elif value.id not in seen:
            seen.add(value.id)
            for one in self._given().get(value.id, ()):
                yield from self.members(one, seen)

    def _given(self) -> dict[str, list[ast.expr]]:
        if self._values is None:
            self._values = {}
            for statement in self._body:
                for node in ast.walk(statement):
                    for name, value in _bindings(node):
                        self._values.setdefault(name, []).append(value)
        return self._values


def _parts(value: ast.expr) -> list[ast.expr]:
    """The expressions that give the elements of a display, or one of which the value is."""
    match value:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.Dict(keys=keys, values=values):
            return [part for part in (*keys, *values) if part is not None]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Starred(value=part) | ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
            return [part]
    return []


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, value
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[*_, value]) if method in _ADDING:
            yield name, value
