"""From a configuration to a `Script`: each item is made once, after those that it needs, and bound to a variable of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monai_tslint.bundles import expressions
from monai_tslint.bundles.tree import (
    Group,
    Leaf,
    Node,
    find,
    identity_of,
    inner,
    is_component,
    is_expression,
    leaves,
    references,
)
from monai_tslint.facts import FileIndex, Import
from monai_tslint.pipelines import script as code

_NO_ARGUMENTS = frozenset({"_target_", "_disabled_", "_requires_", "_desc_", "_mode_"})
_PARTIAL = Import("functools.partial", "functools", "partial")
_NONE = code.Constant(None)

Target = Callable[[str], Import]
"""What the text of a `_target_` means, as an import that binds a name to it."""


def lower(root: Group, files: Mapping[str, FileIndex], target: Target, known: Mapping[str, str]) -> code.Script:
    """What a configuration makes. `files` are the files that it comes from, `known` the modules that its expressions know."""
    return _Lowering(root, files, target).script(tuple(Import(name, module) for name, module in known.items()))


class _Lowering:
    def __init__(self, root: Group, files: Mapping[str, FileIndex], target: Target) -> None:
        self._root, self._files, self._target = root, files, target
        self._body: list[code.Statement] = []
        self._variables: dict[str, str] = {}
        self._brought: dict[str, Import] = {}

    def script(self, known: tuple[Import, ...]) -> code.Script:
        """The whole configuration."""
        stated = tuple(i for leaf in leaves(self._root) if is_expression(leaf) for i in expressions.imports(leaf))
        for key, _ in self._root.items:
            self._variable(key)
        brought = code.Bring((*known, *stated, *self._brought.values()))
        return code.Script(self._root.path, (brought, *self._body))

    def _variable(self, identity: str) -> str:
        """The variable that holds the item of an id. One that needs itself, or is not there, is never bound."""
        name = self._variables.get(identity)
        if name is None:
            name = self._variables[identity] = f"_item_{len(self._variables)}"
            node = find(self._root, identity)
            if node is not None:
                value = code.Elsewhere(self._files[node.path], self._value(node, identity))
                self._body.append(code.Bind(code.Name(name), value, node.span))
        return name

    def _value(self, node: Node, identity: str) -> code.Expression:
        """What an item gives."""
        if isinstance(node, Leaf):
            return self._leaf(node)
        if is_component(node):
            return self._component(node, identity)
        if node.is_list:
            items = (code.Item(self._part(n, inner(identity, key))) for key, n in node.items if not _is_off(n))
            return code.Display("list", tuple(items), node.span)
        entries = (
            code.Item(self._part(n, inner(identity, key)), code.Constant(key))
            for key, n in node.items
            if not _is_off(n)
        )
        return code.Display("dict", tuple(entries), node.span)

    def _part(self, node: Node, identity: str) -> code.Expression:
        """What a part of an item gives: what is made, is made once, whoever refers to it."""
        if is_component(node) or is_expression(node):
            return code.Name(self._variable(identity))
        value = self._value(node, identity)
        return value if isinstance(value, code.Constant | code.Name) else code.Elsewhere(self._files[node.path], value)

    def _leaf(self, leaf: Leaf) -> code.Expression:
        if is_expression(leaf):
            return expressions.lowered(leaf, self._variable)
        for reference in references(leaf):
            return code.Name(self._variable(identity_of(reference)))
        return code.Constant(leaf.value)

    # Components ----------------------------------------------------------------------------------------------

    def _component(self, node: Group, identity: str) -> code.Expression:
        if _is_off(node):
            return _NONE
        needed = node.get("_requires_")
        if needed is not None:
            self._body.append(code.Evaluate(self._part(needed, inner(identity, "_requires_"))))
        made = self._made(node, identity)
        disabled = node.get("_disabled_")
        if not isinstance(disabled, Leaf) or not (is_expression(disabled) or references(disabled)):
            return made
        return code.Choice(self._part(disabled, inner(identity, "_disabled_")), (_NONE, made))

    def _made(self, node: Group, identity: str) -> code.Expression:
        target, mode = node.get("_target_"), node.get("_mode_")
        place = target.span if target is not None else node.span
        callee = self._callee(target)
        arguments = tuple(
            code.Argument(key, self._part(n, inner(identity, key)))
            for key, n in node.items
            if key not in _NO_ARGUMENTS and not _is_off(n)
        )
        if not isinstance(mode, Leaf) or mode.text not in ("callable", "partial"):
            return code.Call(callee, arguments, place)
        if not arguments:
            return callee
        return code.Call(self._import(_PARTIAL), (code.Argument("", callee), *arguments), place)

    def _callee(self, target: Node | None) -> code.Expression:
        if not isinstance(target, Leaf) or not target.text:
            return code.Other()
        if is_expression(target) or references(target):
            return self._leaf(target)
        return self._import(self._target(target.text))

    def _import(self, statement: Import) -> code.Expression:
        self._brought[statement.local] = statement
        return code.Name(statement.local)


def _is_off(node: Node) -> bool:
    """Whether a component says that it is not to be made."""
    flag = node.get("_disabled_") if isinstance(node, Group) and is_component(node) else None
    if not isinstance(flag, Leaf):
        return False
    return flag.text.lower().strip() == "true" if isinstance(flag.value, str) else bool(flag.value)
