"""What a condition says about state when it holds, and when it does not."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from monai_tslint.facts import NOTHING, AccessKind, AccessPath, Fresh, Test, TestKind, Value
from monai_tslint.reader.signatures import arguments
from monai_tslint.values import extend, join, part

if TYPE_CHECKING:
    from monai_tslint.reader.expressions import Expressions


class Condition(Struct, frozen=True):
    """Tests and class knowledge that hold in the branch where a condition is true, and where it is false.

    `value` is what the expression itself denotes.
    """

    when_true: tuple[Test, ...] = ()
    when_false: tuple[Test, ...] = ()
    narrow_true: tuple[tuple[AccessPath, str], ...] = ()
    narrow_false: tuple[tuple[AccessPath, str], ...] = ()
    value: Value = NOTHING

    def negated(self) -> Condition:
        """The condition `not self`."""
        value = Value((), self.value.deps)
        return Condition(self.when_false, self.when_true, self.narrow_false, self.narrow_true, value)


def _paths(value: Value) -> list[AccessPath]:
    return [a for a in value.atoms if not isinstance(a, Fresh)]


def _tests(kind: TestKind, value: Value) -> tuple[Test, ...]:
    return tuple(Test(kind, p) for p in _paths(value))


def read(frame: Expressions, node: ast.expr) -> Condition:
    """Evaluate a condition (its accesses become events) and say what it tests."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return read(frame, operand).negated()
        case ast.BoolOp(op=operator, values=values):
            return _all(frame, values, isinstance(operator, ast.And))
        case ast.Compare(left=left, ops=[operator], comparators=[other]):
            return _comparison(frame, left, operator, other)
        case ast.Compare():
            return Condition(value=frame.operands(node))
        case ast.Call(func=ast.Name(id="hasattr" | "isinstance" as name)):
            match arguments(node):
                case [(_, one), (_, other)]:
                    return _hasattr(frame, node, one, other) if name == "hasattr" else _isinstance(frame, one, other)
    return _truth(frame.evaluate(node))


def _truth(value: Value) -> Condition:
    return Condition(_tests(TestKind.OTHER, value), _tests(TestKind.FALSY, value), value=value)


def _all(frame: Expressions, values: Sequence[ast.expr], conjunction: bool) -> Condition:
    """`and`, `or`. Check-then-act asks what was looked at, so either side counts as tested on both ways out."""
    left = read(frame, values[0])
    for value in values[1:]:
        before = left if conjunction else left.negated()
        with frame.under(before.when_true, narrow=before.narrow_true):
            right = read(frame, value)
        left = _both(left, right, conjunction)
    return left


def _both(left: Condition, right: Condition, conjunction: bool) -> Condition:
    true = (*left.when_true, *right.when_true)
    false = (*left.when_false, *right.when_false)
    value = join((left.value, right.value))
    if conjunction:
        return Condition(true, false, (*left.narrow_true, *right.narrow_true), (), value)
    return Condition(true, false, (), (*left.narrow_false, *right.narrow_false), value)


def _comparison(frame: Expressions, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Condition:
    subject, other = frame.evaluate(left), frame.evaluate(right)
    value = Value((), subject.deps | other.deps)
    is_none = isinstance(right, ast.Constant) and right.value is None
    if is_none and isinstance(operator, ast.Is | ast.Eq):
        return Condition(_tests(TestKind.IS_NONE, subject), _tests(TestKind.OTHER, subject), value=value)
    if is_none and isinstance(operator, ast.IsNot | ast.NotEq):
        return Condition(_tests(TestKind.OTHER, subject), _tests(TestKind.IS_NONE, subject), value=value)
    if isinstance(operator, ast.NotIn | ast.In):
        for path in filter(frame.is_receiver, _paths(other)):
            frame.access(AccessKind.READ, extend(path, "[]"), right, how="in")
    if isinstance(operator, ast.NotIn):
        return Condition(_absent(subject, other), (), value=value)
    if isinstance(operator, ast.In):
        return Condition((), _absent(subject, other), value=value)
    tests = (*_tests(TestKind.OTHER, subject), *_tests(TestKind.OTHER, other))
    return Condition(tests, tests, value=value)


def _absent(key: Value, container: Value) -> tuple[Test, ...]:
    """`key in container` is false. For `"x" in self.__dict__` that is a missing attribute."""
    tests = []
    for path in _paths(container):
        if path[-1] == ".__dict__":
            tests += [Test(TestKind.MISSING, extend(path[:-1], f".{name}")) for name in literals(key)]
        else:
            tests.append(Test(TestKind.ABSENT_KEY, extend(path, "[]")))
    return tuple(tests)


def literals(value: Value) -> list[str]:
    """The texts of the string constants that a value may be."""
    return [a.literal for a in value.atoms if isinstance(a, Fresh) and a.kind == "str" and a.literal is not None]


def _hasattr(frame: Expressions, node: ast.Call, obj: ast.expr, name: ast.expr) -> Condition:
    base, names = frame.evaluate(obj), literals(frame.evaluate(name))
    tested = [part(base, f".{n}") for n in names]
    for value in tested:
        frame.note_read(value, node)
    return Condition(
        tuple(t for v in tested for t in _tests(TestKind.OTHER, v)),
        tuple(t for v in tested for t in _tests(TestKind.MISSING, v)),
        value=Value((), base.deps),
    )


def _isinstance(frame: Expressions, obj: ast.expr, cls: ast.expr) -> Condition:
    subject = frame.evaluate(obj)
    classes = frame.evaluate(cls)
    names = [a[0][2:] + "".join(a[1:]) for a in classes.atoms if not isinstance(a, Fresh) and a[0][0] == "g"]
    if len(names) != 1 or isinstance(cls, ast.Tuple):
        return Condition(value=Value((), subject.deps))
    return Condition(narrow_true=tuple((p, names[0]) for p in _paths(subject)), value=Value((), subject.deps))
