"""What entry points write into the mapping that they are given, which belongs to their caller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.effects.domain import Effect, Site, plain_path, receiver_of
from monai_tslint.facts import Access, AccessKind, AccessPath, Call, Event, Fresh
from monai_tslint.link.project import SharedClass
from monai_tslint.link.symbols import ClassInfo, ExternalSymbol, FunctionSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.summaries import Summaries

_MAPPINGS = frozenset({"builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping"})
_DICT = "builtins.dict"


def entry_inputs(engine: Summaries, shared: SharedClass, name: str, function: FunctionSymbol) -> Iterator[Effect]:
    """The writes of an entry point to the mapping that it receives; none if no pack says that it receives one."""
    root = _root(function)
    if root is None or not _receives(engine, shared.info, name) or not _is_mapping(engine, function, shared.info, root):
        return
    if not any(_may_write(engine, function, event, root) for event in engine.facts(function).events):
        return
    for effect in engine.summary(function, shared.info, frozenset((root,))).effects:
        if effect.path[0] == root and effect.composed is None and _changes_keys(engine, effect):
            yield effect


def _root(function: FunctionSymbol) -> str | None:
    """The first parameter after the object."""
    receiver = receiver_of(function)
    own = [p for p in function.function.parameters if f"p:{p.name}" != receiver]
    return f"p:{own[0].name}" if receiver and own and not own[0].kind and not own[0].keyword_only else None


def _receives(engine: Summaries, info: ClassInfo, name: str) -> bool:
    mro = engine.project.mro(info)
    names = {*(cls.name for cls in mro.classes), *mro.foreign}
    known = engine.project.knowledge.mappings
    return any(name in table.entry_points and not names.isdisjoint(table.bases) for table in known)


def _is_mapping(engine: Summaries, function: FunctionSymbol, info: ClassInfo, root: str) -> bool:
    """Whether an annotation does not say that the parameter is something else."""
    return all(t in _MAPPINGS for t in engine.types.of_parameter_path((root,), function, info))


def _may_write(engine: Summaries, function: FunctionSymbol, event: Event, root: str) -> bool:
    """Whether an event may change the mapping in a parameter: it writes there, or hands it on to who may.

    Most only copy it or look into it; what else they do with the copy need not be followed.
    """
    if isinstance(event, Access):
        return event.kind is not AccessKind.READ and event.path[0] == root
    if not isinstance(event, Call):
        return False
    mutators = engine.models.methods.mutators.get(_DICT, frozenset())
    if any(plain_path(callee)[0] == root and callee[-1][1:] in mutators for callee in event.callees):
        return True
    atoms = (atom for _, value in event.arguments for atom in value.atoms if not isinstance(atom, Fresh))
    handed = any(plain_path(atom) == (root,) for atom in atoms)
    return handed and not all(_only_reads(engine, function, callee) for callee in event.callees)


def _only_reads(engine: Summaries, function: FunctionSymbol, callee: AccessPath) -> bool:
    """Whether a callee is a function of a library that changes none of its arguments."""
    symbol = engine.types.symbol(callee, function)
    known = engine.models.functions
    return (
        isinstance(symbol, ExternalSymbol)
        and symbol.dotted not in known.mutating
        and (symbol.dotted in known.shallow_copying | known.deep_copying or engine.models.is_safe(symbol.dotted))
    )


def _changes_keys(engine: Summaries, effect: Effect) -> bool:
    """Whether an effect sets, replaces or removes a key of the mapping itself, whatever way control takes."""
    path = plain_path(effect.path)
    of_slot = len(path) == 2 and path[1][0] == "[" and effect.changes_slot
    by_method = len(path) == 1 and effect.how[1:-2] in engine.models.methods.mutators.get(_DICT, ())
    return (of_slot or by_method) and _is_certain(engine, effect.site)


def _is_certain(engine: Summaries, site: Site) -> bool:
    """Whether a statement changes nothing else if control comes another way, and a test does not say what it changes.

    The first is so after a copy under a condition, the second in a branch for lists.
    """
    function = FunctionSymbol(site.module, site.function, site.owner)
    here = (event for event in engine.facts(function).events if event.span == site.span)
    written = {path for event in here for path in _written(event)}
    named = [step[1:-1] for path in written for step in path[1:2] if step[0] == "<"]
    types = {t for name in named for t in engine.types.annotated(site.module, name)}
    return len({path[0] for path in written}) == 1 and types <= _MAPPINGS


def _written(event: Event) -> tuple[AccessPath, ...]:
    """The storage that an event may change."""
    if isinstance(event, Call):
        return event.callees
    return (event.path,) if isinstance(event, Access) and event.kind is not AccessKind.READ else ()
