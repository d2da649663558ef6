"""MTS201: a temporary value becomes visible only to the thread that sets it.

The attribute becomes a property. Its lasting value stays where all threads see it; temporary values live, by object, in a
context variable of the class. That variable is made with the class, so no two threads can both make it; it is no part of any
object, so copies, pickles and worker processes have nothing to carry; and no constructor has to run for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from textwrap import indent

from msgspec import Struct

from monai_tslint.facts import Span
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.imports import added
from monai_tslint.fixes.mentions import is_set_by
from monai_tslint.fixes.places import Function
from monai_tslint.fixes.tree import CONSTRUCTORS, Tree, receiver_of
from monai_tslint.proposals import Applicability, PerThread

_DEFINITION = '''\
{here}: ContextVar = ContextVar("{attribute}")

@property
def {attribute}(self):
    """What this thread has set for a while, or else what is set for all threads."""
    return self.{here}.get({{}}).get(id(self), self.{lasting})

@{attribute}.setter
def {attribute}(self, value):
    here = self.{here}.get({{}})
    if id(self) in here:
        self.{here}.set({{**here, id(self): value}})
    else:
        self.{lasting} = value
'''


class _Names(Struct, frozen=True):
    """The attribute, the context variable of its temporary values, and the attribute of its lasting value."""

    attribute: str

    @property
    def here(self) -> str:
        return f"_{self.attribute.strip('_')}_here"

    @property
    def lasting(self) -> str:
        return f"_shared{self.attribute}" if self.attribute.startswith("_") else f"_{self.attribute}"


class _Toggle(Struct, frozen=True):
    """The statements that save the value (None if there is none), set the temporary one, and set the old one back."""

    save: ast.Assign | None
    start: ast.Assign
    restore: ast.Assign

    @property
    def saved(self) -> str | None:
        """The variable that keeps the old value."""
        return self.restore.value.id if isinstance(self.restore.value, ast.Name) else None


def plan(proposal: PerThread, code: Code) -> Plan:
    """The edits of class and imports. Raises `Refused` unless a `finally` sets the value back, and the name is free."""
    path, names = proposal.cls.path, _Names(proposal.attribute)
    tree = Tree(code.lines(path), proposal.cls)
    method = next((m for m in tree.methods if _contains(tree, m, proposal.start)), None)
    if method is None:
        raise Refused("the method is no longer where it was")
    toggle = _toggle(tree, method, proposal)
    edits = [*_switched(tree, method, toggle, names)]
    if not any(_binds(statement, names.here) for statement in tree.cls.body):
        _refuse_conflicts(tree, code, proposal, names)
        edits += [*_definition(tree, names), *added(code, path, "contextvars", "ContextVar", proposal.cls.line)]
    message = (
        f"Make `{proposal.attribute}` a property whose temporary values belong to one thread. Unsafe: other threads, and "
        "copies made meanwhile, no longer see a temporary value; a value that is set for good is seen by all as before."
    )
    return Plan(Applicability.UNSAFE, message, tuple(edits))


def _contains(tree: Tree, node: ast.stmt, place: Span) -> bool:
    span = tree.span(node)
    return span.line <= place.line <= span.end_line


def _toggle(tree: Tree, method: Function, proposal: PerThread) -> _Toggle:
    """The statements, in `start; try: … finally: restore`. Raises `Refused` for any other form."""
    own = (receiver_of(method), proposal.attribute)
    writes = [
        n for n in ast.walk(method) if _is(n, own) and isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
    ]
    for block in _blocks(method):
        for number, statement in enumerate(block):
            if not isinstance(statement, ast.Try) or number == 0:
                continue
            restores = [s for s in statement.finalbody if _assigns(s, own)]
            starts = [s for s in block[:number] if _assigns(s, own) and _contains(tree, s, proposal.start)]
            if len(restores) == len(starts) == 1 and len(writes) == 2:
                start, restore = starts[0], restores[0]
                if isinstance(start, ast.Assign) and isinstance(restore, ast.Assign):
                    return _Toggle(_save(method, restore, own), start, restore)
    raise Refused("the value is not set right before a `try` whose `finally` sets it back (see MTS202)")


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for child in ast.walk(node):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(child, name, None)
            if isinstance(block, list):
                yield block


def _is(node: ast.AST, own: tuple[str, str]) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) == own


def _assigns(statement: ast.stmt, own: tuple[str, str]) -> bool:
    return isinstance(statement, ast.Assign) and len(statement.targets) == 1 and _is(statement.targets[0], own)


def _save(method: Function, restore: ast.Assign, own: tuple[str, str]) -> ast.Assign | None:
    """The statement that keeps the old value, if that variable serves no other purpose."""
    name = restore.value.id if isinstance(restore.value, ast.Name) else None
    uses = [n for n in ast.walk(method) if isinstance(n, ast.Name) and n.id == name]
    return next(
        (
            s
            for s in ast.walk(method)
            if isinstance(s, ast.Assign) and s.targets == uses[:1] and _is(s.value, own) and len(uses) == 2
        ),
        None,
    )


def _switched(tree: Tree, method: Function, toggle: _Toggle, names: _Names) -> Iterator[Edit]:
    """The edits of the statements: the context variable is set, and set back by its token."""
    receiver = receiver_of(method)
    here = f"{receiver}.{names.here}"
    token = toggle.saved if toggle.save is not None and toggle.saved is not None else _token(method)
    if toggle.save is not None:
        yield tree.without(toggle.save)
    value = tree.span(toggle.start.value)
    start = tree.span(toggle.start)
    before = f"{token} = {here}.set({{**{here}.get({{}}), id({receiver}): "
    yield Edit(tree.path, start.line, start.column, value.line, value.column, before)
    yield tree.inserted(start.end_line, start.end_column, "})")
    yield tree.replaced(toggle.restore, f"{here}.reset({token})")


def _token(method: Function) -> str:
    taken = {n.id for n in ast.walk(method) if isinstance(n, ast.Name)} | {
        n.arg for n in ast.walk(method) if isinstance(n, ast.arg)
    }
    return next(name for name in ("token", "token_", "_token", "context_token") if name not in taken)


def _definition(tree: Tree, names: _Names) -> Iterator[Edit]:
    """The property before the first method; a value in the class's body becomes the lasting value."""
    for statement in tree.cls.body:
        if _binds(statement, names.attribute):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement
            span = tree.span(target) if isinstance(target, ast.expr) else tree.span(statement)
            end = span.column + len(names.attribute)
            yield Edit(tree.path, span.line, span.column, span.line, end, names.lasting)
    text = _DEFINITION.format(here=names.here, attribute=names.attribute, lasting=names.lasting)
    yield tree.before_methods(lambda margin, step: indent(text.replace("    ", step), margin) + "\n")


def _binds(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)]) | ast.AnnAssign(target=ast.Name(id=target)):
            return target == name
    return False


def _refuse_conflicts(tree: Tree, code: Code, proposal: PerThread, names: _Names) -> None:
    """Raise `Refused` where a property would change what other code does with the attribute of a class or with names."""
    attribute = proposal.attribute
    words = re.compile(rf"\b(?:{names.here}|{names.lasting}|__slots__)\b|\b(?:__dict__|vars\().*{re.escape(attribute)}")
    both = (names.here, names.lasting)
    new = re.compile(rf"\b(?:{'|'.join(both)})\b")
    on_class = re.compile(rf"\b(?:[A-Z]\w*|cls|__class__)\.{re.escape(attribute)}\b")
    for info in code.kin(proposal.cls.path, proposal.cls.line):
        if attribute in info.index.methods or any(a[0] == attribute for a in info.index.attributes):
            raise Refused(f"`{info.index.name}` has a class attribute `{attribute}`")
        lines = () if info.external else code.lines(info.file.path)[info.index.line - 1 : info.index.end_line]
        taken = next((m[0] for line in lines if (m := new.search(line))), None)
        if taken is not None or any(is_set_by(info.index.fields, info.index.attributes, name) for name in both):
            raise Refused(f"`{info.index.name}` uses `{taken or names.lasting}` already")
    own = tree.lines[proposal.cls.line - 1 : proposal.cls.end_line]
    found = next((m[0] for line in own if (m := words.search(line))), None)
    if found is not None or any(m.name == attribute for m in tree.methods):
        raise Refused(f"the class uses `{found or attribute}` already")
    if _is_decorated(tree):
        raise Refused("the class is decorated")
    declared = any(isinstance(s, ast.AnnAssign) and _binds(s, attribute) for s in tree.cls.body)
    if declared and _has_unknown_base(tree, code, proposal):
        raise Refused(f"a base that is not known may make a field of `{attribute}`")
    if not _always_there(tree, attribute):
        raise Refused(f"neither the class nor its constructor always sets `{attribute}` first")
    mentions = [line for path in code.mentioning(attribute) for line in code.lines(path)]
    if any(on_class.search(line) for line in mentions):
        raise Refused(f"`{attribute}` is used on a class, not on an object")
    if any(re.search(rf"\bdel\b.*\.{re.escape(attribute)}\b", line) for line in mentions):
        raise Refused(f"`{attribute}` is deleted somewhere")


def _has_unknown_base(tree: Tree, code: Code, proposal: PerThread) -> bool:
    """Whether the class or a relative inherits, or is made by, something whose outline is not at hand."""
    kin = code.kin(proposal.cls.path, proposal.cls.line)
    known = {info.name for info in kin} | {code.meaning(tree.path, tree.cls.name) or ""}
    bases = [(tree.path, tree.code(base)) for base in tree.cls.bases]
    bases += [(info.file.path, base) for info in kin if not info.external for base in info.index.bases]
    made = tree.cls.keywords or any(info.index.keywords for info in kin)
    return bool(made) or any(code.meaning(path, base) not in known for path, base in bases)


def _is_decorated(tree: Tree) -> bool:
    """Whether the class, whose region starts below its decorators, has any: one may make fields of what the body assigns."""
    try:
        module = ast.parse("\n".join((*tree.lines, "")))
    except (SyntaxError, RecursionError):
        raise Refused("the decorators of the class cannot be read") from None
    line = tree.line(tree.cls)
    return any(isinstance(n, ast.ClassDef) and n.lineno == line and n.decorator_list for n in ast.walk(module))


def _always_there(tree: Tree, attribute: str) -> bool:
    """Whether the class's body, or a constructor whatever happens, gives an attribute a value."""
    constructors = [m for m in tree.methods if m.name in CONSTRUCTORS]
    in_constructor = any(_assigns(s, (receiver_of(m), attribute)) for m in constructors for s in m.body)
    return in_constructor or any(_binds(s, attribute) for s in tree.cls.body)
