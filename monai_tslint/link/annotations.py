"""Annotations to symbols: the one class that an annotation names, or that of its elements."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from monai_tslint.facts import FileIndex
from monai_tslint.link.names import Names
from monai_tslint.link.symbols import ClassSymbol, ExternalSymbol, Symbol, VariableSymbol
from monai_tslint.texts import annotation_text, dotted

_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly"})
_GENERATORS = frozenset({"Generator", "AsyncGenerator"})
_TYPING = ("typing.", "typing_extensions.")
_DEEPEST = 20


class Annotations:
    """Reads annotations in the body of the class or function qualified as `scope`."""

    def __init__(self, names: Names, scope: str = "") -> None:
        self._names = names
        self._scope = scope

    def named(self, where: str | FileIndex, text: str, depth: int = 0) -> Symbol | None:
        """The class that an annotation names; the container for a container; None if it is not one known class."""
        node = _parse(text)
        return None if node is None else self._named(where, node, depth)

    def element(self, where: str | FileIndex, text: str) -> Symbol | None:
        """The class of what iteration (for mappings: subscription) of the annotated object gives."""
        node = _parse(text)
        found = None if node is None else self._elements(where, node, 0)
        return None if not found else self._single(where, found, 0)

    def _named(self, where: str | FileIndex, node: ast.expr, depth: int) -> Symbol | None:
        if depth > _DEEPEST:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.named(where, node.value, depth + 1)
        members = self._members(where, node)
        if members is not None:
            return self._single(where, members, depth + 1)
        return self._class(where, node.value if isinstance(node, ast.Subscript) else node, depth)

    def _class(self, where: str | FileIndex, node: ast.expr, depth: int) -> Symbol | None:
        name = dotted(node)
        symbol = self._names.resolve(where, name, self._scope) if name else None
        if isinstance(symbol, VariableSymbol) and symbol.value and not symbol.value.endswith("(...)"):
            return self.named(symbol.file, symbol.value, depth + 1)
        return symbol if isinstance(symbol, (ClassSymbol, ExternalSymbol)) else None

    def _single(self, where: str | FileIndex, nodes: Iterable[ast.expr], depth: int) -> Symbol | None:
        found = {self._named(where, node, depth) for node in nodes if not _is_none(node)}
        return found.pop() if len(found) == 1 else None

    def _members(self, where: str | FileIndex, node: ast.expr) -> list[ast.expr] | None:
        """The parts of a union, `Optional` or wrapper; None if the annotation is none of these."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return list(_alternatives(node))
        if not isinstance(node, ast.Subscript):
            return None
        form = self._typing_form(where, node.value)
        arguments = _arguments(node)
        if form in ("Union", "Optional"):
            return arguments
        return arguments[:1] if form in _WRAPPERS else None

    def _typing_form(self, where: str | FileIndex, node: ast.expr) -> str:
        symbol = self._names.resolve(where, dotted(node), self._scope)
        name = symbol.dotted if isinstance(symbol, ExternalSymbol) else ""
        return name.rpartition(".")[2] if name.startswith(_TYPING) else ""

    def _elements(self, where: str | FileIndex, node: ast.expr, depth: int) -> list[ast.expr]:
        if depth > _DEEPEST:
            return []
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            inner = _parse(node.value)
            return [] if inner is None else self._elements(where, inner, depth + 1)
        members = self._members(where, node)
        if members is not None:
            return [e for m in members if not _is_none(m) for e in self._elements(where, m, depth + 1)]
        if not isinstance(node, ast.Subscript):
            return []
        symbol = self._class(where, node.value, depth)
        return _element_nodes(symbol.dotted, _arguments(node)) if isinstance(symbol, ExternalSymbol) else []


def _element_nodes(container: str, arguments: list[ast.expr]) -> list[ast.expr]:
    name = container.rpartition(".")[2]
    if name in ("Callable", "Literal", "type"):
        return []
    if name == "tuple":
        return [a for a in arguments if not (isinstance(a, ast.Constant) and a.value is Ellipsis)]
    return arguments[1:2] if len(arguments) == 2 and name not in _GENERATORS else arguments[:1]


def element_annotation(text: str) -> str | None:
    """The annotation text of the elements of a container annotation: `X` for `list[X]`, `V` for `dict[K, V]`."""
    node = _parse(text)
    if not isinstance(node, ast.Subscript):
        return None
    found = _element_nodes(dotted(node.value).lower(), _arguments(node))
    return annotation_text(found[0]) if found else None


def _parse(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _arguments(node: ast.Subscript) -> list[ast.expr]:
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield node.right
        node = node.left
    yield node


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
