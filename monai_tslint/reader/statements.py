"""Executes statements: control flow, bindings, the conditions and locks around each event."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from monai_tslint.facts import NOTHING, AccessKind, AccessPath, Context, Fresh, Test, TestKind, Value
from monai_tslint.reader import bindings, conditions, patterns, signatures
from monai_tslint.reader.body import Unsupported
from monai_tslint.reader.expressions import Expressions
from monai_tslint.reader.frame import Scope
from monai_tslint.values import MAX_TESTS, extend, join, of_path, part

_Variables = dict[str, Value]


def merge(one: _Variables, other: _Variables) -> _Variables:
    """The variables after two branches: each may have either branch's value."""
    merged = dict(one)
    for name, value in other.items():
        mine = merged.get(name)
        merged[name] = value if mine is None or mine is value else join((mine, value))
    return merged


class Statements(Expressions):
    """Runs blocks abstractly. `block` and each handler say whether control certainly leaves the block there."""

    def block(self, statements: Iterable[ast.stmt]) -> bool:
        """Run statements; conditions learned from an early exit hold until the end of the block."""
        context, narrowed = self.context, self.narrowed
        try:
            return any(self._statement(statement) for statement in statements)
        finally:
            self.context, self.narrowed = context, narrowed

    def _statement(self, node: ast.stmt) -> bool:
        handler = _HANDLERS.get(type(node))
        if handler is None:
            raise Unsupported(node)
        return handler(self, node)

    # Simple statements ---------------------------------------------------------------------------------------

    def _expr(self, node: ast.Expr) -> bool:
        self.evaluate(node.value)
        return False

    def _assign(self, node: ast.Assign) -> bool:
        value = self.evaluate(node.value)
        how = "arithmetic" if isinstance(node.value, ast.BinOp) else ""
        for target in node.targets:
            self.assign(target, value, how)
        return False

    def _return(self, node: ast.Return) -> bool:
        if node.value is not None:
            self.returned.append(self.evaluate(node.value))
        return True

    def _raise(self, node: ast.Raise) -> bool:
        if node.exc is not None:
            self.evaluate(node.exc)
        if node.cause is not None:
            self.evaluate(node.cause)
        return True

    def _assert(self, node: ast.Assert) -> bool:
        conditions.read(self, node.test)
        if node.msg is not None:
            self.evaluate(node.msg)
        return False

    def _pass(self, _: ast.stmt) -> bool:
        return False

    def _leave(self, _: ast.stmt) -> bool:
        return True

    def _global(self, node: ast.Global) -> bool:
        self.scope.globals.update(node.names)
        return False

    def _nonlocal(self, node: ast.Nonlocal) -> bool:
        self.scope.nonlocals.update(node.names)
        return False

    # Compound statements -------------------------------------------------------------------------------------

    def _if(self, node: ast.If) -> bool:
        condition = conditions.read(self, node.test)
        before, held, number = dict(self.scope.variables), dict(self.held), self.new_if()
        with self.under(condition.when_true, narrow=condition.narrow_true, arm=number):
            left = self.block(node.body)
        after_body, self.scope.variables = self.scope.variables, before
        held_body, self.held = self.held, held
        with self.under(condition.when_false, narrow=condition.narrow_false, arm=-number):
            right = self.block(node.orelse)
        if left and not right:
            self._learn(condition.when_false, condition.narrow_false)
        elif right and not left:
            self.scope.variables, self.held = after_body, held_body
            self._learn(condition.when_true, condition.narrow_true)
        else:
            self.scope.variables = merge(after_body, self.scope.variables)
            self.held = {lock: None for lock in self.held if lock in held_body}
        return left and right

    def _learn(self, tests: Iterable[Test], narrow: Iterable[tuple[AccessPath, str]] = ()) -> None:
        """Conditions that hold from here to the end of the block, because the other branch has left it."""
        self.context = replace(self.context, tests=(*self.context.tests, *tests)[-MAX_TESTS:])
        self.narrowed = {**self.narrowed, **dict(narrow)}

    def _loop_body(self, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt]) -> None:
        before, context = dict(self.scope.variables), self.context
        self.context = replace(context, loop=context.loop + 1)
        self.block(body)
        self.context = context
        self.scope.variables = merge(before, self.scope.variables)
        self.block(orelse)

    def _for(self, node: ast.For | ast.AsyncFor) -> bool:
        self.assign(node.target, self.iterate(node.iter))
        self._loop_body(node.body, node.orelse)
        return False

    def _while(self, node: ast.While) -> bool:
        condition = conditions.read(self, node.test)
        with self.under(condition.when_true, narrow=condition.narrow_true):
            self._loop_body(node.body, node.orelse)
        return False

    def _with(self, node: ast.With | ast.AsyncWith) -> bool:
        locks: list[AccessPath] = []
        managers: list[tuple[ast.expr, AccessPath]] = []
        for item in node.items:
            value = self.evaluate(item.context_expr)
            paths = [a for a in value.atoms if not isinstance(a, Fresh)]
            locks += paths
            for path in paths:
                managers.append((item.context_expr, path))
                self.call((extend(path, ".__enter__"),), (), item.context_expr)
            if item.optional_vars is not None:
                generated = Value(tuple(p for p in paths if p[0][0] == "c"))
                self.assign(item.optional_vars, join((value, part(generated, "[]"))))
        with self.under(locks=locks):
            left = self.block(node.body)
        for place, path in reversed(managers):
            self.call((extend(path, ".__exit__"),), (), place)
        return left

    def _try(self, node: ast.Try | ast.TryStar) -> bool:
        number = self.new_try() if node.finalbody else None
        outer = self.context
        if number is not None:
            self.context = replace(outer, tries=(*outer.tries, number))
        left = self._tried(node)
        after = replace(self.context, tries=outer.tries)
        if node.finalbody:
            self.context = replace(outer, final=number)
            left = self.block(node.finalbody) or left
        self.context = after
        return left

    def _tried(self, node: ast.Try | ast.TryStar) -> bool:
        before, first = dict(self.scope.variables), len(self.events)
        left = self.block(node.body)
        last = len(self.events)
        left = self.block(node.orelse) or left
        after, ends = self.scope.variables, [left]
        for handler in node.handlers:
            self.scope.variables = merge(before, after)
            tests = self._missing(handler, first, last)
            if handler.name is not None:
                self.scope.variables[handler.name] = NOTHING
            with self.under(tests):
                self.context = replace(self.context, handler=True)
                ends.append(self.block(handler.body))
            after = after if ends[-1] else merge(after, self.scope.variables)
            if left and not ends[-1]:
                self._learn(tests)
        self.scope.variables = after
        return all(ends)

    def _missing(self, handler: ast.ExceptHandler, first: int, last: int) -> list[Test]:
        """In a handler of AttributeError or KeyError, what the body read was not there."""
        caught = ast.unparse(handler.type) if handler.type is not None else ""
        kinds = {
            "[]": TestKind.ABSENT_KEY if "KeyError" in caught or "LookupError" in caught else None,
            "": TestKind.MISSING if "AttributeError" in caught else None,
        }
        reads = (e for e in self.events[first:last] if getattr(e, "kind", None) is AccessKind.READ)
        tests = []
        for event in reads:
            path: AccessPath = event.path  # type: ignore[union-attr]
            kind = kinds["[]" if path[-1] == "[]" else ""]
            if kind is not None:
                tests.append(Test(kind, path))
        return tests

    def _match(self, node: ast.Match) -> bool:
        subject = self.evaluate(node.subject)
        before = dict(self.scope.variables)
        after: _Variables | None = None
        ends = []
        for case in node.cases:
            self.scope.variables = dict(before)
            for name, value in patterns.captures(case.pattern, subject):
                self.scope.variables[name] = value
            if case.guard is not None:
                conditions.read(self, case.guard)
            with self.under(patterns.tests(case.pattern, subject)):
                ends.append(self.block(case.body))
            after = self.scope.variables if after is None else merge(after, self.scope.variables)
        self.scope.variables = merge(before, after or {})
        return bool(ends) and all(ends) and patterns.is_total(node.cases[-1].pattern)

    # Nested definitions --------------------------------------------------------------------------------------

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        for decorator in node.decorator_list:
            self.evaluate(decorator)
        self.scope.variables[node.name] = self.nested_function(node.name, node.args, node.body)
        return False

    def _class(self, node: ast.ClassDef) -> bool:
        self.scope.variables[node.name] = NOTHING
        return False

    def nested_function(self, name: str, params: ast.arguments, body: Sequence[ast.stmt] | ast.expr) -> Value:
        """Read a function defined here as if it were called, and give the value that stands for it."""
        number = len(self.nested)
        given = tuple(signatures.parameters(params))
        self.nested.append((name, tuple(p.star + p.name for p in given)))
        variables = {p.name: of_path((f"n:{number}:{p.name}",)) for p in given}
        for parameter in given:
            if parameter.default is not None:
                variables[parameter.name] = join((variables[parameter.name], self.evaluate(parameter.default)))
        outer, context, held, returned, generator = self.scope, self.context, self.held, self.returned, self.generator
        self.scope = Scope(variables, outer, set(), set())
        self.context, self.held, self.returned = Context(deferred=True), {}, []
        if isinstance(body, ast.expr):
            self.returned.append(self.evaluate(body))
        else:
            self.block(body)
        self.results[number] = signatures.without(join(self.returned), f"n:{number}:")
        self.scope, self.context, self.held, self.returned, self.generator = outer, context, held, returned, generator
        return Value((self.fresh("function", literal=str(number)),))


_HANDLERS: dict[type[ast.stmt], Callable[..., bool]] = {
    ast.Expr: Statements._expr,
    ast.Assign: Statements._assign,
    ast.AnnAssign: bindings.annotate,
    ast.AugAssign: bindings.augment,
    ast.Delete: bindings.delete,
    ast.Return: Statements._return,
    ast.Raise: Statements._raise,
    ast.Assert: Statements._assert,
    ast.Pass: Statements._pass,
    ast.Break: Statements._leave,
    ast.Continue: Statements._leave,
    ast.Global: Statements._global,
    ast.Nonlocal: Statements._nonlocal,
    ast.Import: bindings.import_module,
    ast.ImportFrom: bindings.import_names,
    ast.If: Statements._if,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Try: Statements._try,
    ast.TryStar: Statements._try,
    ast.Match: Statements._match,
    ast.FunctionDef: Statements._function,
    ast.AsyncFunctionDef: Statements._function,
    ast.ClassDef: Statements._class,
}
if hasattr(ast, "TypeAlias"):
    _HANDLERS[ast.TypeAlias] = Statements._pass  # it binds a type, which no event concerns
