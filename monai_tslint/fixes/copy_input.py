"""MTS501: a method works on a copy of the mapping that it is given, made where it starts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.names import bound_by
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.results import drops_result, user_that_drops
from monai_tslint.fixes.tree import Tree
from monai_tslint.proposals import Applicability, CopyInput

_METHODS = frozenset(dir(dict))
_ANNOTATIONS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "Any"})
_COPY = "dict"
_SCOPES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


class _Input(Struct, frozen=True):
    """A method and the parameter that it copies; `names` are those under which it knows the mapping."""

    tree: Tree
    method: Function
    parameter: ast.arg
    names: frozenset[str]

    @property
    def name(self) -> str:
        return self.parameter.arg

    def mentions(self) -> Iterator[ast.Name]:
        """Where the method names the mapping."""
        yield from (n for n in ast.walk(self.method) if isinstance(n, ast.Name) and n.id in self.names)


def plan(proposal: CopyInput, code: Code) -> Plan:
    """The edits of the methods. Raises `Refused` for what may be no plain mapping, or if callers want the change."""
    tree = Tree(code.lines(proposal.cls.path), proposal.cls)
    inputs = [_input(tree, line) for line in proposal.methods]
    user = user_that_drops(code, tree.cls.name)
    if user is not None:
        raise Refused(f"{user} calls a `{tree.cls.name}` and goes on with the mapping that it gives")
    for given in inputs:
        _refuse_shadowed(given, code)
        _refuse_others(given)
        relying = drops_result(code, proposal.cls, given.method.name)
        if relying is not None:
            raise Refused(f"`{relying}` goes on with the mapping that it gives to `{given.method.name}`")
    return Plan(*_judged(inputs), tuple(_edit(given) for given in inputs))


def _input(tree: Tree, line: int) -> _Input:
    method = tree.method_at(line)
    arguments = (*method.args.posonlyargs, *method.args.args)
    if len(arguments) < 2 or len(method.args.defaults) > len(arguments) - 2:
        raise Refused(f"`{method.name}` may be called without a mapping")
    if method.decorator_list:
        raise Refused(f"`{method.name}` is decorated")
    name = arguments[1].arg
    aliases = {target.id for node in ast.walk(method) for target in _aliases(node, name)}
    return _Input(tree, method, arguments[1], frozenset({name, *aliases}))


def _aliases(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """The names that an assignment makes another name of the mapping."""
    match node:
        case ast.Assign(targets=targets, value=ast.Name(id=value)) if value == name:
            yield from (target for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name() as target, value=ast.Name(id=value)) if value == name:
            yield target


def _refuse_shadowed(given: _Input, code: Code) -> None:
    taken = (name for node in ast.walk(given.method) for name in bound_by(node))
    arguments = (n.arg for n in ast.walk(given.method) if isinstance(n, ast.arg))
    if _COPY in (*taken, *arguments) or code.meaning(given.tree.path, _COPY) not in (None, f"builtins.{_COPY}"):
        raise Refused(f"`{_COPY}` means something else here")


def _refuse_others(given: _Input) -> None:
    """Raise `Refused` for what may be something else than a plain mapping."""
    annotation = given.parameter.annotation
    if annotation is not None and not _is_plain(annotation):
        raise Refused(f"`{given.name}` may be more than a plain mapping")
    for node in ast.walk(given.method):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in given.names and attr not in _METHODS:
                raise Refused(f"`{name}.{attr}` is nothing that a `dict` has")
            case ast.Call(func=ast.Name(id="isinstance" | "type" | "id" | "hasattr" | "getattr"), args=arguments):
                if any(isinstance(a, ast.Name) and a.id in given.names for a in arguments):
                    raise Refused(f"`{given.method.name}` looks at what `{given.name}` is")
            case ast.Compare(ops=ops, left=left, comparators=others) if _tests_identity(ops):
                if any(isinstance(n, ast.Name) and n.id in given.names for n in (left, *others)):
                    raise Refused(f"`{given.method.name}` looks at what `{given.name}` is")
            case ast.Yield() | ast.YieldFrom() | ast.Await():
                raise Refused(f"`{given.method.name}` does not run in one go")


def _tests_identity(operators: list[ast.cmpop]) -> bool:
    return any(isinstance(operator, ast.Is | ast.IsNot) for operator in operators)


def _is_plain(annotation: ast.expr) -> bool:
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    name = outer.attr if isinstance(outer, ast.Attribute) else outer.id if isinstance(outer, ast.Name) else ""
    if isinstance(outer, ast.Constant) and isinstance(outer.value, str):
        name = outer.value.partition("[")[0].rpartition(".")[2]
    return name in _ANNOTATIONS


def _judged(inputs: list[_Input]) -> tuple[Applicability, str]:
    name = inputs[0].name
    what = f"Work on a copy of `{name}`."
    for given in inputs:
        returned = list(_returned(given.method.body))
        if not any(returned):
            raise Refused(f"`{given.method.name}` returns nothing: its callers look into the mapping that they gave")
        if _falls_through(given.method) or not all(_is_mapping(value, given.names) for value in returned):
            reason = f"`{given.method.name}` does not always return `{name}`, so callers may look into what they gave"
            return Applicability.UNSAFE, f"{what} Unsafe: {reason}."
        if _is_bound_otherwise(given):
            return Applicability.UNSAFE, f"{what} Unsafe: `{given.method.name}` also binds or keeps `{name}` otherwise."
    return Applicability.SAFE, what


def _returned(body: list[ast.stmt]) -> Iterator[ast.expr | None]:
    """What the `return` statements of a function give back."""
    for node in body:
        if isinstance(node, ast.Return):
            yield node.value
        elif not isinstance(node, _SCOPES):
            yield from _returned(list(_statements(node)))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body


def _falls_through(method: Function) -> bool:
    return not isinstance(method.body[-1], ast.Return | ast.Raise)


def _is_mapping(value: ast.expr | None, names: frozenset[str]) -> bool:
    """Whether a value is the mapping, or a copy of it."""
    match value:
        case ast.Call(func=ast.Name(id="dict"), args=[ast.Name(id=name)], keywords=[]) | ast.Name(id=name):
            return name in names
    return False


def _is_bound_otherwise(given: _Input) -> bool:
    """Whether a name of the mapping gets another value, or the mapping is kept somewhere."""
    aliased = {id(target) for node in ast.walk(given.method) for target in _aliases(node, given.name)}
    if any(not isinstance(n.ctx, ast.Load) and id(n) not in aliased for n in given.mentions()):
        return True
    mentions = {id(n) for n in given.mentions()}
    return any(
        isinstance(node, ast.Assign)
        and id(node.value) in mentions
        and not all(isinstance(target, ast.Name) for target in node.targets)
        for node in ast.walk(given.method)
    )


def _edit(given: _Input) -> Edit:
    """The copy where the mapping gets its only other name, or at the start of the method."""
    tree, method, name = given.tree, given.method, given.name
    used = [n for n in given.mentions() if n.id == name]
    first = next((s for s in method.body if isinstance(s, ast.Assign | ast.AnnAssign) and any(_aliases(s, name))), None)
    if first is not None and first.value is not None and used == [first.value]:
        return tree.replaced(first.value, f"{_COPY}({name})")
    return tree.at_start(method, f"{name} = {_COPY}({name})")
