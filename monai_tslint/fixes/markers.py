"""MTS301 and MTS302: a marker joins or leaves the bases of a class, and its import with it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.imports import added, meaning_at, removed
from monai_tslint.fixes.tree import Tree
from monai_tslint.proposals import AddMarker, Applicability, RemoveMarker

_COPIES = "objects of marked classes are deep-copied for each call, which costs time and freezes randomness"


def add(proposal: AddMarker, code: Code) -> Plan:
    """The edits of the bases and the imports. Raises `Refused` if the bases are not plain, or the name is taken."""
    tree = Tree(code.lines(proposal.cls.path), proposal.cls)
    bases = tree.cls.bases
    if not bases or any(isinstance(base, ast.Starred) for base in bases):
        raise Refused("the bases of the class are not listed one by one")
    name, edits = _spelled(proposal, code, [tree.code(base) for base in bases])
    message = f"Add `{name}` to the bases. Unsafe: {_COPIES}."
    return Plan(Applicability.UNSAFE, message, (tree.appended(bases, name), *edits))


def _spelled(proposal: AddMarker, code: Code, bases: Sequence[str]) -> tuple[str, tuple[Edit, ...]]:
    """How the marker is called in the file, and the import that this needs."""
    path, line = proposal.cls.path, proposal.cls.line
    targets = {code.member(*_split(spelling)) for spelling in proposal.spellings} - {None}
    name = proposal.name
    if meaning_at(code, path, name, line) in targets:
        return name, ()
    for base in bases:
        prefix = base.rpartition(".")[0]
        if prefix and meaning_at(code, path, f"{prefix}.{name}", line) in targets:
            return f"{prefix}.{name}", ()
    spelling = next((s for s in proposal.spellings if code.member(*_split(s)) is not None), None)
    if spelling is None:
        raise Refused(f"no module is known to have `{name}`")
    return name, added(code, path, *_split(spelling), line)


def _split(dotted: str) -> tuple[str, str]:
    module, _, name = dotted.rpartition(".")
    return module, name


def remove(proposal: RemoveMarker, code: Code) -> Plan:
    """The edits of the bases and the imports. Raises `Refused` if the marker is not among the bases."""
    path = proposal.cls.path
    tree = Tree(code.lines(path), proposal.cls)
    bases = tree.cls.bases
    targets = {code.member(*_split(spelling)) for spelling in proposal.spellings}
    place = next((n for n, base in enumerate(bases) if code.meaning(path, tree.code(base)) in targets), None)
    if place is None or len(bases) < 2:
        raise Refused("the marker is not one of several bases of the class")
    here = tree.span(bases[place])
    start, end = (here.line, here.column), (here.end_line, here.end_column)
    if place + 1 < len(bases):
        following = tree.span(bases[place + 1])
        end = (following.line, following.column)
    else:
        before = tree.span(bases[place - 1])
        start = (before.end_line, before.end_column)
    edit = Edit(path, *start, *end, "")
    name = tree.code(bases[place])
    imports = removed(code, path, name) if "." not in name else ()
    message = f"Remove `{name}` from the bases. Unsafe: subclasses in code that was not checked may rely on it."
    return Plan(Applicability.UNSAFE, message, (edit, *imports))
