"""Reads YAML and keeps where each value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct

from monai_tslint.bundles.places import Places
from monai_tslint.bundles.tree import Group, Leaf, Node, Unreadable
from monai_tslint.facts import Span

_MOST_NODES = 100_000
"""Aliases of aliases can make a small file a huge tree."""

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
"""An anchor and a tag before a value."""


class Scalar(Struct, frozen=True):
    """Where a text stands in YAML. Of a block, that is the lines below its indicator."""

    span: Span
    is_block: bool


def scalars(text: str) -> Iterator[Scalar]:
    """All keys and values of a YAML text that are no groups, up to where it is no YAML any more."""
    places = Places(text)
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken):
                is_block = token.style in ("|", ">")
                start = token.start_mark.index
                start = text.find("\n", start) + 1 or len(text) if is_block else start
                yield Scalar(places.span(start, max(start, token.end_mark.index)), is_block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return


def read(path: str, text: str) -> Node:
    """The tree of a YAML text; aliases are copies. Raises `Unreadable`."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        return _Reader(path, text, loader).node(node) if node is not None else Leaf(None, path, Span(1, 1, 1, 1))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else 1
        raise Unreadable(line, f"is not valid YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(1, f"is not valid YAML: {error}") from None
    except RecursionError:
        raise Unreadable(1, "is nested too deeply") from None


class _Reader:
    def __init__(self, path: str, text: str, loader: yaml.SafeLoader) -> None:
        self._path, self._text, self._loader, self._count = path, text, loader, 0
        self._places = Places(text)

    def node(self, node: yaml.Node) -> Node:
        """What a node of PyYAML says."""
        self._count += 1
        if self._count > _MOST_NODES:
            raise Unreadable(node.start_mark.line + 1, "is too large to be a configuration")
        span = self._span(node)
        if isinstance(node, yaml.SequenceNode):
            elements = tuple((str(i), self.node(n)) for i, n in enumerate(node.value))
            return Group(True, elements, self._path, span)
        if isinstance(node, yaml.MappingNode):
            self._loader.flatten_mapping(node)
            items = tuple((str(key.value), self.node(value)) for key, value in node.value)
            return Group(False, items, self._path, span)
        value = self._loader.construct_object(node)
        return Leaf(value if isinstance(value, str | int | float | None) else str(node.value), self._path, span)

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark.index, node.end_mark.index
        properties = _PROPERTIES.match(self._text, start, end)
        return self._places.span(properties.end() if properties is not None else start, end)
