"""Evaluates expressions: what they may denote, and the reads, writes and calls that happen on the way."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from monai_tslint.facts import NOTHING, AccessKind, Fresh, Value
from monai_tslint.reader import builtin_calls, conditions, displays, signatures
from monai_tslint.reader.body import Unsupported
from monai_tslint.reader.frame import Frame
from monai_tslint.values import extend, join, part, plain

_Handler = Callable[..., Value]
"""Evaluates one form of expression, given the reader and a node of that form."""


class Expressions(Frame, ABC):
    """Evaluates every form of expression; the statements above it hand down what only they know."""

    def evaluate(self, node: ast.expr) -> Value:
        """What `node` may denote. Its accesses become events in the order of evaluation."""
        handler = _HANDLERS.get(type(node))
        if handler is None:
            raise Unsupported(node)
        return handler(self, node)

    def note_read(self, value: Value, node: ast.expr) -> None:
        """Note that the storage `value` stands for was read."""
        for atom in value.atoms:
            if not isinstance(atom, Fresh) and len(atom) > 1 and atom[0][0] in "pn":
                self.access(AccessKind.READ, atom, node)

    def assign(self, target: ast.expr, value: Value, how: str = "") -> None:
        """Store `value` in a target of any shape; `how` says more of how it was computed."""
        match target:
            case ast.Name():
                self.bind(target.id, value, target)
            case ast.Attribute():
                self.write(AccessKind.ASSIGN, self._base(target.value), f".{target.attr}", target, value, how)
            case ast.Subscript():
                self.store_item(AccessKind.MUTATE, target, value, "[]=")
            case ast.Tuple() | ast.List():
                self._unpack(target.elts, value)
            case ast.Starred():
                self.assign(target.value, part(value, "[:]"))

    def store_item(self, kind: AccessKind, target: ast.Subscript, value: Value, how: str) -> None:
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

    def _unpack(self, elements: Sequence[ast.expr], value: Value) -> None:
        for index, element in enumerate(elements):
            self.assign(element, value if isinstance(element, ast.Starred) else part(value, f"[{index}]"))

    def iterate(self, node: ast.expr) -> Value:
        """What a loop over `node` gives; the loop advances it if it is an iterator."""
        value = self.evaluate(node)
        held = tuple(a for a in value.atoms if not isinstance(a, Fresh) and (len(a) > 1 or self.is_receiver(a)))
        self.write(AccessKind.MUTATE, Value(held), "", node, how="iterate")
        return part(value, "[]")

    # Names and parts -----------------------------------------------------------------------------------------

    def _name(self, node: ast.Name) -> Value:
        return self._known(self.lookup(node.id))

    def _known(self, value: Value) -> Value:
        """`value` with the class that a surrounding test has found for it."""
        if not self.narrowed:
            return value
        atoms = tuple(
            extend(a, f"<{self.narrowed[a]}>") if not isinstance(a, Fresh) and a in self.narrowed else a
            for a in value.atoms
        )
        return Value(atoms, value.deps)

    def _base(self, node: ast.expr) -> Value:
        """The object whose part is accessed: the read of `self.a` in `self.a.b` needs no event of its own."""
        if isinstance(node, ast.Attribute):
            return self._known(part(self._base(node.value), f".{node.attr}"))
        return self.evaluate(node)

    def _attribute(self, node: ast.Attribute) -> Value:
        value = self._known(part(self._base(node.value), f".{node.attr}"))
        self.note_read(value, node)
        return value

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self._base(node.value)
        items = _items(node)
        if len(items) == 1 and isinstance(items[0], ast.Slice):
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

    def _key_step(self, node: ast.Subscript) -> str:
        """The step of a constant index or key; `[]` for any other."""
        match _items(node):
            case [ast.Constant(value=bool())]:
                return "[]"
            case [ast.Constant(value=int() as number)]:
                return f"[{number}]"
            case [ast.Constant(value=str() | bytes() as text)]:
                return f"[={_raw(text)}]"
        return "[]"

    def _slices(self, node: ast.Subscript) -> Value:
        values = []
        for item in _items(node):
            parts = (item.lower, item.upper, item.step) if isinstance(item, ast.Slice) else (item,)
            values += [self.evaluate(one) for one in parts if one is not None]
        return join(values)

    # Constants and operators ---------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> Value:
        match node.value:
            case None | bool() as value:
                return Value((self.fresh(str(value).lower(), literal=str(value)),))
            case str() | bytes() as text:
                return Value((self.fresh("str", literal=_raw(text)),))
            case int() | float() | complex() as number:
                return Value((self.fresh("num", literal=repr(number).replace("inf", "1e999")),))
        return Value((self.fresh("num", literal="..."),))

    def _joined(self, node: ast.expr) -> Value:
        """An f-string, or template string, and what it is computed from."""
        outermost, self.around = self.around, self.around or node
        try:
            return plain([self.evaluate(embedded).deps for embedded in _embedded(node)])
        finally:
            self.around = outermost

    def operands(self, node: ast.expr) -> Value:
        """A result computed from the expressions in `node`; it aliases none of them."""
        parts = (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
        return plain([self.evaluate(child).deps for child in parts])

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        held = join((part(left, "[]"), part(right, "[]")))
        deps = left.deps | right.deps
        shared = any(isinstance(a, Fresh) and a.kind in ("list", "tuple") for a in (*left.atoms, *right.atoms))
        if isinstance(node.op, ast.Add) and shared and held.atoms:
            return Value((self.fresh("list", (("[]", held),)),), deps)
        return Value((), deps)

    def _condition(self, node: ast.expr) -> Value:
        return conditions.read(self, node).value

    def _unary(self, node: ast.UnaryOp) -> Value:
        return self._condition(node) if isinstance(node.op, ast.Not) else self.operands(node)

    def _if_exp(self, node: ast.IfExp) -> Value:
        condition = conditions.read(self, node.test)
        with self.under(condition.when_true, narrow=condition.narrow_true):
            body = self.evaluate(node.body)
        with self.under(condition.when_false, narrow=condition.narrow_false):
            orelse = self.evaluate(node.orelse)
        return join((body, orelse))

    def _named(self, node: ast.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.assign(node.target, value)
        return value

    def _await(self, node: ast.Await) -> Value:
        return self.evaluate(node.value)

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> Value:
        if node.value is not None:
            value = self.evaluate(node.value)
            element = part(value, "[]") if isinstance(node, ast.YieldFrom) else value
            self.returned.append(Value((self.fresh("generator", (("[]", element),)),), element.deps))
        self.yields(node)
        return NOTHING

    # Calls ---------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Value:
        special = builtin_calls.read(self, node)
        if special is not None:
            return special
        function = node.func
        receiver = self._base(function.value) if isinstance(function, ast.Attribute) else None
        arguments = tuple((name, self.evaluate(value)) for name, value in signatures.arguments(node))
        if isinstance(function, ast.Attribute) and receiver is not None:
            callee = self._known(part(receiver, f".{function.attr}"))
            builtin_calls.change_local(self, receiver, function.attr, arguments)
        else:
            callee = self.evaluate(function)
        paths = tuple(a for a in callee.atoms if not isinstance(a, Fresh))
        inner = tuple((f"n:{a.literal}",) for a in callee.atoms if isinstance(a, Fresh) and a.kind == "function")
        result = self.call(paths + inner, arguments, node)
        result = join((result, *(self.results.get(int(number[0][2:]), NOTHING) for number in inner)))
        if receiver is not None and isinstance(function, ast.Attribute):
            self._track_lock(receiver, function.attr, arguments)
        deps = result.deps | callee.deps if receiver is not None else result.deps
        return Value(result.atoms, deps)

    def _lambda(self, node: ast.Lambda) -> Value:
        return self.nested_function("<lambda>", node.args, node.body)

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
    def nested_function(self, name: str, params: ast.arguments, body: Sequence[ast.stmt] | ast.expr) -> Value:
        """Read a function defined here as if it were called, and give the value that stands for it."""


def _parent(value: Value) -> Value:
    """The object whose `__dict__` this is."""
    return Value(
        tuple(a[:-1] if not isinstance(a, Fresh) and a[-1] == ".__dict__" else a for a in value.atoms), value.deps
    )


def _items(node: ast.Subscript) -> list[ast.expr]:
    """What stands in the brackets, between commas; the star of what is unpacked there is left out."""
    several = isinstance(node.slice, ast.Tuple) and node.slice.elts
    return [item.value if isinstance(item, ast.Starred) else item for item in several or [node.slice]]


def _raw(text: str | bytes) -> str:
    """What stands between the quotes of a string."""
    return repr(text)[1:-1] if isinstance(text, str) else repr(text)[2:-1]


def _embedded(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions in an f-string, in their order."""
    for piece in getattr(node, "values", ()):
        if not isinstance(piece, ast.Constant):
            yield piece.value
            if piece.format_spec is not None:
                yield from _embedded(piece.format_spec)


_HANDLERS: dict[type[ast.expr], _Handler] = {
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Subscript: Expressions._subscript,
    ast.Call: Expressions._call,
    ast.BinOp: Expressions._binary,
    ast.BoolOp: Expressions._condition,
    ast.Compare: Expressions._condition,
    ast.UnaryOp: Expressions._unary,
    ast.IfExp: Expressions._if_exp,
    ast.Lambda: Expressions._lambda,
    ast.NamedExpr: Expressions._named,
    ast.Await: Expressions._await,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield,
    ast.Starred: Expressions.operands,
    ast.Tuple: displays.sequence,
    ast.List: displays.sequence,
    ast.Set: displays.sequence,
    ast.Dict: displays.mapping,
    ast.ListComp: displays.comprehension,
    ast.SetComp: displays.comprehension,
    ast.GeneratorExp: displays.comprehension,
    ast.DictComp: displays.comprehension,
    ast.Constant: Expressions._constant,
    ast.JoinedStr: Expressions._joined,
}
if hasattr(ast, "TemplateStr"):
    _HANDLERS[ast.TemplateStr] = Expressions._joined
