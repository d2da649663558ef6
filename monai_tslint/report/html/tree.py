"""The inheritance of the shared classes, as a list of lines with levels."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from monai_tslint.findings import InventoryRow


class Branch(Struct, frozen=True):
    """One line of the tree; `row` is None for a base that the inventory does not list."""

    level: int
    name: str
    row: InventoryRow | None


def branches(rows: Sequence[InventoryRow]) -> tuple[Branch, ...]:
    """The tree from its roots down, by name. A class stands below the nearest of its bases, where possible a listed one."""
    listed = {row.cls: row for row in rows}
    below: dict[str | None, set[str]] = {}
    for row in rows:
        above = next((base for base in row.bases if base in listed), next(iter(row.bases), None))
        below.setdefault(above, set()).add(row.cls)
        if above is not None and above not in listed:
            below.setdefault(None, set()).add(above)
    found: dict[str, Branch] = {}
    for root in (*sorted(below.get(None, ())), *sorted(listed)):
        stack = [(0, root)]
        while stack:
            level, name = stack.pop()
            if name not in found:
                found[name] = Branch(level, name, listed.get(name))
                stack += [(level + 1, child) for child in sorted(below.get(name, ()), reverse=True)]
    return tuple(found.values())
