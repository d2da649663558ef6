"""Facts and outlines. Records become lists in the order of their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from monai_tslint.facts import (
    NOTHING,
    Access,
    AccessKind,
    AccessPath,
    Call,
    ClassIndex,
    Context,
    Event,
    FileIndex,
    Fresh,
    FunctionFacts,
    FunctionIndex,
    Import,
    InstanceField,
    Parameter,
    PipelineCall,
    Span,
    Test,
    TestKind,
    Value,
    Yield,
)

Json = Any
"""A JSON value. Its shape is private to this module: what `encode_*` makes, `decode_*` reads."""

SCHEMA = 6
"""Changes whenever the records in `monai_tslint.facts` or their meaning change; stored facts of another number are not read."""

T = TypeVar("T")


def _tuple(items: Iterable[Json], decode: Callable[[Json], T]) -> tuple[T, ...]:
    return tuple(decode(item) for item in items)


# Values ------------------------------------------------------------------------------------------------------


def encode_value(value: Value) -> Json:
    """A value as JSON."""
    if value is NOTHING or (not value.atoms and not value.deps):
        return 0
    atoms = [_fresh(a) if isinstance(a, Fresh) else a for a in value.atoms]
    return [atoms, sorted(value.deps)] if value.deps else [atoms]


def _fresh(fresh: Fresh) -> Json:
    return [fresh.site, [[name, encode_value(value)] for name, value in fresh.fields], fresh.literal, fresh.kind]


def decode_value(data: Json) -> Value:
    """The value that `encode_value` wrote."""
    if data == 0:
        return NOTHING
    atoms = tuple(tuple(a) if not a or isinstance(a[0], str) else _read_fresh(a) for a in data[0])
    return Value(atoms, frozenset(_tuple(data[1], tuple)) if len(data) > 1 else frozenset())


def _read_fresh(data: Json) -> Fresh:
    return Fresh(data[0], tuple((name, decode_value(value)) for name, value in data[1]), data[2], data[3])


# Events ------------------------------------------------------------------------------------------------------


def _span(span: Span) -> Json:
    return [span.line, span.column, span.end_line, span.end_column]


def _context(context: Context) -> Json:
    if context == _PLAIN:
        return 0
    tests = [[t.kind.value, t.path] for t in context.tests]
    rest = [context.tries, context.final, context.handler, context.loop, context.deferred, context.arms]
    return [context.locks, tests, *rest]


_PLAIN = Context()


def _read_context(data: Json) -> Context:
    if data == 0:
        return _PLAIN
    locks, tests, tries, final, handler, loop, deferred, arms = data
    read = tuple(Test(TestKind(kind), tuple(path)) for kind, path in tests)
    return Context(_tuple(locks, tuple), read, tuple(tries), final, handler, loop, deferred, tuple(arms))


def encode_event(event: Event) -> Json:
    """An event as JSON."""
    place = [_span(event.span), _context(event.context)]
    match event:
        case Access():
            return [event.kind.value, event.path, *place, encode_value(event.value), event.how]
        case Call():
            arguments = [[name, encode_value(value)] for name, value in event.arguments]
            return ["call", event.callees, *place, arguments]
        case Yield():
            return ["yield", 0, *place]


def decode_event(data: Json) -> Event:
    """The event that `encode_event` wrote."""
    subject, context = data[1], _read_context(data[3])
    kind, span = data[0], Span(*data[2])
    if kind == "call":
        arguments = tuple((name, decode_value(value)) for name, value in data[4])
        return Call(_tuple(subject, tuple), arguments, span, context)
    if kind == "yield":
        return Yield(span, context)
    path: AccessPath = tuple(subject)
    return Access(AccessKind(kind), path, span, context, decode_value(data[4]), data[5])


def encode_facts(facts: FunctionFacts) -> Json:
    """The facts of a function as JSON."""
    events = [encode_event(e) for e in facts.events]
    return [events, encode_value(facts.returns), facts.nested, facts.generator, facts.problem]


def decode_facts(data: Json) -> FunctionFacts:
    """The facts that `encode_facts` wrote."""
    events, returns, nested, generator, problem = data
    names = tuple((name, tuple(parameters)) for name, parameters in nested)
    return FunctionFacts(_tuple(events, decode_event), decode_value(returns), names, generator, problem)


# Outlines ----------------------------------------------------------------------------------------------------


def _function(function: FunctionIndex) -> Json:
    parameters = [[p.name, p.kind, p.annotation, p.default, p.keyword_only] for p in function.parameters]
    places = [function.line, function.def_line, function.end_line]
    return [
        function.name,
        function.qualname,
        *places,
        parameters,
        function.decorators,
        function.returns,
        function.is_async,
    ]


def _read_function(data: Json) -> FunctionIndex:
    name, qualname, line, def_line, end_line, parameters, decorators, returns, is_async = data
    read = tuple(Parameter(*p) for p in parameters)
    return FunctionIndex(name, qualname, line, def_line, end_line, read, tuple(decorators), returns, is_async)


def _class(index: ClassIndex) -> Json:
    methods = [[name, [_function(f) for f in functions]] for name, functions in index.methods.items()]
    head = [index.name, index.qualname, index.line, index.column, index.end_line]
    fields = [[f.name, f.constructor, f.annotation, f.value] for f in index.fields]
    return [*head, index.bases, index.keywords, index.decorators, methods, index.attributes, fields]


def _read_class(data: Json) -> ClassIndex:
    name, qualname, line, column, end_line, bases, keywords, decorators, methods, attributes, fields = data
    return ClassIndex(
        name,
        qualname,
        line,
        column,
        end_line,
        tuple(bases),
        _tuple(keywords, tuple),
        tuple(decorators),
        {method: _tuple(functions, _read_function) for method, functions in methods},
        _tuple(attributes, tuple),
        tuple(InstanceField(*f) for f in fields),
    )


def encode_index(file: FileIndex) -> Json:
    """The outline of a file as JSON."""
    imports = [[i.local, i.module, i.name] for i in file.imports]
    head = [file.path, file.module, file.is_package, file.digest, imports]
    classes = [[name, _class(index)] for name, index in file.classes.items()]
    functions = [[name, _function(function)] for name, function in file.functions.items()]
    pipelines = [[p.scope, p.callee, p.members] for p in file.pipelines]
    return [*head, classes, functions, file.variables, file.exports, *([pipelines] if pipelines else ())]


def decode_index(data: Json) -> FileIndex:
    """The outline that `encode_index` wrote."""
    path, module, is_package, digest, imports, classes, functions, variables, exports, *pipelines = data
    return FileIndex(
        path,
        module,
        is_package,
        digest,
        tuple(Import(*i) for i in imports),
        {name: _read_class(index) for name, index in classes},
        {name: _read_function(function) for name, function in functions},
        _tuple(variables, tuple),
        tuple(exports) if exports is not None else None,
        tuple(PipelineCall(scope, callee, tuple(members)) for calls in pipelines for scope, callee, members in calls),
    )
