"""Short source text for the small expressions of an outline: names, annotations, defaults, values.

`ast.unparse` costs more than parsing, so it is used only where nothing simpler fits.
"""

from __future__ import annotations

import ast
import warnings

_LONGEST_STRING = 80
_KEPT_ARGUMENTS = frozenset({"property", "field", "partialmethod", "cached_property", "partial"})


def parse(text: str, path: str = "<text>") -> ast.Module:
    """The syntax tree of a text. Warnings about its contents are somebody else's to give.

    Raises what `ast.parse` raises: SyntaxError, ValueError, RecursionError, MemoryError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, path)


def dotted(node: ast.expr) -> str:
    """`a.b.c` for names and attributes of names, else `""`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    if not parts:
        return node.id
    parts.append(node.id)
    return ".".join(reversed(parts))


def decorator_text(node: ast.expr) -> str:
    """The dotted name of a decorator, of the factory if it is called; `""` if it has none."""
    return dotted(node.func if isinstance(node, ast.Call) else node)


def base_text(node: ast.expr) -> str:
    """A base class: a dotted name, `name[...]` with its arguments, `name(...)` for a call, or `""`."""
    if isinstance(node, ast.Subscript) and dotted(node.value):
        return annotation_text(node)
    if isinstance(node, ast.Call) and dotted(node.func):
        return f"{dotted(node.func)}(...)"
    return dotted(node)


def annotation_text(node: ast.expr) -> str:
    """An annotation as source text; strings keep their quotes."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return "..." if node.value is Ellipsis else repr(node.value)
    if isinstance(node, ast.Attribute):
        return dotted(node) or ast.unparse(node)
    if isinstance(node, ast.Subscript):
        return f"{annotation_text(node.value)}[{_arguments(node.slice)}]"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return f"{annotation_text(node.left)} | {annotation_text(node.right)}"
    if isinstance(node, ast.List):
        return f"[{', '.join([annotation_text(e) for e in node.elts])}]"
    return ast.unparse(node)


def _arguments(node: ast.expr) -> str:
    if isinstance(node, ast.Tuple) and node.elts:
        return ", ".join([annotation_text(e) for e in node.elts])
    return annotation_text(node)


def value_text(node: ast.expr) -> str | None:
    """What a value is, cut short: names and constants as they are, `f(...)`, `[...]`, `{...}`; None for anything else.

    Empty displays are `[]`, `{}`, `()`. Calls that wrap named functions (`property(get, set)`) keep their arguments.
    """
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return dotted(node) or None
    if isinstance(node, ast.Call):
        return _call(node)
    return _display(node) or _expression(node)


def _display(node: ast.expr) -> str | None:
    match node:
        case ast.List(elts=parts):
            return "[...]" if parts else "[]"
        case ast.Dict(values=parts):
            return "{...}" if parts else "{}"
        case ast.Tuple(elts=parts):
            return "(...)" if parts else "()"
        case ast.ListComp():
            return "[...]"
        case ast.Set() | ast.SetComp() | ast.DictComp():
            return "{...}"
    return None


def _expression(node: ast.expr) -> str | None:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return f"-{_constant(value)}"
        case ast.Subscript(value=ast.Name() | ast.Attribute()) | ast.BinOp(op=ast.BitOr()):
            return annotation_text(node)
    return None


def default_text(node: ast.expr) -> str:
    """The default of a parameter, cut like `value_text` where possible."""
    return value_text(node) or ast.unparse(node)


def _constant(value: object) -> str:
    if isinstance(value, (str, bytes)) and len(value) > _LONGEST_STRING:
        return "'...'"
    return "..." if value is Ellipsis else repr(value)


def _call(node: ast.Call) -> str | None:
    name = dotted(node.func)
    if not name:
        return None
    if name.rpartition(".")[2] in _KEPT_ARGUMENTS:
        return f"{name}({', '.join([_argument(a) for a in node.args] + [_keyword(k) for k in node.keywords])})"
    return f"{name}(...)"


def _argument(node: ast.expr) -> str:
    return value_text(node) or "..."


def _keyword(node: ast.keyword) -> str:
    return f"{node.arg}={_argument(node.value)}" if node.arg else f"**{_argument(node.value)}"
