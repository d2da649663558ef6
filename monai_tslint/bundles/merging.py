"""Several configuration files as one, and which files of a folder belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from msgspec.structs import replace

from monai_tslint.bundles.tree import (
    SEPARATOR,
    Group,
    Node,
    find,
    identity_of,
    leaves,
    normal,
    references,
)

_MOST_FILES = 40
"""Folders with more configurations than this are no bundle."""


def merged(files: Sequence[Group]) -> Group:
    """All files in one: later ones replace items of earlier ones by id, or add to them where the key begins with `+`."""
    result = replace(files[0], items=())
    for file in files:
        for key, node in file.items:
            result = _set(result, normal(key), node)
    return result


def _set(root: Group, key: str, node: Node) -> Group:
    identity = key.removeprefix("+")
    before = find(root, identity) if identity != key else None
    return _put(root, identity.split(SEPARATOR), node if before is None else _joined(before, node))


def _joined(before: Node, node: Node) -> Node:
    if not isinstance(before, Group) or not isinstance(node, Group) or before.is_list is not node.is_list:
        return node
    if before.is_list:
        elements = (*before.items, *node.items)
        return replace(before, items=tuple((str(i), element) for i, (_, element) in enumerate(elements)))
    for key, value in node.items:
        before = before.put(key, value)
    return before


def _put(root: Group, keys: Sequence[str], node: Node) -> Group:
    """The tree with another node at a place; the same tree if there is no such place."""
    if len(keys) == 1:
        return root.put(keys[0], node)
    child = root.get(keys[0])
    return root.put(keys[0], _put(child, keys[1:], node)) if isinstance(child, Group) else root


def missing(root: Group) -> frozenset[str]:
    """The items that references need and that are not there."""
    needed = {identity_of(r).partition(SEPARATOR)[0] for leaf in leaves(root) for r in references(leaf)}
    return frozenset(needed - {key for key, _ in root.items} - {""})


def combined(files: Sequence[Group]) -> Iterator[tuple[Group, ...]]:
    """The files of one folder, each with those that it is merged over.

    A file whose references all have their items stands alone. Another is merged over one that has them, or over two of which
    the second belongs to the first; of several, over the one whose name is most like its own. If that leaves a choice, it
    is not known over which, and the file stands alone.
    """
    complete = [file for file in files if not _is_partial(file)]
    partial = [file for file in files if _is_partial(file)] if len(files) <= _MOST_FILES else []
    yield from ((file,) for file in complete)
    pairs: dict[str, tuple[Group, ...]] = {}
    for file in partial:
        found = _best([(base, file) for base in complete if not missing(merged((base, file)))])
        if found is not None:
            pairs[file.path] = found
            yield found
    for file in partial:
        if file.path not in pairs:
            longer = [(*under, file) for under, file in product(pairs.values(), (file,))]
            yield _best([files for files in longer if not missing(merged(files))]) or (file,)


def _is_partial(file: Group) -> bool:
    return bool(missing(file)) or any(key[:1] == "+" or SEPARATOR in normal(key) for key, _ in file.items)


def _best(found: Sequence[tuple[Group, ...]]) -> tuple[Group, ...] | None:
    ranked = sorted(found, key=_likeness)
    if len(ranked) > 1 and _likeness(ranked[-1]) == _likeness(ranked[-2]):
        return None
    return ranked[-1] if ranked else None


def _likeness(files: tuple[Group, ...]) -> int:
    """How many words the names of the last two files have in common."""
    first, second = (set(_words(file.path)) for file in files[-2:])
    return len(first & second)


def _words(path: str) -> list[str]:
    return re.findall(r"[^\W_]+", path.rpartition("/")[2].partition(".")[0])
