"""From syntax to `script` records: expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from monai_tslint.facts import Span
from monai_tslint.pipelines import script

_Handler = Callable[..., script.Expression]


class Expressions:
    """Lowers expressions; `columns` turns byte offsets in a line into columns."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._lines = lines

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """Where a node stands, in code points."""
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        return Span(node.lineno, self._column(node.lineno, node.col_offset), end_line, self._column(end_line, end))

    def _column(self, line: int, offset: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return offset + 1 if text.isascii() else len(text.encode("utf-8")[:offset].decode("utf-8", "ignore")) + 1

    def expression(self, node: ast.expr) -> script.Expression:
        """What an expression says."""
        handler = _HANDLERS.get(type(node))
        return handler(self, node) if handler is not None else self._other(node)

    def _each(self, nodes: Iterable[ast.expr]) -> tuple[script.Expression, ...]:
        return tuple([self.expression(node) for node in nodes])

    def _other(self, node: ast.AST) -> script.Other:
        children = (child for child in ast.iter_child_nodes(node) if isinstance(child, (ast.expr, ast.FormattedValue)))
        parts = [self.expression(child) for child in children]
        return script.Other(tuple([p for p in parts if not isinstance(p, (script.Constant, script.Name))]))

    def _name(self, node: ast.Name) -> script.Expression:
        return script.Name(node.id)

    def _constant(self, node: ast.Constant) -> script.Expression:
        value = node.value
        return script.Other() if isinstance(value, complex) or value is Ellipsis else script.Constant(value)

    def _attribute(self, node: ast.Attribute) -> script.Expression:
        return script.Attribute(self.expression(node.value), node.attr)

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set) -> script.Expression:
        return script.Display("list", tuple([self._item(e) for e in node.elts]), self.span(node))

    def _item(self, node: ast.expr) -> script.Item:
        if isinstance(node, ast.Starred):
            return script.Item(self.expression(node.value), starred=True)
        return script.Item(self.expression(node))

    def _dict(self, node: ast.Dict) -> script.Expression:
        items = [
            script.Item(self.expression(value), self.expression(key) if key is not None else None, key is None)
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return script.Display("dict", tuple(items), self.span(node))

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> script.Expression:
        return script.Each("list", self._loops(node.generators), self.expression(node.elt), self.span(node))

    def _mapping(self, node: ast.DictComp) -> script.Expression:
        loops, key = self._loops(node.generators), self.expression(node.key)
        return script.Each("dict", loops, self.expression(node.value), self.span(node), key)

    def _loops(self, generators: list[ast.comprehension]) -> tuple[tuple[script.Expression, script.Expression], ...]:
        return tuple([(self.expression(g.target), self.expression(g.iter)) for g in generators])

    def _subscript(self, node: ast.Subscript) -> script.Expression:
        key = None if isinstance(node.slice, ast.Slice) else self.expression(node.slice)
        return script.Part(self.expression(node.value), key)

    def _call(self, node: ast.Call) -> script.Expression:
        arguments = [
            script.Argument("*", self.expression(a.value))
            if isinstance(a, ast.Starred)
            else script.Argument("", self.expression(a))
            for a in node.args
        ]
        arguments += [script.Argument(k.arg or "**", self.expression(k.value)) for k in node.keywords]
        return script.Call(self.expression(node.func), tuple(arguments), self.span(node))

    def _if_exp(self, node: ast.IfExp) -> script.Expression:
        return script.Choice(self.expression(node.test), self._each((node.body, node.orelse)))

    def _bool_op(self, node: ast.BoolOp) -> script.Expression:
        return script.Operation(
            "and" if isinstance(node.op, ast.And) else "or", self._each(node.values), self.span(node)
        )

    def _binary(self, node: ast.BinOp) -> script.Expression:
        operator = "+" if isinstance(node.op, ast.Add) else type(node.op).__name__
        return script.Operation(operator, self._each((node.left, node.right)), self.span(node))

    def _unary(self, node: ast.UnaryOp) -> script.Expression:
        return script.Operation(type(node.op).__name__, (self.expression(node.operand),), self.span(node))

    def _compare(self, node: ast.Compare) -> script.Expression:
        if len(node.ops) != 1:
            return self._other(node)
        return script.Operation(type(node.ops[0]).__name__, self._each((node.left, *node.comparators)), self.span(node))

    def _await(self, node: ast.Await) -> script.Expression:
        return self.expression(node.value)

    def _named(self, node: ast.NamedExpr) -> script.Expression:
        return script.Assigned(self.expression(node.target), self.expression(node.value), self.span(node))

    def _lambda(self, node: ast.Lambda) -> script.Expression:
        body = (script.Return(self.expression(node.body)),)
        return script.Function("<lambda>", 0, self.formals(node.args), body, self.span(node))

    def formals(self, args: ast.arguments) -> tuple[script.Formal, ...]:
        """The parameters of a function in the order of its signature."""
        plain = args.posonlyargs + args.args
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
        found = [self._formal(a, d) for a, d in zip(plain, [*defaults, *args.defaults], strict=True)]
        if args.vararg is not None:
            found.append(script.Formal(args.vararg.arg, "*"))
        found += [self._formal(a, d, True) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
        if args.kwarg is not None:
            found.append(script.Formal(args.kwarg.arg, "**"))
        return tuple(found)

    def _formal(self, node: ast.arg, default: ast.expr | None, keyword_only: bool = False) -> script.Formal:
        return script.Formal(node.arg, "", None if default is None else self.expression(default), keyword_only)


_HANDLERS: dict[type[ast.expr], _Handler] = {
    ast.Name: Expressions._name,
    ast.Constant: Expressions._constant,
    ast.Attribute: Expressions._attribute,
    ast.List: Expressions._sequence,
    ast.Tuple: Expressions._sequence,
    ast.Set: Expressions._sequence,
    ast.Dict: Expressions._dict,
    ast.ListComp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.DictComp: Expressions._mapping,
    ast.Subscript: Expressions._subscript,
    ast.Call: Expressions._call,
    ast.IfExp: Expressions._if_exp,
    ast.BoolOp: Expressions._bool_op,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._compare,
    ast.Await: Expressions._await,
    ast.NamedExpr: Expressions._named,
    ast.Lambda: Expressions._lambda,
}
