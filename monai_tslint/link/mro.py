"""C3 linearisation over any hashable nodes; total on cyclic and inconsistent hierarchies."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
_DEEPEST = 100


class _Inconsistent(Exception):
    """No linear order satisfies all bases."""


class Linearizer(Generic[Node]):
    """Orders nodes before their bases. The answer for a node does not depend on what was asked before."""

    def __init__(self, bases_of: Callable[[Node], Sequence[Node]]) -> None:
        self._bases_of = bases_of
        self._orders: dict[Node, tuple[Node, ...]] = {}
        self._cyclic: set[Node] = set()
        self._inconsistent: set[Node] = set()

    def order(self, node: Node) -> tuple[Node, ...]:
        """The node and everything above it; left to right without duplicates where no C3 order exists."""
        return self._order(node, ())

    def is_inconsistent(self, node: Node) -> bool:
        """Whether no C3 order of the node exists, while there is one of each of its bases."""
        self.order(node)
        return node in self._inconsistent

    def _order(self, node: Node, path: tuple[Node, ...]) -> tuple[Node, ...]:
        known = self._orders.get(node)
        if known is not None:
            return known
        if node in path or len(path) > _DEEPEST:
            self._cyclic.update(path)
            return ()
        bases = self._bases_of(node)
        above = [self._order(base, (*path, node)) for base in bases]
        if any(base in self._cyclic for base in bases):
            self._cyclic.add(node)
        try:
            found = self._preorder(node) if node in self._cyclic else (node, *_merge([*above, tuple(bases)]))
        except _Inconsistent:
            self._inconsistent.add(node)
            found = self._preorder(node)
        self._orders[node] = found
        return found

    def _preorder(self, node: Node) -> tuple[Node, ...]:
        seen: dict[Node, None] = {}
        stack = [node]
        while stack:
            current = stack.pop()
            if current not in seen:
                seen[current] = None
                stack.extend(reversed(self._bases_of(current)))
        return tuple(seen)


def _merge(orders: list[tuple[Node, ...]]) -> Sequence[Node]:
    if len(orders) == 2:  # those above the only base, and that base
        return orders[0] or orders[1]
    result: list[Node] = []
    rest = [list(order) for order in orders if order]
    while rest:
        head = next((o[0] for o in rest if not any(o[0] in other[1:] for other in rest)), None)
        if head is None:
            raise _Inconsistent
        result.append(head)
        rest = [left for o in rest if (left := o[1:] if o[0] == head else o)]
    return result
