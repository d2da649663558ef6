"""Expressions, comprehensions and parameters as libcst nodes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

import libcst as cst

_Build = Callable[..., cst.BaseExpression]

_BINARY: dict[type[ast.operator], cst.BaseBinaryOp] = {
    ast.Add: cst.Add(),
    ast.Sub: cst.Subtract(),
    ast.Mult: cst.Multiply(),
    ast.Div: cst.Divide(),
    ast.FloorDiv: cst.FloorDivide(),
    ast.Mod: cst.Modulo(),
    ast.Pow: cst.Power(),
    ast.LShift: cst.LeftShift(),
    ast.RShift: cst.RightShift(),
    ast.BitOr: cst.BitOr(),
    ast.BitXor: cst.BitXor(),
    ast.BitAnd: cst.BitAnd(),
    ast.MatMult: cst.MatrixMultiply(),
}
_UNARY: dict[type[ast.unaryop], cst.BaseUnaryOp] = {
    ast.Not: cst.Not(),
    ast.USub: cst.Minus(),
    ast.UAdd: cst.Plus(),
    ast.Invert: cst.BitInvert(),
}
_COMPARISON: dict[type[ast.cmpop], cst.BaseCompOp] = {
    ast.Eq: cst.Equal(),
    ast.NotEq: cst.NotEqual(),
    ast.Lt: cst.LessThan(),
    ast.LtE: cst.LessThanEqual(),
    ast.Gt: cst.GreaterThan(),
    ast.GtE: cst.GreaterThanEqual(),
    ast.Is: cst.Is(),
    ast.IsNot: cst.IsNot(),
    ast.In: cst.In(),
    ast.NotIn: cst.NotIn(),
}
_BOOLEAN: dict[type[ast.boolop], cst.BaseBooleanOp] = {ast.And: cst.And(), ast.Or: cst.Or()}


class Unsupported(Exception):
    """Syntax that is newer than this module."""

    def __init__(self, node: ast.AST) -> None:
        super().__init__(f"it uses syntax that is not known: {type(node).__name__}")


class ExpressionBuilder:
    """Builds expressions and remembers where they come from; what stands in an f-string comes from all of it."""

    def __init__(self) -> None:
        self.origins: dict[int, ast.expr] = {}
        self._names: dict[str, cst.Name] = {}
        self._around: ast.expr | None = None

    def expression(self, node: ast.expr) -> cst.BaseExpression:
        """The libcst node for an expression."""
        build = _BUILDERS.get(type(node))
        if build is None:
            raise Unsupported(node)
        built = build(self, node)
        self.origins[id(built)] = self._around or node
        return built

    def optional(self, node: ast.expr | None) -> cst.BaseExpression | None:
        """The same for an expression that may be absent."""
        return None if node is None else self.expression(node)

    def target(self, node: ast.expr) -> cst.BaseAssignTargetExpression:
        """The same for what is assigned to."""
        built = self.expression(node)
        if not isinstance(built, cst.BaseAssignTargetExpression):
            raise Unsupported(node)
        return built

    def name(self, text: str) -> cst.Name:
        """A name that is no expression of its own: an attribute, a keyword, a parameter. One node for all that are alike."""
        known = self._names.get(text)
        if known is None:
            known = self._names[text] = cst.Name(text)
        return known

    def parameters(self, node: ast.arguments) -> cst.Parameters:
        """A signature; annotations are left out."""
        plain = [*node.posonlyargs, *node.args]
        defaults = [*[None] * (len(plain) - len(node.defaults)), *node.defaults]
        built = [self._parameter(a, d) for a, d in zip(plain, defaults, strict=True)]
        return cst.Parameters(
            params=built[len(node.posonlyargs) :],
            posonly_params=built[: len(node.posonlyargs)],
            kwonly_params=[self._parameter(a, d) for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True)],
            star_arg=self._parameter(node.vararg, None, "*") if node.vararg else cst.MaybeSentinel.DEFAULT,
            star_kwarg=self._parameter(node.kwarg, None, "**") if node.kwarg else None,
        )

    def _parameter(self, node: ast.arg, default: ast.expr | None, star: str = "") -> cst.Param:
        return cst.Param(self.name(node.arg), default=self.optional(default), star=star)

    # Names, parts and calls ----------------------------------------------------------------------------------

    def _name(self, node: ast.Name) -> cst.Name:
        return cst.Name(node.id)

    def _attribute(self, node: ast.Attribute) -> cst.Attribute:
        return cst.Attribute(self.expression(node.value), self.name(node.attr))

    def _subscript(self, node: ast.Subscript) -> cst.Subscript:
        several = isinstance(node.slice, ast.Tuple) and bool(node.slice.elts)
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) and several else [node.slice]
        return cst.Subscript(self.expression(node.value), [cst.SubscriptElement(self._slice(i)) for i in items])

    def _slice(self, node: ast.expr) -> cst.BaseSlice:
        if isinstance(node, ast.Slice):
            return cst.Slice(self.optional(node.lower), self.optional(node.upper), self.optional(node.step))
        if isinstance(node, ast.Starred):
            return cst.Index(self.expression(node.value), star="*")
        return cst.Index(self.expression(node))

    def _call(self, node: ast.Call) -> cst.Call:
        function = self.expression(node.func)
        args = [self._argument(a) for a in node.args]
        return cst.Call(function, [*args, *(self._keyword(k) for k in node.keywords)])

    def _argument(self, node: ast.expr) -> cst.Arg:
        if isinstance(node, ast.Starred):
            return cst.Arg(self.expression(node.value), star="*")
        return cst.Arg(self.expression(node))

    def _keyword(self, node: ast.keyword) -> cst.Arg:
        if node.arg is None:
            return cst.Arg(self.expression(node.value), star="**")
        return cst.Arg(self.expression(node.value), keyword=self.name(node.arg))

    # Operators -----------------------------------------------------------------------------------------------

    def _binary(self, node: ast.BinOp) -> cst.BinaryOperation:
        return cst.BinaryOperation(self.expression(node.left), _BINARY[type(node.op)], self.expression(node.right))

    def _boolean(self, node: ast.BoolOp) -> cst.BaseExpression:
        first, *others = [self.expression(value) for value in node.values]
        for other in others:
            first = cst.BooleanOperation(first, _BOOLEAN[type(node.op)], other)
        return first

    def _unary(self, node: ast.UnaryOp) -> cst.UnaryOperation:
        return cst.UnaryOperation(_UNARY[type(node.op)], self.expression(node.operand))

    def _compare(self, node: ast.Compare) -> cst.Comparison:
        return cst.Comparison(
            self.expression(node.left),
            [self._target(o, c) for o, c in zip(node.ops, node.comparators, strict=True)],
        )

    def _target(self, operator: ast.cmpop, comparator: ast.expr) -> cst.ComparisonTarget:
        target = cst.ComparisonTarget(_COMPARISON[type(operator)], self.expression(comparator))
        self.origins[id(target)] = self._around or comparator
        return target

    def _conditional(self, node: ast.IfExp) -> cst.IfExp:
        return cst.IfExp(self.expression(node.test), self.expression(node.body), self.expression(node.orelse))

    def _named(self, node: ast.NamedExpr) -> cst.NamedExpr:
        return cst.NamedExpr(self.expression(node.target), self.expression(node.value))

    def _lambda(self, node: ast.Lambda) -> cst.Lambda:
        return cst.Lambda(self.parameters(node.args), self.expression(node.body))

    def _await(self, node: ast.Await) -> cst.Await:
        return cst.Await(self.expression(node.value))

    def _yield(self, node: ast.Yield) -> cst.Yield:
        return cst.Yield(self.optional(node.value))

    def _yield_from(self, node: ast.YieldFrom) -> cst.Yield:
        return cst.Yield(cst.From(self.expression(node.value)))

    # Constants and displays ----------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> cst.BaseExpression:
        value = node.value
        if value is None or isinstance(value, bool):
            return cst.Name(str(value))
        if isinstance(value, str | bytes):
            return cst.SimpleString(repr(value))
        if isinstance(value, int):
            return cst.Integer(repr(value))
        if value is Ellipsis:
            return cst.Ellipsis()
        text = repr(value).replace("inf", "1e999")
        return cst.Float(text) if isinstance(value, float) else cst.Imaginary(text)

    def _joined(self, node: ast.expr) -> cst.FormattedString:
        """An f-string (or template string): the expressions in it."""
        outermost = self._around is None
        self._around = self._around or node
        parts = [cst.FormattedStringExpression(e) for e in self._embedded(node)]
        if outermost:
            self._around = None
        return cst.FormattedString(parts)

    def _embedded(self, node: ast.expr) -> list[cst.BaseExpression]:
        found = []
        for part in (p for p in getattr(node, "values", ()) if not isinstance(p, ast.Constant)):
            found.append(self.expression(part.value))
            if part.format_spec is not None:
                found += self._embedded(part.format_spec)
        return found

    def _elements(self, nodes: Sequence[ast.expr]) -> list[cst.BaseElement]:
        return [
            cst.StarredElement(self.expression(n.value))
            if isinstance(n, ast.Starred)
            else cst.Element(self.expression(n))
            for n in nodes
        ]

    def _tuple(self, node: ast.Tuple) -> cst.Tuple:
        return cst.Tuple(self._elements(node.elts))

    def _list(self, node: ast.List) -> cst.List:
        return cst.List(self._elements(node.elts))

    def _set(self, node: ast.Set) -> cst.Set:
        return cst.Set(self._elements(node.elts))

    def _starred(self, node: ast.Starred) -> cst.StarredElement:
        return cst.StarredElement(self.expression(node.value))

    def _dict(self, node: ast.Dict) -> cst.Dict:
        return cst.Dict(
            [
                cst.StarredDictElement(self.expression(value))
                if key is None
                else cst.DictElement(self.expression(key), self.expression(value))
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        )

    def _list_comp(self, node: ast.ListComp) -> cst.ListComp:
        return cst.ListComp(self.expression(node.elt), self._generators(node.generators))

    def _set_comp(self, node: ast.SetComp) -> cst.SetComp:
        return cst.SetComp(self.expression(node.elt), self._generators(node.generators))

    def _generator(self, node: ast.GeneratorExp) -> cst.GeneratorExp:
        return cst.GeneratorExp(self.expression(node.elt), self._generators(node.generators))

    def _dict_comp(self, node: ast.DictComp) -> cst.DictComp:
        return cst.DictComp(self.expression(node.key), self.expression(node.value), self._generators(node.generators))

    def _generators(self, generators: Sequence[ast.comprehension]) -> cst.CompFor:
        built = None
        for part in reversed(generators):
            tests = [cst.CompIf(self.expression(test)) for test in part.ifs]
            built = cst.CompFor(self.target(part.target), self.expression(part.iter), tests, built)
        return cst.ensure_type(built, cst.CompFor)


_BUILDERS: dict[type[ast.expr], _Build] = {
    ast.Name: ExpressionBuilder._name,
    ast.Attribute: ExpressionBuilder._attribute,
    ast.Subscript: ExpressionBuilder._subscript,
    ast.Call: ExpressionBuilder._call,
    ast.BinOp: ExpressionBuilder._binary,
    ast.BoolOp: ExpressionBuilder._boolean,
    ast.UnaryOp: ExpressionBuilder._unary,
    ast.Compare: ExpressionBuilder._compare,
    ast.IfExp: ExpressionBuilder._conditional,
    ast.NamedExpr: ExpressionBuilder._named,
    ast.Lambda: ExpressionBuilder._lambda,
    ast.Await: ExpressionBuilder._await,
    ast.Yield: ExpressionBuilder._yield,
    ast.YieldFrom: ExpressionBuilder._yield_from,
    ast.Constant: ExpressionBuilder._constant,
    ast.JoinedStr: ExpressionBuilder._joined,
    ast.Tuple: ExpressionBuilder._tuple,
    ast.List: ExpressionBuilder._list,
    ast.Set: ExpressionBuilder._set,
    ast.Starred: ExpressionBuilder._starred,
    ast.Dict: ExpressionBuilder._dict,
    ast.ListComp: ExpressionBuilder._list_comp,
    ast.SetComp: ExpressionBuilder._set_comp,
    ast.GeneratorExp: ExpressionBuilder._generator,
    ast.DictComp: ExpressionBuilder._dict_comp,
}
if hasattr(ast, "TemplateStr"):
    _BUILDERS[ast.TemplateStr] = ExpressionBuilder._joined
