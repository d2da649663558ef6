"""Executes statements: control flow, bindings, the conditions and locks around each event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst
from msgspec.structs import replace

from monai_tslint.facts import NOTHING, AccessKind, AccessPath, Context, Fresh, Test, TestKind, Value
from monai_tslint.reader import bindings, conditions, patterns, signatures
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

    def block(self, statements: Iterable[cst.CSTNode]) -> bool:
        """Run statements; conditions learned from an early exit hold until the end of the block."""
        context, narrowed = self.context, self.narrowed
        try:
            return any(self._statement(statement) for statement in statements)
        finally:
            self.context, self.narrowed = context, narrowed

    def suite(self, suite: cst.BaseSuite) -> bool:
        """Run the body of a compound statement."""
        return self.block(suite.body)

    def _statement(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.SimpleStatementLine):
            return any(self._statement(small) for small in node.body)
        handler = _HANDLERS.get(type(node))
        return handler(self, node) if handler is not None else False

    # Simple statements ---------------------------------------------------------------------------------------

    def _expr(self, node: cst.Expr) -> bool:
        self.evaluate(node.value)
        return False

    def _assign(self, node: cst.Assign) -> bool:
        value = self.evaluate(node.value)
        how = "arithmetic" if isinstance(node.value, cst.BinaryOperation) else ""
        for target in node.targets:
            self.assign(target.target, value, how)
        return False

    def _return(self, node: cst.Return) -> bool:
        if node.value is not None:
            self.returned.append(self.evaluate(node.value))
        return True

    def _raise(self, node: cst.Raise) -> bool:
        if node.exc is not None:
            self.evaluate(node.exc)
        if node.cause is not None:
            self.evaluate(node.cause.item)
        return True

    def _assert(self, node: cst.Assert) -> bool:
        conditions.read(self, node.test)
        if node.msg is not None:
            self.evaluate(node.msg)
        return False

    def _leave(self, _: cst.CSTNode) -> bool:
        return True

    def _global(self, node: cst.Global) -> bool:
        self.scope.globals.update(item.name.value for item in node.names)
        return False

    def _nonlocal(self, node: cst.Nonlocal) -> bool:
        self.scope.nonlocals.update(item.name.value for item in node.names)
        return False

    # Compound statements -------------------------------------------------------------------------------------

    def _if(self, node: cst.If) -> bool:
        condition = conditions.read(self, node.test)
        before, held, number = dict(self.scope.variables), dict(self.held), self.new_if()
        with self.under(condition.when_true, narrow=condition.narrow_true, arm=number):
            left = self.suite(node.body)
        after_body, self.scope.variables = self.scope.variables, before
        held_body, self.held = self.held, held
        with self.under(condition.when_false, narrow=condition.narrow_false, arm=-number):
            right = self._orelse(node.orelse)
        if left and not right:
            self._learn(condition.when_false, condition.narrow_false)
        elif right and not left:
            self.scope.variables, self.held = after_body, held_body
            self._learn(condition.when_true, condition.narrow_true)
        else:
            self.scope.variables = merge(after_body, self.scope.variables)
            self.held = {lock: None for lock in self.held if lock in held_body}
        return left and right

    def _orelse(self, node: cst.If | cst.Else | None) -> bool:
        if isinstance(node, cst.If):
            return self._if(node)
        return self.suite(node.body) if node is not None else False

    def _learn(self, tests: Iterable[Test], narrow: Iterable[tuple[AccessPath, str]] = ()) -> None:
        """Conditions that hold from here to the end of the block, because the other branch has left it."""
        self.context = replace(self.context, tests=(*self.context.tests, *tests)[-MAX_TESTS:])
        self.narrowed = {**self.narrowed, **dict(narrow)}

    def _loop_body(self, suite: cst.BaseSuite, orelse: cst.Else | None) -> None:
        before, context = dict(self.scope.variables), self.context
        self.context = replace(context, loop=context.loop + 1)
        self.suite(suite)
        self.context = context
        self.scope.variables = merge(before, self.scope.variables)
        if orelse is not None:
            self.suite(orelse.body)

    def _for(self, node: cst.For) -> bool:
        self.assign(node.target, self.iterate(node.iter))
        self._loop_body(node.body, node.orelse)
        return False

    def _while(self, node: cst.While) -> bool:
        condition = conditions.read(self, node.test)
        with self.under(condition.when_true, narrow=condition.narrow_true):
            self._loop_body(node.body, node.orelse)
        return False

    def _with(self, node: cst.With) -> bool:
        locks: list[AccessPath] = []
        managers: list[tuple[cst.BaseExpression, AccessPath]] = []
        for item in node.items:
            value = self.evaluate(item.item)
            paths = [a for a in value.atoms if not isinstance(a, Fresh)]
            locks += paths
            for path in paths:
                managers.append((item.item, path))
                self.call((extend(path, ".__enter__"),), (), item.item)
            if item.asname is not None:
                generated = Value(tuple(p for p in paths if p[0][0] == "c"))
                self.assign(item.asname.name, join((value, part(generated, "[]"))))
        with self.under(locks=locks):
            left = self.suite(node.body)
        for place, path in reversed(managers):
            self.call((extend(path, ".__exit__"),), (), place)
        return left

    def _try(self, node: cst.Try | cst.TryStar) -> bool:
        number = self.new_try() if node.finalbody is not None else None
        outer = self.context
        if number is not None:
            self.context = replace(outer, tries=(*outer.tries, number))
        left = self._tried(node)
        after = replace(self.context, tries=outer.tries)
        if node.finalbody is not None:
            self.context = replace(outer, final=number)
            left = self.suite(node.finalbody.body) or left
        self.context = after
        return left

    def _tried(self, node: cst.Try | cst.TryStar) -> bool:
        before, first = dict(self.scope.variables), len(self.events)
        left = self.suite(node.body)
        last = len(self.events)
        if node.orelse is not None:
            left = self.suite(node.orelse.body) or left
        after, ends = self.scope.variables, [left]
        for handler in node.handlers:
            self.scope.variables = merge(before, after)
            tests = self._missing(handler, first, last)
            if handler.name is not None and isinstance(handler.name.name, cst.Name):
                self.scope.variables[handler.name.name.value] = NOTHING
            with self.under(tests):
                self.context = replace(self.context, handler=True)
                ends.append(self.suite(handler.body))
            after = after if ends[-1] else merge(after, self.scope.variables)
            if left and not ends[-1]:
                self._learn(tests)
        self.scope.variables = after
        return all(ends)

    def _missing(self, handler: cst.ExceptHandler | cst.ExceptStarHandler, first: int, last: int) -> list[Test]:
        """In a handler of AttributeError or KeyError, what the body read was not there."""
        caught = cst.Module([]).code_for_node(handler.type) if handler.type is not None else ""
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

    def _match(self, node: cst.Match) -> bool:
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
                ends.append(self.suite(case.body))
            after = self.scope.variables if after is None else merge(after, self.scope.variables)
        self.scope.variables = merge(before, after or {})
        return bool(ends) and all(ends) and patterns.is_total(node.cases[-1].pattern)

    # Nested definitions --------------------------------------------------------------------------------------

    def _function(self, node: cst.FunctionDef) -> bool:
        for decorator in node.decorators:
            self.evaluate(decorator.decorator)
        self.scope.variables[node.name.value] = self.nested_function(node.name.value, node.params, node.body)
        return False

    def _class(self, node: cst.ClassDef) -> bool:
        self.scope.variables[node.name.value] = NOTHING
        return False

    def nested_function(self, name: str, params: cst.Parameters, body: cst.BaseSuite | cst.BaseExpression) -> Value:
        """Read a function defined here as if it were called, and give the value that stands for it."""
        number = len(self.nested)
        given = signatures.parameters(params)
        names = tuple(p.name.value for p in given)
        self.nested.append(
            (name, tuple(p.star + n if isinstance(p.star, str) else n for p, n in zip(given, names, strict=True)))
        )
        variables = {n: of_path((f"n:{number}:{n}",)) for n in names}
        for parameter in given:
            if parameter.default is not None:
                name = parameter.name.value
                variables[name] = join((variables[name], self.evaluate(parameter.default)))
        outer, context, held, returned, generator = self.scope, self.context, self.held, self.returned, self.generator
        self.scope = Scope(variables, outer, set(), set())
        self.context, self.held, self.returned = Context(deferred=True), {}, []
        if isinstance(body, cst.BaseSuite):
            self.suite(body)
        else:
            self.returned.append(self.evaluate(body))
        self.results[number] = signatures.without(join(self.returned), f"n:{number}:")
        self.scope, self.context, self.held, self.returned, self.generator = outer, context, held, returned, generator
        return Value((self.fresh("function", literal=str(number)),))


_HANDLERS: dict[type[cst.CSTNode], Callable[..., bool]] = {
    cst.Expr: Statements._expr,
    cst.Assign: Statements._assign,
    cst.AnnAssign: bindings.annotate,
    cst.AugAssign: bindings.augment,
    cst.Del: bindings.delete,
    cst.Return: Statements._return,
    cst.Raise: Statements._raise,
    cst.Assert: Statements._assert,
    cst.Break: Statements._leave,
    cst.Continue: Statements._leave,
    cst.Global: Statements._global,
    cst.Nonlocal: Statements._nonlocal,
    cst.Import: bindings.import_module,
    cst.ImportFrom: bindings.import_names,
    cst.If: Statements._if,
    cst.For: Statements._for,
    cst.While: Statements._while,
    cst.With: Statements._with,
    cst.Try: Statements._try,
    cst.TryStar: Statements._try,
    cst.Match: Statements._match,
    cst.FunctionDef: Statements._function,
    cst.ClassDef: Statements._class,
}
