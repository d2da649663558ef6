"""Evaluates expressions: what they may denote, and the reads, writes and calls that happen on the way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence

import libcst as cst
from msgspec.structs import replace

from monai_tslint.facts import NOTHING, AccessKind, Fresh, Value
from monai_tslint.reader import builtin_calls, conditions, displays
from monai_tslint.reader.frame import Frame
from monai_tslint.values import extend, join, part, plain

_Handler = Callable[..., Value]
"""Evaluates one form of expression, given the reader and a node of that form."""


class Expressions(Frame, ABC):
    """Evaluates every form of expression; the statements above it hand down what only they know."""

    def evaluate(self, node: cst.BaseExpression) -> Value:
        """What `node` may denote. Its accesses become events in the order of evaluation."""
        handler = _HANDLERS.get(type(node))
        return handler(self, node) if handler is not None else self.operands(node)

    def note_read(self, value: Value, node: cst.CSTNode) -> None:
        """Note that the storage `value` stands for was read."""
        for atom in value.atoms:
            if not isinstance(atom, Fresh) and len(atom) > 1 and atom[0][0] in "pn":
                self.access(AccessKind.READ, atom, node)

    def assign(self, target: cst.BaseExpression, value: Value, how: str = "") -> None:
        """Store `value` in a target of any shape; `how` says more of how it was computed."""
        match target:
            case cst.Name():
                self.bind(target.value, value, target)
            case cst.Attribute():
                self.write(AccessKind.ASSIGN, self._base(target.value), f".{target.attr.value}", target, value, how)
            case cst.Subscript():
                self.store_item(AccessKind.MUTATE, target, value, "[]=")
            case cst.Tuple() | cst.List():
                self._unpack(target.elements, value)
            case cst.StarredElement():
                self.assign(target.value, part(value, "[:]"))

    def store_item(self, kind: AccessKind, target: cst.Subscript, value: Value, how: str) -> None:
        """A write to an element. Writing to `self.__dict__["x"]` is writing to the attribute `x`."""
        base, key = self._base(target.value), self._slices(target)
        value = Value(value.atoms, value.deps | key.deps)
        for step in self._item_steps(base, key):
            written = _parent(base) if step[0] == "." else base
            actual = AccessKind.ASSIGN if step[0] == "." and kind is AccessKind.MUTATE else kind
            self.write(actual, written, step, target, value, how)

    def _item_steps(self, base: Value, key: Value) -> list[str]:
        if any(not isinstance(a, Fresh) and a[-1] == ".__dict__" for a in base.atoms):
            return [f".{name}" for name in conditions.literals(key)] or [".*"]
        return ["[]"]

    def _unpack(self, elements: Sequence[cst.BaseElement], value: Value) -> None:
        for index, element in enumerate(elements):
            if isinstance(element, cst.StarredElement):
                self.assign(element.value, part(value, "[:]"))
            else:
                self.assign(element.value, part(value, f"[{index}]"))

    def iterate(self, node: cst.BaseExpression) -> Value:
        """What a loop over `node` gives; the loop advances it if it is an iterator."""
        value = self.evaluate(node)
        held = tuple(a for a in value.atoms if not isinstance(a, Fresh) and (len(a) > 1 or self.is_receiver(a)))
        self.write(AccessKind.MUTATE, Value(held), "", node, how="iterate")
        return part(value, "[]")

    # Names and parts -----------------------------------------------------------------------------------------

    def _name(self, node: cst.Name) -> Value:
        if node.value in ("None", "True", "False"):
            return Value((self.fresh(node.value.lower(), literal=node.value),))
        return self._known(self.lookup(node.value))

    def _known(self, value: Value) -> Value:
        """`value` with the class that a surrounding test has found for it."""
        if not self.narrowed:
            return value
        atoms = tuple(
            extend(a, f"<{self.narrowed[a]}>") if not isinstance(a, Fresh) and a in self.narrowed else a
            for a in value.atoms
        )
        return Value(atoms, value.deps)

    def _base(self, node: cst.BaseExpression) -> Value:
        """The object whose part is accessed: the read of `self.a` in `self.a.b` needs no event of its own."""
        if isinstance(node, cst.Attribute):
            return self._known(part(self._base(node.value), f".{node.attr.value}"))
        return self.evaluate(node)

    def _attribute(self, node: cst.Attribute) -> Value:
        value = self._known(part(self._base(node.value), f".{node.attr.value}"))
        self.note_read(value, node)
        return value

    def _subscript(self, node: cst.Subscript) -> Value:
        base = self._base(node.value)
        if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice):
            self._slices(node)
            value = part(base, "[:]")
        else:
            key = self._slices(node)
            steps = self._item_steps(base, key)
            value = join(part(_parent(base) if s[0] == "." else base, s) for s in steps)
            if steps == ["[]"]:
                value = part(base, self._key_step(node))
            value = Value(self._known(value).atoms, value.deps | key.deps)
        self.note_read(value, node)
        return value

    def _key_step(self, node: cst.Subscript) -> str:
        """The step of a constant index or key; `[]` for any other."""
        index = node.slice[0].slice if len(node.slice) == 1 else None
        match index.value if isinstance(index, cst.Index) else None:
            case cst.Integer(value=text):
                return f"[{text}]"
            case cst.SimpleString() as text:
                return f"[={text.raw_value}]"
        return "[]"

    def _slices(self, node: cst.Subscript) -> Value:
        values = []
        for element in node.slice:
            if isinstance(element.slice, cst.Index):
                values.append(self.evaluate(element.slice.value))
            elif isinstance(element.slice, cst.Slice):
                bounds = (element.slice.lower, element.slice.upper, element.slice.step)
                values += [self.evaluate(b) for b in bounds if b is not None]
        return join(values)

    # Operators -----------------------------------------------------------------------------------------------

    def operands(self, node: cst.CSTNode) -> Value:
        """A result computed from the parts of `node`; it aliases none of them."""
        parts = (self.evaluate(c) if isinstance(c, cst.BaseExpression) else self.operands(c) for c in node.children)
        return plain(value.deps for value in parts)

    def _constant(self, node: cst.BaseExpression) -> Value:
        text = node.value if isinstance(node, cst.Integer | cst.Float | cst.Imaginary) else None
        return Value((self.fresh("num", literal=text or "..."),))

    def _string(self, node: cst.SimpleString) -> Value:
        raw = node.raw_value if "f" not in node.prefix else None
        return Value((self.fresh("str", literal=raw),))

    def _binary(self, node: cst.BinaryOperation) -> Value:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        held = join((part(left, "[]"), part(right, "[]")))
        deps = left.deps | right.deps
        shared = any(isinstance(a, Fresh) and a.kind in ("list", "tuple") for a in (*left.atoms, *right.atoms))
        if isinstance(node.operator, cst.Add) and shared and held.atoms:
            return Value((self.fresh("list", (("[]", held),)),), deps)
        return Value((), deps)

    def _condition(self, node: cst.BaseExpression) -> Value:
        return conditions.read(self, node).value

    def _unary(self, node: cst.UnaryOperation) -> Value:
        return self._condition(node) if isinstance(node.operator, cst.Not) else self.operands(node)

    def _if_exp(self, node: cst.IfExp) -> Value:
        condition = conditions.read(self, node.test)
        with self.under(condition.when_true, narrow=condition.narrow_true):
            body = self.evaluate(node.body)
        with self.under(condition.when_false, narrow=condition.narrow_false):
            orelse = self.evaluate(node.orelse)
        return join((body, orelse))

    def _named(self, node: cst.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.assign(node.target, value)
        return value

    def _await(self, node: cst.Await) -> Value:
        return self.evaluate(node.expression)

    def _yield(self, node: cst.Yield) -> Value:
        if node.value is not None:
            inner = node.value.item if isinstance(node.value, cst.From) else node.value
            value = self.evaluate(inner)
            element = part(value, "[]") if isinstance(node.value, cst.From) else value
            self.returned.append(Value((self.fresh("generator", (("[]", element),)),), element.deps))
        self.yields(node)
        return NOTHING

    # Calls ---------------------------------------------------------------------------------------------------

    def _call(self, node: cst.Call) -> Value:
        special = builtin_calls.read(self, node)
        if special is not None:
            return special
        function = node.func
        receiver = self._base(function.value) if isinstance(function, cst.Attribute) else None
        arguments = self.arguments(node.args)
        if isinstance(function, cst.Attribute) and receiver is not None:
            callee = self._known(part(receiver, f".{function.attr.value}"))
            builtin_calls.change_local(self, receiver, function.attr.value, arguments)
        else:
            callee = self.evaluate(function)
        paths = tuple(a for a in callee.atoms if not isinstance(a, Fresh))
        inner = tuple((f"n:{a.literal}",) for a in callee.atoms if isinstance(a, Fresh) and a.kind == "function")
        result = self.call(paths + inner, arguments, node)
        result = join((result, *(self.results.get(int(number[0][2:]), NOTHING) for number in inner)))
        if receiver is not None and isinstance(function, cst.Attribute):
            self._track_lock(receiver, function.attr.value, arguments)
        deps = result.deps | callee.deps if receiver is not None else result.deps
        return Value(result.atoms, deps)

    def arguments(self, args: Iterable[cst.Arg]) -> tuple[tuple[str, Value], ...]:
        """The evaluated arguments of a call, with their names."""
        return tuple((a.keyword.value if a.keyword else a.star, self.evaluate(a.value)) for a in args)

    def _lambda(self, node: cst.Lambda) -> Value:
        return self.nested_function("<lambda>", node.params, node.body)

    def _track_lock(self, receiver: Value, method: str, arguments: tuple[tuple[str, Value], ...]) -> None:
        if method == "enter_context":
            entered = (a for _, v in arguments for a in v.atoms if not isinstance(a, Fresh))
            self.context = replace(self.context, locks=(*self.context.locks, *entered))
        paths = [a for a in receiver.atoms if not isinstance(a, Fresh)]
        if method == "acquire":
            self.held.update(dict.fromkeys(paths))
        elif method == "release":
            for path in paths:
                self.held.pop(path, None)

    @abstractmethod
    def nested_function(self, name: str, params: cst.Parameters, body: cst.BaseSuite | cst.BaseExpression) -> Value:
        """Read a function defined here as if it were called, and give the value that stands for it."""


def _parent(value: Value) -> Value:
    """The object whose `__dict__` this is."""
    return Value(
        tuple(a[:-1] if not isinstance(a, Fresh) and a[-1] == ".__dict__" else a for a in value.atoms), value.deps
    )


_HANDLERS: dict[type[cst.CSTNode], _Handler] = {
    cst.Name: Expressions._name,
    cst.Attribute: Expressions._attribute,
    cst.Subscript: Expressions._subscript,
    cst.Call: Expressions._call,
    cst.BinaryOperation: Expressions._binary,
    cst.BooleanOperation: Expressions._condition,
    cst.Comparison: Expressions._condition,
    cst.UnaryOperation: Expressions._unary,
    cst.IfExp: Expressions._if_exp,
    cst.Lambda: Expressions._lambda,
    cst.NamedExpr: Expressions._named,
    cst.Await: Expressions._await,
    cst.Yield: Expressions._yield,
    cst.Tuple: displays.sequence,
    cst.List: displays.sequence,
    cst.Set: displays.sequence,
    cst.Dict: displays.mapping,
    cst.ListComp: displays.comprehension,
    cst.SetComp: displays.comprehension,
    cst.GeneratorExp: displays.comprehension,
    cst.DictComp: displays.comprehension,
    cst.Integer: Expressions._constant,
    cst.Float: Expressions._constant,
    cst.Imaginary: Expressions._constant,
    cst.Ellipsis: Expressions._constant,
    cst.SimpleString: Expressions._string,
}
