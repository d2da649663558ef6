"""What a configuration file says, as plain frozen data that keeps where everything stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.facts import Span
from monai_tslint.pipelines.script import Scalar

SEPARATOR = "::"
_REFERENCE = re.compile(r"@\w*(?:(?:::|#)\w*)*")


class Leaf(Struct, frozen=True):
    """A string, number, truth value or null."""

    value: Scalar
    path: str
    span: Span

    @property
    def text(self) -> str:
        """Its value if that is a string, else nothing."""
        return self.value if isinstance(self.value, str) else ""


class Group(Struct, frozen=True, dict=True):
    """A mapping, or a list whose keys are the positions of its elements."""

    is_list: bool
    items: tuple[tuple[str, Node], ...]
    path: str
    span: Span

    @cached_property
    def _by_key(self) -> dict[str, Node]:
        return dict(self.items)

    def get(self, key: str) -> Node | None:
        """What stands under a key; of several values the last counts."""
        return self._by_key.get(key)

    def put(self, key: str, node: Node) -> Group:
        """The same with another value under a key."""
        if self.get(key) is None:
            return replace(self, items=(*self.items, (key, node)))
        return replace(self, items=tuple((name, node if name == key else old) for name, old in self.items))


Node = Leaf | Group


class Unreadable(Exception):
    """The text is not of its format; `line` and the message say where and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def normal(identity: str) -> str:
    """An id with the separator of today: `a#b` and `a::b` are the same."""
    return identity.replace("#", SEPARATOR)


def inner(identity: str, key: str) -> str:
    """The id of what stands under a key."""
    return f"{identity}{SEPARATOR}{key}" if identity else key


def find(root: Node, identity: str) -> Node | None:
    """What an id stands for."""
    node: Node | None = root
    for key in normal(identity).split(SEPARATOR) if identity else ():
        node = node.get(key) if isinstance(node, Group) else None
    return node


def leaves(node: Node) -> Iterator[Leaf]:
    """All leaves below a node."""
    if isinstance(node, Leaf):
        yield node
    else:
        for _, child in node.items:
            yield from leaves(child)


def is_component(node: Node | None) -> bool:
    """Whether this is a mapping that says what is to be made."""
    return isinstance(node, Group) and not node.is_list and node.get("_target_") is not None


def is_expression(node: Node | None) -> bool:
    """Whether this is a Python expression."""
    return isinstance(node, Leaf) and node.text.startswith("$")


def references(leaf: Leaf) -> tuple[re.Match[str], ...]:
    """The references in a leaf: all in an expression, else one that is the whole text."""
    if leaf.text.startswith("$"):
        return tuple(_REFERENCE.finditer(leaf.text))
    whole = _REFERENCE.fullmatch(leaf.text)
    return (whole,) if whole is not None else ()


def identity_of(reference: re.Match[str]) -> str:
    """The id that a reference names."""
    return normal(reference[0][1:])
