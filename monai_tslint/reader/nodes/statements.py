"""Statements and their blocks as libcst nodes. Of a nested class only the name is kept."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, cast

import libcst as cst

from monai_tslint.reader.nodes.expressions import Unsupported
from monai_tslint.reader.nodes.patterns import PatternBuilder

_Build = Callable[..., cst.CSTNode]

_AUGMENTED: dict[type[ast.operator], cst.BaseAugOp] = {
    ast.Add: cst.AddAssign(),
    ast.Sub: cst.SubtractAssign(),
    ast.Mult: cst.MultiplyAssign(),
    ast.Div: cst.DivideAssign(),
    ast.FloorDiv: cst.FloorDivideAssign(),
    ast.Mod: cst.ModuloAssign(),
    ast.Pow: cst.PowerAssign(),
    ast.LShift: cst.LeftShiftAssign(),
    ast.RShift: cst.RightShiftAssign(),
    ast.BitOr: cst.BitOrAssign(),
    ast.BitXor: cst.BitXorAssign(),
    ast.BitAnd: cst.BitAndAssign(),
    ast.MatMult: cst.MatrixMultiplyAssign(),
}


class Builder(PatternBuilder):
    """Builds statements. Simple ones stand in a block without a line around them."""

    def block(self, statements: Sequence[ast.stmt]) -> cst.IndentedBlock:
        """The block of these statements."""
        return cst.IndentedBlock([self._statement(statement) for statement in statements])

    def _statement(self, node: ast.stmt) -> Any:
        build = _BUILDERS.get(type(node))
        if build is None:
            raise Unsupported(node)
        return build(self, node)

    def _else(self, statements: Sequence[ast.stmt]) -> cst.Else | None:
        return cst.Else(self.block(statements)) if statements else None

    # Simple statements ---------------------------------------------------------------------------------------

    def _expr(self, node: ast.Expr) -> cst.Expr:
        return cst.Expr(self.expression(node.value))

    def _assign(self, node: ast.Assign) -> cst.Assign:
        return cst.Assign([cst.AssignTarget(self.target(t)) for t in node.targets], self.expression(node.value))

    def _annotated(self, node: ast.AnnAssign) -> cst.AnnAssign:
        annotation = cst.Annotation(self.expression(node.annotation))
        return cst.AnnAssign(self.target(node.target), annotation, self.optional(node.value))

    def _augmented(self, node: ast.AugAssign) -> cst.AugAssign:
        return cst.AugAssign(self.target(node.target), _AUGMENTED[type(node.op)], self.expression(node.value))

    def _return(self, node: ast.Return) -> cst.Return:
        return cst.Return(self.optional(node.value))

    def _raise(self, node: ast.Raise) -> cst.Raise:
        cause = cst.From(self.expression(node.cause)) if node.cause is not None else None
        return cst.Raise(self.optional(node.exc), cause)

    def _assert(self, node: ast.Assert) -> cst.Assert:
        return cst.Assert(self.expression(node.test), self.optional(node.msg))

    def _delete(self, node: ast.Delete) -> cst.Del:
        if len(node.targets) == 1:
            return cst.Del(self._deleted(node.targets[0]))
        return cst.Del(cst.Tuple([cst.Element(self._deleted(t)) for t in node.targets]))

    def _deleted(self, node: ast.expr) -> cst.BaseDelTargetExpression:
        built = self.expression(node)
        if not isinstance(built, cst.BaseDelTargetExpression):
            raise Unsupported(node)
        return built

    def _pass(self, _: ast.stmt) -> cst.Pass:
        return cst.Pass()

    def _break(self, _: ast.Break) -> cst.Break:
        return cst.Break()

    def _continue(self, _: ast.Continue) -> cst.Continue:
        return cst.Continue()

    def _global(self, node: ast.Global) -> cst.Global:
        return cst.Global([cst.NameItem(self.name(n)) for n in node.names])

    def _nonlocal(self, node: ast.Nonlocal) -> cst.Nonlocal:
        return cst.Nonlocal([cst.NameItem(self.name(n)) for n in node.names])

    def _import(self, node: ast.Import) -> cst.Import:
        return cst.Import([self._alias(a) for a in node.names])

    def _import_from(self, node: ast.ImportFrom) -> cst.ImportFrom:
        star = node.names[0].name == "*"
        return cst.ImportFrom(
            self._dotted(node.module) if node.module else None,
            cst.ImportStar() if star else [self._alias(a) for a in node.names],
            relative=[cst.Dot()] * node.level,
        )

    def _alias(self, node: ast.alias) -> cst.ImportAlias:
        asname = cst.AsName(self.name(node.asname)) if node.asname is not None else None
        return cst.ImportAlias(self._dotted(node.name), asname)

    def _dotted(self, text: str) -> cst.Name | cst.Attribute:
        first, *others = text.split(".")
        found: cst.Name | cst.Attribute = self.name(first)
        for other in others:
            found = cst.Attribute(found, self.name(other))
        return found

    # Compound statements -------------------------------------------------------------------------------------

    def _if(self, node: ast.If) -> cst.If:
        orelse: cst.If | cst.Else | None = None
        match node.orelse:
            case [ast.If() as other] if other.col_offset == node.col_offset:  # `elif`, which starts where `if` does
                orelse = self._if(other)
            case statements:
                orelse = self._else(statements)
        return cst.If(self.expression(node.test), self.block(node.body), orelse)

    def _for(self, node: ast.For | ast.AsyncFor) -> cst.For:
        target, iterated = self.target(node.target), self.expression(node.iter)
        return cst.For(target, iterated, self.block(node.body), self._else(node.orelse))

    def _while(self, node: ast.While) -> cst.While:
        return cst.While(self.expression(node.test), self.block(node.body), self._else(node.orelse))

    def _with(self, node: ast.With | ast.AsyncWith) -> cst.With:
        return cst.With([self._item(item) for item in node.items], self.block(node.body))

    def _item(self, node: ast.withitem) -> cst.WithItem:
        subject = self.expression(node.context_expr)
        target = self.target(node.optional_vars) if node.optional_vars is not None else None
        asname = (
            cst.AsName(cast("cst.Name", target)) if target is not None else None
        )  # libcst's type forgets attributes
        return cst.WithItem(subject, asname)

    def _try(self, node: ast.Try) -> cst.Try:
        handlers = [cst.ExceptHandler(*self._handler(h)) for h in node.handlers]
        return cst.Try(self.block(node.body), handlers, self._else(node.orelse), self._finally(node))

    def _try_star(self, node: ast.TryStar) -> cst.TryStar:
        handlers = [
            cst.ExceptStarHandler(body, kind, name)
            for body, kind, name in map(self._handler, node.handlers)
            if kind is not None  # Python's parser insists on it
        ]
        return cst.TryStar(self.block(node.body), handlers, self._else(node.orelse), self._finally(node))

    def _handler(
        self, node: ast.ExceptHandler
    ) -> tuple[cst.IndentedBlock, cst.BaseExpression | None, cst.AsName | None]:
        name = cst.AsName(self.name(node.name)) if node.name is not None else None
        return self.block(node.body), self.optional(node.type), name

    def _finally(self, node: ast.Try | ast.TryStar) -> cst.Finally | None:
        return cst.Finally(self.block(node.finalbody)) if node.finalbody else None

    def _match(self, node: ast.Match) -> cst.Match:
        return cst.Match(self.expression(node.subject), [self._case(case) for case in node.cases])

    def _case(self, node: ast.match_case) -> cst.MatchCase:
        return cst.MatchCase(self.pattern(node.pattern), self.block(node.body), self.optional(node.guard))

    # Definitions ---------------------------------------------------------------------------------------------

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> cst.FunctionDef:
        decorators = [cst.Decorator(self.expression(d)) for d in node.decorator_list]
        parameters = self.parameters(node.args)
        return cst.FunctionDef(self.name(node.name), parameters, self.block(node.body), decorators)

    def _class(self, node: ast.ClassDef) -> cst.ClassDef:
        return cst.ClassDef(self.name(node.name), cst.IndentedBlock([]))


_BUILDERS: dict[type[ast.stmt], _Build] = {
    ast.Expr: Builder._expr,
    ast.Assign: Builder._assign,
    ast.AnnAssign: Builder._annotated,
    ast.AugAssign: Builder._augmented,
    ast.Return: Builder._return,
    ast.Raise: Builder._raise,
    ast.Assert: Builder._assert,
    ast.Delete: Builder._delete,
    ast.Pass: Builder._pass,
    ast.Break: Builder._break,
    ast.Continue: Builder._continue,
    ast.Global: Builder._global,
    ast.Nonlocal: Builder._nonlocal,
    ast.Import: Builder._import,
    ast.ImportFrom: Builder._import_from,
    ast.If: Builder._if,
    ast.For: Builder._for,
    ast.AsyncFor: Builder._for,
    ast.While: Builder._while,
    ast.With: Builder._with,
    ast.AsyncWith: Builder._with,
    ast.Try: Builder._try,
    ast.TryStar: Builder._try_star,
    ast.Match: Builder._match,
    ast.FunctionDef: Builder._function,
    ast.AsyncFunctionDef: Builder._function,
    ast.ClassDef: Builder._class,
}
if hasattr(ast, "TypeAlias"):
    _BUILDERS[ast.TypeAlias] = Builder._pass  # it binds a type, which no event concerns
