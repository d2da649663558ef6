"""Groups the hot effects of all classes by place and state: one `Write` for each."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.checks.writes import Hit, Write

if TYPE_CHECKING:
    from monai_tslint.effects.classes import ClassEffects, HotEffect
    from monai_tslint.effects.construction import FactsOf
    from monai_tslint.effects.domain import Effect, Site
    from monai_tslint.facts import AccessPath


def collect(classes: tuple[ClassEffects, ...], facts: FactsOf) -> tuple[Write, ...]:
    """All writes of the shared classes that findings can stand at, by place."""
    groups: dict[tuple[Site, AccessPath, str], dict[AccessPath, list[Hit]]] = {}
    held: dict[Site, list[Hit]] = {}
    for cls in classes:
        for hot in cls.effects:
            if hot.effect.composed is not None:
                held.setdefault(hot.effect.site, []).append((cls, hot))
            anchor = _anchor(hot.effect)
            if hot.effect.composed is None and anchor is not None:
                path = _grouped(hot)
                group = groups.setdefault((anchor, _held(hot, path), _aspect(hot.effect)), {})
                group.setdefault(path, []).append((cls, hot))
    by_attribute: dict[tuple[str, AccessPath], list[Write]] = {}

    def siblings(anchor: Site, path: AccessPath, hits: tuple[Hit, ...]) -> tuple[Write, ...]:
        keys = dict.fromkeys((cls.info.name, path[:2]) for cls, _ in hits)
        found = {id(w): w for key in keys for w in by_attribute.get(key, ())}
        return tuple(w for w in found.values() if (w.anchor, w.path) != (anchor, path))

    writes = []
    for (anchor, _, _), paths in groups.items():
        path = min(paths)
        hits = tuple(paths[path])
        others = tuple(hit for other, found in paths.items() if other != path for hit in found)
        write = Write(
            path, anchor, hits, facts, partial(siblings, anchor, path, hits), others, tuple(held.get(anchor, ()))
        )
        writes.append(write)
        for cls, _hot in hits:
            by_attribute.setdefault((cls.info.name, path[:2]), []).append(write)
    return tuple(sorted(writes, key=lambda w: (w.anchor.sort_key, w.path, w.effect.role)))


def collect_inputs(classes: tuple[ClassEffects, ...], facts: FactsOf) -> tuple[Write, ...]:
    """The first write of each function of the classes to a mapping that their calls are given, by place."""
    found: dict[tuple[str, int], dict[Site, list[Hit]]] = {}
    for cls in classes:
        for hot in cls.inputs:
            anchor = _own_place(cls, hot.effect)
            if anchor is not None:
                places = found.setdefault((anchor.path, anchor.line), {})
                places.setdefault(anchor, []).append((cls, replace(hot, effect=replace(hot.effect, anchor=anchor))))
    firsts = (min(places.items(), key=lambda item: item[0].sort_key) for places in found.values())
    writes = (Write(hits[0][1].path, anchor, tuple(hits), facts, lambda: ()) for anchor, hits in firsts)
    return tuple(sorted(writes, key=lambda w: w.anchor.sort_key))


def _own_place(cls: ClassEffects, effect: Effect) -> Site | None:
    """The last place on the way to a write that is in a method of the class or its bases, None outside the roots."""
    own = [*takewhile(lambda s: s.owner in cls.bases and not s.external, (*effect.chain, effect.site))]
    return own[-1] if own else None


def _anchor(effect: Effect) -> Site | None:
    """Where the finding stands; a toggle outside the roots is reported where the user's code calls for it."""
    if not effect.anchor.external:
        return effect.anchor
    inner = [site for site in effect.chain if not site.external]
    return inner[-1] if inner and effect.role == "toggle" else None


def _aspect(effect: Effect) -> str:
    """What keeps effects at one place apart: a skipped restore, a toggle, a draw; all other changes belong together."""
    return "draw" if effect.how == "draw" else effect.role


def _held(hot: HotEffect, path: AccessPath) -> AccessPath:
    """Changes that a held object makes to itself in one call belong together; all others stand for themselves."""
    through = hot.effect.anchor != hot.effect.site and any(step[0] == "." for step in path[2:])
    return path[:2] if through else path


def _grouped(hot: HotEffect) -> AccessPath:
    """The path under which effects count as one: borrowed state by holder and last attribute, containers by their name."""
    path = hot.path
    steps = [i for i, s in enumerate(path) if i and s[0] == "."]
    if hot.effect.anchor != hot.effect.site and len(steps) > 1:
        return (*path[:2], path[steps[-1]]) if path[steps[-1]] != path[1] else path[:2]
    first_element = next((i for i, s in enumerate(path) if s[0] == "["), None)
    if first_element is not None and len(steps) <= 1:
        return path[: first_element + 1]
    return path
