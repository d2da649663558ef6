"""Reads YAML and keeps where each value stands."""

from __future__ import annotations

import yaml

from monai_tslint.bundles.tree import Group, Leaf, Node, Unreadable
from monai_tslint.facts import Span

_MOST_NODES = 100_000
"""Aliases of aliases can make a small file a huge tree."""


def read(path: str, text: str) -> Node:
    """The tree of a YAML text; aliases are copies. Raises `Unreadable`."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        return _Reader(path, loader).node(node) if node is not None else Leaf(None, path, Span(1, 1, 1, 1))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else 1
        raise Unreadable(line, f"is not valid YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(1, f"is not valid YAML: {error}") from None
    except RecursionError:
        raise Unreadable(1, "is nested too deeply") from None


class _Reader:
    def __init__(self, path: str, loader: yaml.SafeLoader) -> None:
        self._path, self._loader, self._count = path, loader, 0

    def node(self, node: yaml.Node) -> Node:
        """What a node of PyYAML says."""
        self._count += 1
        if self._count > _MOST_NODES:
            raise Unreadable(node.start_mark.line + 1, "is too large to be a configuration")
        span = _span(node)
        if isinstance(node, yaml.SequenceNode):
            elements = tuple((str(i), self.node(n)) for i, n in enumerate(node.value))
            return Group(True, elements, self._path, span)
        if isinstance(node, yaml.MappingNode):
            self._loader.flatten_mapping(node)
            items = tuple((str(key.value), self.node(value)) for key, value in node.value)
            return Group(False, items, self._path, span)
        value = self._loader.construct_object(node)
        return Leaf(value if isinstance(value, str | int | float | None) else str(node.value), self._path, span)


def _span(node: yaml.Node) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
