"""The effects of whole shared classes: the summaries of their entry points put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.effects.configuration import Configuration, configuration
from monai_tslint.effects.construction import Assignment
from monai_tslint.effects.domain import Effect, Site, plain_path, receiver_of
from monai_tslint.effects.inputs import entry_inputs
from monai_tslint.effects.summaries import Summaries
from monai_tslint.facts import AccessKind, AccessPath, Fresh
from monai_tslint.link.project import Project, SharedClass
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.link.tracing import Mask

_COPY_HOOKS = ("__getstate__", "__deepcopy__", "__reduce__", "__reduce_ex__", "__getnewargs__")
_CONTEXT_MANAGERS = ("contextmanager", "asynccontextmanager")


class HotEffect(Struct, frozen=True):
    """An effect with the entry point that leads to it. The path's root is `self`, `g:…` or `k:…`."""

    entry: str
    path: AccessPath
    effect: Effect


class ClassEffects(Struct, frozen=True):
    """What calls do to objects of one shared class.

    `reads` maps each path of a written attribute that calls read to its sites; `configuration` says what construction sets.
    `bases` is the MRO, the class itself included; `inputs` are writes to the mappings that calls are given;
    `uncopyable` are assignments of objects that cannot be deep-copied; `identities` are the library classes of which it matters
    that there is just one object, `generators` those that draw. While none of the files in `rests_on` changes, calls do this.
    """

    shared: SharedClass
    entries: tuple[str, ...]
    effects: tuple[HotEffect, ...]
    reads: Mapping[AccessPath, tuple[Site, ...]]
    configuration: Configuration
    unknown: tuple[str, ...]
    bases: tuple[ClassInfo, ...] = ()
    inputs: tuple[HotEffect, ...] = ()
    uncopyable: tuple[Assignment, ...] = ()
    identities: frozenset[str] = frozenset()
    generators: frozenset[str] = frozenset()
    rests_on: Mask = 0

    @property
    def info(self) -> ClassInfo:
        """The class."""
        return self.shared.info


def entry_functions(project: Project, shared: SharedClass) -> Iterator[tuple[str, FunctionSymbol]]:
    """The methods that threads call: the framework's entry points and the class's own context managers."""
    names = dict.fromkeys(shared.entry_points)
    for name in names:
        member = project.lookup(shared.info, name)
        if member is not None and member.functions:
            yield name, FunctionSymbol(member.owner.file, member.functions[-1], member.owner)
    for owner in project.mro(shared.info).classes:
        for name, functions in owner.index.methods.items():
            managed = name in ("__enter__", "__exit__", "__aenter__", "__aexit__") or any(
                d.rpartition(".")[2] in _CONTEXT_MANAGERS for d in functions[-1].decorators
            )
            if managed and name not in names:
                names[name] = None
                yield name, FunctionSymbol(owner.file, functions[-1], owner)


def effects_of(engine: Summaries, shared: SharedClass) -> ClassEffects:
    """What the entry points of a class do."""
    effects: dict[tuple[object, ...], HotEffect] = {}
    reads: dict[AccessPath, dict[Site, None]] = {}
    unknown: dict[str, None] = {}
    entries = []
    inputs: list[HotEffect] = []
    for name, function in entry_functions(engine.project, shared):
        entries.append(name)
        receiver = receiver_of(function)
        summary = engine.summary(function, shared.info, frozenset((receiver,)) if receiver else frozenset())
        for effect in summary.effects:
            if effect.path[0] == receiver or effect.path[0][0] in "gk":
                path = plain_path(effect.path)
                path = path if path[0][0] in "gk" and path[0] != receiver else ("self", *path[1:])
                known = effects.get(effect.key)
                if known is None or _distance(effect) < _distance(known.effect):
                    effects[effect.key] = HotEffect(name, path, effect)
        for path, sites in summary.reads.items():
            if path[0] == receiver:
                reads.setdefault(("self", *path[1:]), {}).update(sites)
        unknown.update(dict.fromkeys(summary.unknown))
        inputs += (HotEffect(name, effect.path[:1], effect) for effect in entry_inputs(engine, shared, name, function))
    _pair_managers(effects)
    written = {hot.path[:2] for hot in effects.values()}
    ordered = sorted(
        effects.values(), key=lambda e: (e.effect.anchor.sort_key, e.effect.site.sort_key, e.path, e.entry)
    )
    return ClassEffects(
        shared,
        tuple(entries),
        tuple(ordered),
        {path: tuple(sites) for path, sites in reads.items() if path[:2] in written},
        configuration(engine, shared.info, _changed(ordered)),
        tuple(sorted(unknown)),
        engine.project.mro(shared.info).classes,
        tuple(inputs),
        tuple(_uncopyable(engine, shared)) if _is_copied(engine, shared) else (),
        engine.models.identities,
        engine.models.types.random_states,
    )


def _changed(hots: Iterable[HotEffect]) -> dict[str, bool]:
    """The attributes that are written, each with whether the object's own code gives it, or a part of it, a value."""
    found: dict[str, bool] = {}
    for hot in hots:
        if hot.path[0] == "self" and len(hot.path) > 1:
            name = hot.path[1][1:]
            borrowed = any(step[0] == "." for step in hot.path[2:])
            handed = hot.effect.kind is AccessKind.MUTATE or hot.effect.anchor != hot.effect.site
            found[name] = found.get(name, False) or not (borrowed and handed)
    return found


def _pair_managers(effects: dict[tuple[object, ...], HotEffect]) -> None:
    """What `__enter__` of the shared object sets and its `__exit__` sets again is temporary state; so is what keeps it."""
    last = {hot.path: hot.effect for hot in effects.values() if hot.entry == "__exit__"}
    for key, hot in list(effects.items()):
        restore = last.get(hot.path)
        if hot.entry == "__exit__" and any(h.entry == "__enter__" and h.path == hot.path for h in effects.values()):
            effects[key] = replace(hot, effect=replace(hot.effect, role="restore"))
        elif hot.entry == "__enter__" and restore is not None:
            effects[key] = replace(hot, effect=replace(hot.effect, role="toggle", toggle=restore.site))
        elif hot.entry == "__enter__" and any(
            h.entry == "__exit__" and hot.path in _stored(h) for h in effects.values()
        ):
            effects[key] = replace(hot, effect=replace(hot.effect, role="restore"))


def _stored(hot: HotEffect) -> set[AccessPath]:
    """The paths of the object that an assignment stores."""
    return {("self", *plain_path(a)[1:]) for a in hot.effect.value.atoms if not isinstance(a, Fresh)}


def _distance(effect: Effect) -> tuple[bool, int]:
    """How far an effect is from code of the roots: ways through it come first, then the shorter ones."""
    return (effect.anchor.external and all(site.external for site in effect.chain), len(effect.chain))


def _is_copied(engine: Summaries, shared: SharedClass) -> bool:
    """Whether objects are deep-copied because of a marker, and the source names a type that refuses that."""
    if shared.marker is None or shared.kind != "transform":
        return False
    words = {f"{name.rpartition('.')[2]}(" for name in engine.models.makers_of_uncopyable}
    return any(engine.mentions(owner, words) for owner in engine.project.mro(shared.info).classes)


def _uncopyable(engine: Summaries, shared: SharedClass) -> Iterator[Assignment]:
    """Attributes set to locks, thread-locals, files or generators, if no method of the class takes care of copying them."""
    if any(engine.project.lookup(shared.info, name) is not None for name in _COPY_HOOKS):
        return
    for assignments in engine.types.assigned(shared.info).values():
        for assignment in assignments:
            value, function = assignment.access.value, assignment.function
            types = tuple(engine.types.of_value(value, function, engine.facts(function), shared.info))
            if engine.models.refuses_copying(types):
                yield assignment
