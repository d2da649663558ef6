"""Follows statements: control flow and bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from monai_tslint.facts import FileIndex, Span
from monai_tslint.link.project import Project
from monai_tslint.pipelines import script
from monai_tslint.pipelines.calling import Calling
from monai_tslint.pipelines.events import Iterated, Toggled
from monai_tslint.pipelines.script import Function, Script
from monai_tslint.pipelines.values import NONE, UNKNOWN, Arguments, Frame, Known, Value, join, refs, truth

_UNROLLED = 8
_SHORT = 3
_MOST_STEPS = 5_000
_Variables = dict[str, Value]


class Executing(Calling):
    """Runs blocks. Each handler says whether control certainly leaves the block there."""

    def __init__(
        self, project: Project, scripts: Callable[[FileIndex], Script], interest: Callable[[FileIndex], bool]
    ) -> None:
        super().__init__(project, scripts)
        self._interest = interest
        self.called: set[tuple[str, int]] = set()
        self.asked: set[tuple[str, int]] = set()
        self.called_nested: set[int] = set()
        self.stack: list[tuple[str, Span, str]] = []
        self._steps = 0

    def exhausted(self) -> bool:
        """Whether so much was followed from one start that the rest stays unknown."""
        return self._steps > _MOST_STEPS

    def is_wanted(self, file: FileIndex, function: Function, arguments: Arguments) -> bool:
        """Whether following a call may matter: for what it is given, or for what its file names. Short ones always may."""
        given = (self.things[n] for _, value in arguments for n in refs(value))
        return is_short(function) or any(t.kind == "object" for t in given) or self._interest(file)

    def start(self) -> None:
        """Begin with code that is followed on its own."""
        self.epoch += 1
        self._steps = 0

    def recover(self) -> None:
        """Forget what was under way when an error ended it."""
        self.stack, self.loops = [], 0
        self.recorders.clear()

    def run_module(self, file: FileIndex) -> None:
        """Follow the top level of a module, once."""
        if file.path in self.modules:
            return
        frame = self.modules[file.path] = Frame(file)
        loops, self.loops = self.loops, 0
        epoch, self.epoch = self.epoch, self.epoch + 1
        stack, self.stack = self.stack, []
        self.block(frame, self.script(file).body)
        self._nested(frame)
        self.loops, self.epoch, self.stack = loops, max(epoch, self.epoch), stack

    def run_script(self, file: FileIndex, code: Script) -> None:
        """Follow a script that is no module: nothing else can use its variables."""
        frame = Frame(file)
        self.block(frame, code.body)
        self._nested(frame)

    def follow(self, function: Function, frame: Frame) -> Value:
        """Run the body of a function in a frame with its parameters, and give what it returns."""
        self.block(frame, function.body)
        self._nested(frame)
        elements = [self.sequence([join(*frame.elements)], self.place(frame, function.span), complete=False)]
        return join(*frame.returned, *(elements if frame.elements else ())) or NONE

    def _nested(self, frame: Frame) -> None:
        """Run functions made here that nobody has called: somebody else may."""
        for number in frame.nested:
            thing = self.things[number]
            if number not in self.called_nested and thing.function is not None:
                self._call_thing(frame, thing, (("*", UNKNOWN),), thing.function.span)

    def block(self, frame: Frame, statements: Sequence[script.Statement]) -> bool:
        """Run statements."""
        for statement in statements:
            self._steps += 1
            if self.exhausted() or _HANDLERS[type(statement)](self, frame, statement):
                return True
        return False

    # Bindings ------------------------------------------------------------------------------------------------

    def bind(self, frame: Frame, target: script.Expression, value: Value, span: Span) -> None:
        """Store a value in a target of any shape."""
        match target:
            case script.Name(name=name):
                home = self._home(frame, name)
                home.variables[name] = value
            case script.Attribute(value=holder, name=name):
                self._set(frame, self.evaluate(frame, holder), name, value, span)
            case script.Part(value=holder, key=key):
                keys = self.evaluate(frame, key) if key is not None else UNKNOWN
                for number in refs(self.evaluate(frame, holder)):
                    if self.things[number].kind in ("dict", "list", "opaque"):
                        self.put_part(self.things[number], keys, value)
            case script.Display(items=items):
                self._unpack(frame, items, value, span)

    def _home(self, frame: Frame, name: str) -> Frame:
        return self.modules.get(frame.file.path, frame) if name in frame.globals else frame

    def _unpack(self, frame: Frame, items: tuple[script.Item, ...], value: Value, span: Span) -> None:
        for index, item in enumerate(items):
            part = value if item.starred else self.part(value, (Known(index),))
            self.bind(frame, item.value, part, span)

    def _set(self, frame: Frame, holders: Value, name: str, value: Value, span: Span) -> None:
        switched = next((t for t in self.library.toggles if name in t.assigned), None)
        objects = refs(holders)
        if switched is not None and objects and not any(name == "__init__" for _, _, name in self.stack):
            how, place = f"`.{name} = …`", self.place(frame, span)
            self.events.append(Toggled(objects, switched.attribute, how, switched.state, place, self.moment()))
        for number in objects:
            self.things[number].put(name, value)

    # Statements ----------------------------------------------------------------------------------------------

    def _bind(self, frame: Frame, node: script.Bind) -> bool:
        value = self.evaluate(frame, node.value)
        if node.adds:
            before = self.evaluate(frame, node.target)
            held = [self.things[n] for n in refs(before) if self.things[n].kind == "list"]
            for thing in held:
                self.add_all(thing, value)
            if held:
                return False
            value = self.sum(frame, before, value, node.span)
        self.bind(frame, node.target, value, node.span)
        return False

    def _evaluate(self, frame: Frame, node: script.Evaluate) -> bool:
        self.evaluate(frame, node.value)
        return False

    def _return(self, frame: Frame, node: script.Return) -> bool:
        value = self.evaluate(frame, node.value)
        (frame.elements if node.element else frame.returned).append(value)
        return not node.element

    def _branch(self, frame: Frame, node: script.Branch) -> bool:
        holds = truth(self.evaluate(frame, node.test)) if node.test is not None else None
        if holds is not None and len(node.bodies) == 2:
            return self.block(frame, node.bodies[0 if holds else 1])
        before, after = dict(frame.variables), list[_Variables]()
        for body in node.bodies:
            frame.variables = dict(before)
            if not self.block(frame, body):
                after.append(frame.variables)
        frame.variables = _merged(after) if after else before
        return not after

    def _repeat(self, frame: Frame, node: script.Repeat) -> bool:
        value = self.evaluate(frame, node.iterable) if node.iterable is not None else ()
        first = self.moment()
        known = self.elements(value) if node.target is not None else None
        if node.target is not None and known is not None and 0 < len(known) <= _UNROLLED and not node.leaves:
            for element in known:
                self.bind(frame, node.target, element, Span(0, 0, 0, 0))
                self.block(frame, node.body)
        else:
            self._any_round(frame, node, value)
        self.events.append(Iterated(self._mentioned(frame, node.iterable), first, self.moment(), node.leaves))
        return False

    def _any_round(self, frame: Frame, node: script.Repeat, value: Value) -> None:
        before = dict(frame.variables)
        if node.target is not None:
            self.bind(frame, node.target, self.any_element(value), Span(0, 0, 0, 0))
        self.loops += 1
        self.block(frame, node.body)
        self.loops -= 1
        frame.variables = _merged([frame.variables, before])

    def _mentioned(self, frame: Frame, node: script.Expression | None) -> tuple[int, ...]:
        """The objects that a loop runs over, seen through `enumerate`, progress bars and the like."""
        match node:
            case script.Call(arguments=arguments):
                return tuple(n for argument in arguments for n in self._mentioned(frame, argument.value))
            case script.Name() | script.Attribute():
                return refs(self.evaluate(frame, node))
        return ()

    def _within(self, frame: Frame, node: script.Within) -> bool:
        for manager, target in node.managers:
            value = self.evaluate(frame, manager)
            if target is not None:
                self.bind(frame, target, value, Span(0, 0, 0, 0))
        return self.block(frame, node.body)

    def _bring(self, frame: Frame, node: script.Bring) -> bool:
        frame.globals.update(node.globals)
        if frame.file.path in self.modules and self.modules[frame.file.path] is frame:
            return False
        for statement in node.imports:
            frame.variables[statement.local] = self.of_symbol(self.project.imported(frame.file, statement))
        return False

    def _leave(self, _: Frame, __: script.Leave) -> bool:
        return True

    def _define(self, frame: Frame, node: Function) -> bool:
        if self.modules.get(frame.file.path) is not frame:
            frame.variables[node.name] = self.evaluate(frame, node)
        return False


def is_short(function: Function) -> bool:
    """Whether following a function costs little."""
    return len(function.body) <= _SHORT


def _merged(found: Iterable[_Variables]) -> _Variables:
    """The variables after several branches: each may have any branch's value."""
    merged: _Variables = {}
    for variables in found:
        for name, value in variables.items():
            merged[name] = join(merged[name], value) if name in merged else value
    return merged


_HANDLERS: dict[type[script.Statement], Callable[..., bool]] = {
    script.Bind: Executing._bind,
    script.Evaluate: Executing._evaluate,
    script.Return: Executing._return,
    script.Branch: Executing._branch,
    script.Repeat: Executing._repeat,
    script.Within: Executing._within,
    script.Bring: Executing._bring,
    script.Leave: Executing._leave,
    Function: Executing._define,
}
