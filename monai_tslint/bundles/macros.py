"""Relative ids and macros: what is replaced in the text of a configuration before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from monai_tslint.bundles.tree import SEPARATOR, Group, Leaf, Node, find, inner, normal

_RELATIVE = re.compile(r"([@%])((?:#|::)+)")
_FILE = re.compile(r"(?P<file>.*\.(?:json|yaml|yml))(?:(?:::|#)(?P<id>.*))?", re.IGNORECASE)
_DEEPEST = 8

FileOf = Callable[[str, str], Group | None]
"""The tree of a file by its name in a macro, and the path of the file that the macro is in."""


def expanded(root: Group, file_of: FileOf) -> Group:
    """The tree with absolute ids, and with what its macros stand for."""
    absolute = replace(root, items=tuple((key, _absolute(node, key)) for key, node in root.items))
    macros = _Macros(absolute, file_of)
    return replace(absolute, items=tuple((key, macros.expand(node, 0)) for key, node in absolute.items))


def _absolute(node: Node, identity: str) -> Node:
    if isinstance(node, Leaf):
        return _with_absolute_ids(node, identity)
    return replace(node, items=tuple((key, _absolute(n, inner(identity, key))) for key, n in node.items))


def _with_absolute_ids(leaf: Leaf, identity: str) -> Leaf:
    """`@#a` is `a` beside this, `@##a` one level up; a prefix that leads too far up is left as it is."""
    keys = identity.split(SEPARATOR)

    def absolute(match: re.Match[str]) -> str:
        up = normal(match[2]).count(SEPARATOR)
        return match[0] if up > len(keys) else match[1] + "".join(key + SEPARATOR for key in keys[:-up])

    text = _RELATIVE.sub(absolute, leaf.text)
    return replace(leaf, value=text) if text != leaf.text else leaf


class _Macros:
    def __init__(self, root: Node, file_of: FileOf) -> None:
        self._root, self._file_of = root, file_of

    def expand(self, node: Node, depth: int) -> Node:
        """A node with what its macros stand for; one that stands for nothing stays."""
        if isinstance(node, Group):
            return replace(node, items=tuple((key, self.expand(n, depth)) for key, n in node.items))
        if not node.text.startswith("%") or depth >= _DEEPEST:
            return node
        found = self._meant(node)
        return self.expand(found, depth + 1) if found is not None else node

    def _meant(self, leaf: Leaf) -> Node | None:
        other = _FILE.fullmatch(leaf.text[1:])
        if other is None:
            return find(self._root, leaf.text[1:])
        root = self._file_of(other["file"], leaf.path)
        return find(root, other["id"] or "") if root is not None else None
