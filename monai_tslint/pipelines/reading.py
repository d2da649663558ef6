"""From syntax to `script` records: statements and whole modules."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence

from monai_tslint.facts import Import
from monai_tslint.pipelines import script
from monai_tslint.pipelines.expressions import Expressions
from monai_tslint.texts import decorator_text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LEAVING = (ast.Break, ast.Return)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_Block = tuple[script.Statement, ...]


def read_script(path: str, lines: Sequence[str], package: Sequence[str]) -> script.Script:
    """What the module with these lines says; nothing if Python cannot parse it. `package` is what its imports start from."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse("\n".join(lines).removeprefix("\ufeff"), path)
        return _Reader(tuple(lines), tuple(package)).module(path, tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return script.Script(path)


class _Reader(Expressions):
    """Lowers statements."""

    def __init__(self, lines: tuple[str, ...], package: tuple[str, ...]) -> None:
        super().__init__(lines)
        self._package = package
        self._found: dict[int, script.Function] = {}

    def module(self, path: str, tree: ast.Module) -> script.Script:
        return script.Script(path, self.block(tree.body), self._found)

    def block(self, statements: Iterable[ast.stmt]) -> _Block:
        return tuple([lowered for statement in statements for lowered in self._statement(statement)])

    def _statement(self, node: ast.stmt) -> Iterator[script.Statement]:
        handler = _HANDLERS.get(type(node))
        return handler(self, node) if handler is not None else self._rest(node)

    def _rest(self, node: ast.stmt) -> Iterator[script.Statement]:
        """Statements that bind nothing of interest: their expressions."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield script.Evaluate(self.expression(child))

    def _assign(self, node: ast.Assign) -> Iterator[script.Statement]:
        value, first = self.expression(node.value), self.expression(node.targets[0])
        yield script.Bind(first, value, self.span(node))
        for target in node.targets[1:]:
            yield script.Bind(self.expression(target), first, self.span(node))

    def _ann_assign(self, node: ast.AnnAssign) -> Iterator[script.Statement]:
        if node.value is not None:
            yield script.Bind(self.expression(node.target), self.expression(node.value), self.span(node))

    def _aug_assign(self, node: ast.AugAssign) -> Iterator[script.Statement]:
        value = self.expression(node.value) if isinstance(node.op, ast.Add) else script.Other()
        yield script.Bind(self.expression(node.target), value, self.span(node), adds=isinstance(node.op, ast.Add))

    def _expr(self, node: ast.Expr) -> Iterator[script.Statement]:
        if isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            if node.value.value is not None:
                yield script.Return(self.expression(node.value.value), element=isinstance(node.value, ast.Yield))
        elif not isinstance(node.value, ast.Constant):
            yield script.Evaluate(self.expression(node.value))

    def _return(self, node: ast.Return) -> Iterator[script.Statement]:
        yield script.Return(self.expression(node.value) if node.value is not None else script.Constant(None))

    def _if(self, node: ast.If) -> Iterator[script.Statement]:
        yield script.Branch(self.expression(node.test), (self.block(node.body), self.block(node.orelse)))

    def _for(self, node: ast.For | ast.AsyncFor) -> Iterator[script.Statement]:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        yield script.Repeat(target, iterable, self.block(node.body), _leaves(node.body))
        yield from self.block(node.orelse)

    def _while(self, node: ast.While) -> Iterator[script.Statement]:
        yield script.Evaluate(self.expression(node.test))
        yield script.Repeat(None, None, self.block(node.body), _leaves(node.body))
        yield from self.block(node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> Iterator[script.Statement]:
        managers = tuple(
            [
                (self.expression(i.context_expr), None if i.optional_vars is None else self.expression(i.optional_vars))
                for i in node.items
            ]
        )
        yield script.Within(managers, self.block(node.body))

    def _try(self, node: ast.Try) -> Iterator[script.Statement]:
        yield from self.block(node.body)
        if node.handlers:
            yield script.Branch(None, ((), *(self.block(h.body) for h in node.handlers)))
        yield from self.block(node.orelse)
        yield from self.block(node.finalbody)

    def _match(self, node: ast.Match) -> Iterator[script.Statement]:
        yield script.Evaluate(self.expression(node.subject))
        yield script.Branch(None, ((), *(self.block(case.body) for case in node.cases)))

    def _leave(self, node: ast.Raise | ast.Break | ast.Continue) -> Iterator[script.Statement]:
        yield from self._rest(node)
        yield script.Leave()

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[script.Statement]:
        line = node.decorator_list[0].lineno if node.decorator_list else node.lineno
        decorators = tuple([decorator_text(d) for d in node.decorator_list])
        formals, body = self.formals(node.args), self.block(node.body)
        found = script.Function(node.name, line, formals, body, self.span(node), decorators)
        self._found[line] = found
        yield found

    def _class(self, node: ast.ClassDef) -> Iterator[script.Statement]:
        """Methods are found by their line; what the body computes is evaluated where the class stands."""
        for statement in node.body:
            if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
                list(self._statement(statement))
        return iter(())

    def _import(self, node: ast.Import) -> Iterator[script.Statement]:
        tops = [
            (a.asname or a.name.partition(".")[0], a.name if a.asname else a.name.partition(".")[0]) for a in node.names
        ]
        yield script.Bring(tuple([Import(local, module) for local, module in tops]))

    def _import_from(self, node: ast.ImportFrom) -> Iterator[script.Statement]:
        base = self._package[: len(self._package) - node.level + 1] if node.level else ()
        module = ".".join((*base, *([node.module] if node.module else [])))
        yield script.Bring(tuple([Import(a.asname or a.name, module, a.name) for a in node.names if a.name != "*"]))

    def _global(self, node: ast.Global | ast.Nonlocal) -> Iterator[script.Statement]:
        if isinstance(node, ast.Global):
            yield script.Bring(globals=tuple(node.names))


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a `break` of this loop or a `return` is in its body."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, _LEAVING):
            return True
        if isinstance(node, _LOOPS):
            stack += [n for n in ast.walk(node) if isinstance(n, ast.Return)]
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case) and not isinstance(
            node, (*_FUNCTIONS, ast.ClassDef)
        ):
            stack += ast.iter_child_nodes(node)
    return False


_HANDLERS: dict[type[ast.stmt], Callable[..., Iterator[script.Statement]]] = {
    ast.Assign: _Reader._assign,
    ast.AnnAssign: _Reader._ann_assign,
    ast.AugAssign: _Reader._aug_assign,
    ast.Expr: _Reader._expr,
    ast.Return: _Reader._return,
    ast.If: _Reader._if,
    ast.For: _Reader._for,
    ast.AsyncFor: _Reader._for,
    ast.While: _Reader._while,
    ast.With: _Reader._with,
    ast.AsyncWith: _Reader._with,
    ast.Try: _Reader._try,
    ast.TryStar: _Reader._try,
    ast.Match: _Reader._match,
    ast.Raise: _Reader._leave,
    ast.Break: _Reader._leave,
    ast.Continue: _Reader._leave,
    ast.FunctionDef: _Reader._function,
    ast.AsyncFunctionDef: _Reader._function,
    ast.ClassDef: _Reader._class,
    ast.Import: _Reader._import,
    ast.ImportFrom: _Reader._import_from,
    ast.Global: _Reader._global,
    ast.Nonlocal: _Reader._global,
}
