"""Follows expressions: what they may give, with the calls on the way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator

from monai_tslint.facts import Import, Span
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, ExternalSymbol, ModuleSymbol, VariableSymbol
from monai_tslint.pipelines import operators, script
from monai_tslint.pipelines.events import Iterated
from monai_tslint.pipelines.heap import Heap
from monai_tslint.pipelines.values import (
    UNKNOWN,
    Arguments,
    Frame,
    Known,
    Method,
    Named,
    Ref,
    Thing,
    Value,
    constants,
    join,
    refs,
    truth,
)

_Handler = Callable[..., Value]
_UNROLLED = 8


class Evaluating(Heap):
    """Evaluates every form of expression; calls and assignments are for the stages above."""

    def evaluate(self, frame: Frame, node: script.Expression) -> Value:
        """What an expression may give."""
        return _HANDLERS[type(node)](self, frame, node)

    @abstractmethod
    def call(self, frame: Frame, callee: Value, arguments: Arguments, span: Span) -> Value:
        """Call whatever a value may be."""

    @abstractmethod
    def call_method(self, frame: Frame, receiver: Value, name: str, arguments: Arguments, span: Span) -> Value:
        """Call a method of whatever a value may be."""

    @abstractmethod
    def bind(self, frame: Frame, target: script.Expression, value: Value, span: Span) -> None:
        """Store a value in a target of any shape."""

    # Names ---------------------------------------------------------------------------------------------------

    def _name(self, frame: Frame, node: script.Name) -> Value:
        return self.lookup(frame, node.name)

    def _constant(self, _: Frame, node: script.Constant) -> Value:
        return (Known(node.value),)

    def _attribute(self, frame: Frame, node: script.Attribute) -> Value:
        return self.member(frame, self.evaluate(frame, node.value), node.name)

    def member(self, frame: Frame, value: Value, name: str) -> Value:
        """An attribute of whatever a value may be."""
        return join(*self._members(frame, value, name)) or UNKNOWN

    def _members(self, frame: Frame, value: Value, name: str) -> Iterator[Value]:
        for atom in value:
            if isinstance(atom, Named):
                yield self._of_name(frame, atom, name)
            elif isinstance(atom, Ref):
                yield self._of_thing(frame, self.things[atom.number], name)
            else:
                yield UNKNOWN

    def _of_name(self, frame: Frame, atom: Named, name: str) -> Value:
        match atom.symbol:
            case ModuleSymbol(name=home) | ExternalSymbol(dotted=home):
                return self.of_symbol(self.project.imported(frame.file, Import(name, home, name)))
            case ClassSymbol(info=info):
                found = self.project.resolve(info.file, f"{info.index.qualname}.{name}")
                return UNKNOWN if isinstance(found, VariableSymbol) else (Named(found),)
        return UNKNOWN

    def _of_thing(self, frame: Frame, thing: Thing, name: str) -> Value:
        known = self.attribute(thing, name) if name not in self.library.inverting or thing.kind != "opaque" else None
        if known is not None:
            return known
        if isinstance(thing.symbol, ClassInfo):
            member = self.project.lookup(thing.symbol, name)
            if member is not None and member.functions and _is_property(member.functions[-1].decorators):
                return self.call_method(frame, (Ref(thing.number),), name, (), Span(0, 0, 0, 0))
        return (Method(thing.number, name),)

    def _part(self, frame: Frame, node: script.Part) -> Value:
        value = self.evaluate(frame, node.value)
        if node.key is None:
            return value
        key = self.evaluate(frame, node.key)
        for number in refs(value):
            if self.things[number].kind == "object":
                self.record(number, "__getitem__")
        return self.part(value, key)

    # Displays ------------------------------------------------------------------------------------------------

    def _display(self, frame: Frame, node: script.Display) -> Value:
        thing = self.make(node.kind, self.place(frame, node.span))
        for item in node.items:
            value = self.evaluate(frame, item.value)
            if item.key is not None:
                self.put_part(thing, self.evaluate(frame, item.key), value)
            elif not item.starred:
                thing.items.append(value)
            else:
                self.add_all(thing, value)
        return (Ref(thing.number),)

    def put_part(self, thing: Thing, key: Value, value: Value) -> None:
        """Store an element under a key."""
        for constant in constants(key):
            thing.put(f"[{constant!r}]", value)
        if len(constants(key)) != len(key):
            thing.items.append(value)

    def add_all(self, thing: Thing, value: Value) -> None:
        """Add all elements of a list to a list, of a dict to a dict."""
        for atom in value:
            other = self.things[atom.number] if isinstance(atom, Ref) else None
            if other is None or other.kind not in ("list", "dict"):
                thing.complete = False
                if other is not None and other.kind == "opaque":
                    thing.items.append(self.any_element((atom,)))
                continue
            thing.items += other.items
            thing.complete = thing.complete and other.complete
            for name, held in other.fields.items():
                thing.put(name, held)

    def _comprehension(self, frame: Frame, node: script.Each) -> Value:
        inner = Frame(frame.file, outer=frame, owner=frame.owner, receiver=frame.receiver)
        thing = self.make(node.kind, self.place(frame, node.span))
        thing.complete = self._round(inner, node, thing, 0)
        frame.nested += inner.nested
        return (Ref(thing.number),)

    def _round(self, frame: Frame, node: script.Each, thing: Thing, depth: int) -> bool:
        """Run the loops of a comprehension from one on; gives whether every element is known."""
        if depth == len(node.loops):
            value = self.evaluate(frame, node.element)
            if node.key is None:
                thing.items.append(value)
            else:
                self.put_part(thing, self.evaluate(frame, node.key), value)
            return True
        target, iterable = node.loops[depth]
        value = self.evaluate(frame, iterable)
        known = self.elements(value)
        if known is not None and len(known) <= _UNROLLED:
            done = []
            for element in known:
                self.bind(frame, target, element, node.span)
                done.append(self._round(frame, node, thing, depth + 1))
            return all(done)
        self.bind(frame, target, self.any_element(value), node.span)
        self.loops += 1
        self._round(frame, node, thing, depth + 1)
        self.loops -= 1
        return False

    # Operators -----------------------------------------------------------------------------------------------

    def _choice(self, frame: Frame, node: script.Choice) -> Value:
        holds = truth(self.evaluate(frame, node.test)) if node.test is not None else None
        if holds is not None and len(node.values) == 2:
            return self.evaluate(frame, node.values[0 if holds else 1])
        return join(*(self.evaluate(frame, value) for value in node.values))

    def _operation(self, frame: Frame, node: script.Operation) -> Value:
        values = [self.evaluate(frame, operand) for operand in node.operands]
        match node.operator:
            case "or":
                return join(*operators.alternatives(values, stops=True))
            case "and":
                return join(*operators.alternatives(values, stops=False))
            case "+":
                return self.sum(frame, values[0], values[1], node.span)
            case "Not":
                holds = truth(values[0])
                return UNKNOWN if holds is None else (Known(not holds),)
            case "USub":
                return (
                    tuple(Known(-c) if isinstance(c, int | float) else Known(c) for c in constants(values[0]))
                    or UNKNOWN
                )
        return operators.compared(node.operator, values)

    def sum(self, frame: Frame, left: Value, right: Value, span: Span) -> Value:
        """`left + right`: a new list if one side is a list."""
        things = [self.things[a.number] for v in (left, right) for a in v if isinstance(a, Ref)]
        if not any(thing.kind == "list" for thing in things):
            return operators.added(left, right)
        new = self.make("list", self.place(frame, span))
        self.add_all(new, left)
        self.add_all(new, right)
        return (Ref(new.number),)

    def _assigned(self, frame: Frame, node: script.Assigned) -> Value:
        value = self.evaluate(frame, node.value)
        self.bind(frame, node.target, value, node.span)
        return value

    def _elsewhere(self, frame: Frame, node: script.Elsewhere) -> Value:
        inner = Frame(node.file, outer=frame)
        value = self.evaluate(inner, node.value)
        frame.nested += inner.nested
        return value

    def _other(self, frame: Frame, node: script.Other) -> Value:
        for part in node.parts:
            self.evaluate(frame, part)
        return UNKNOWN

    def _function(self, frame: Frame, node: script.Function) -> Value:
        thing = self.make("function", self.place(frame, node.span))
        thing.function, thing.frame = node, frame
        frame.nested.append(thing.number)
        return (Ref(thing.number),)

    # Calls ---------------------------------------------------------------------------------------------------

    def _call(self, frame: Frame, node: script.Call) -> Value:
        if not isinstance(node.function, script.Attribute):
            callee = self.evaluate(frame, node.function)
            if (iterated := script.peeked(node)) is not None:
                self.events.append(
                    Iterated(refs(self.evaluate(frame, iterated)), self.moment(), self.moment(), leaves=False)
                )
            return self.call(frame, callee, self._arguments(frame, node), node.span)
        receiver = self._receiver(frame, node.function.value)
        arguments = self._arguments(frame, node)
        return self.call_method(frame, receiver, node.function.name, arguments, node.span)

    def _receiver(self, frame: Frame, node: script.Expression) -> Value:
        """The object whose method is called; `super()` is the object with the classes behind this one."""
        match node:
            case script.Call(function=script.Name(name="super")) if (
                frame.receiver is not None and frame.owner is not None
            ):
                return (Method(frame.receiver, "super", frame.owner),)
        return self.evaluate(frame, node)

    def _arguments(self, frame: Frame, node: script.Call) -> Arguments:
        found: list[tuple[str, Value]] = []
        for argument in node.arguments:
            value = self.evaluate(frame, argument.value)
            if argument.name == "*":
                known = self.elements(value)
                found += [("", v) for v in known] if known is not None else [("*", self.any_element(value))]
            elif argument.name == "**":
                found += self._keywords(value)
            else:
                found.append((argument.name, value))
        return tuple(found)

    def _keywords(self, value: Value) -> Iterator[tuple[str, Value]]:
        """The arguments that `**value` gives; unknown ones have the name `**`."""
        for atom in value:
            thing = self.things[atom.number] if isinstance(atom, Ref) else None
            if thing is None or thing.kind != "dict":
                yield "**", UNKNOWN
                continue
            yield from ((key[2:-2], held) for key, held in thing.fields.items() if key[1] == "'")
            if thing.items or not thing.complete:
                yield "**", UNKNOWN


def _is_property(decorators: tuple[str, ...]) -> bool:
    return any(d.rpartition(".")[2] in ("property", "cached_property") for d in decorators)


_HANDLERS: dict[type[script.Expression], _Handler] = {
    script.Name: Evaluating._name,
    script.Attribute: Evaluating._attribute,
    script.Constant: Evaluating._constant,
    script.Display: Evaluating._display,
    script.Each: Evaluating._comprehension,
    script.Part: Evaluating._part,
    script.Call: Evaluating._call,
    script.Choice: Evaluating._choice,
    script.Assigned: Evaluating._assigned,
    script.Operation: Evaluating._operation,
    script.Elsewhere: Evaluating._elsewhere,
    script.Other: Evaluating._other,
    script.Function: Evaluating._function,
}
