"""Hot writes put together over all classes: one `Write` for each place and attribute, with everything a check asks about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.effects.domain import Effect, Site, overlaps, plain_path, receiver_of
from monai_tslint.facts import Access, AccessKind, AccessPath, Fresh, TestKind
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.classes import ClassEffects, HotEffect
    from monai_tslint.effects.construction import FactsOf

Hit: TypeAlias = "tuple[ClassEffects, HotEffect]"

_LAZY = (TestKind.IS_NONE, TestKind.MISSING, TestKind.FALSY, TestKind.ABSENT_KEY)


def text_of(path: AccessPath) -> str:
    """A path as a reader writes it: `self.cache[…]`, `module.NAME`."""
    root = path[0].partition(":")[2] or path[0]
    return root + "".join("[…]" if step[0] == "[" else step for step in path[1:])


class Write(Struct, frozen=True, dict=True):
    """One place that changes one piece of shared state, with all classes (`hits`) whose calls reach it.

    `siblings` are the other writes to the same attribute in the same classes; `others` are writes to further attributes of the
    same held object that the same call makes; `held` are the same write as the classes see it that hold the object and call it.
    """

    path: AccessPath
    anchor: Site
    hits: tuple[Hit, ...]
    facts: FactsOf
    siblings: Callable[[], tuple[Write, ...]]
    others: tuple[Hit, ...] = ()
    held: tuple[Hit, ...] = ()

    @cached_property
    def effect(self) -> Effect:
        """The effect with the shortest way from an entry point."""
        return self.first[1].effect

    @cached_property
    def first(self) -> Hit:
        """The class to name: the one that defines the code if it is a shared class, else the nearest."""
        own = [h for h in self.hits if self.anchor.owner is not None and h[0].info == self.anchor.owner]
        return min(own or self.hits, key=lambda h: (len(h[1].effect.chain), h[0].info.name, h[1].entry))

    @property
    def cls(self) -> ClassInfo:
        """The class to name in messages."""
        return self.anchor.owner or self.first[0].info

    @cached_property
    def text(self) -> str:
        """The attribute as a reader writes it."""
        return text_of(self.path)

    @cached_property
    def marked(self) -> bool:
        """Whether every class that gets here carries the marker."""
        return all(cls.shared.marker is not None for cls, _ in self.hits)

    @cached_property
    def guarded(self) -> bool:
        """Whether a lock is held on every way here."""
        return all(hit.effect.guards for _, hit in self.hits)

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The entry points that lead here."""
        return tuple(sorted({hit.entry for _, hit in self.hits}))

    @cached_property
    def direct(self) -> bool:
        """Whether the object's own code writes, rather than code that it hands a part of itself to."""
        return self.effect.anchor == self.effect.site

    @cached_property
    def attribute(self) -> str | None:
        """The attribute of the shared object itself that is concerned, None for module and class state."""
        return self.path[1][1:] if self.path[0] == "self" and len(self.path) > 1 and self.path[1][0] == "." else None

    @cached_property
    def borrowed(self) -> bool:
        """Whether the state belongs to an object that the shared object holds."""
        return any(step[0] == "." for step in self.path[2:])

    @cached_property
    def configured(self) -> bool:
        """Whether a constructor argument decides the attribute's value before the first call."""
        here = (self.anchor.path, self.anchor.line)
        return any(cls.configuration.is_given(self.attribute or "", here) for cls, _ in self.hits)

    @cached_property
    def drawn(self) -> bool:
        """Whether the written value was drawn from a random generator that the object holds: meant to differ by call."""
        generators = {
            h.path[1] for cls, _ in self.hits for h in cls.effects if h.effect.how == "draw" and len(h.path) > 1
        }
        return any(
            dep[0] == self.effect_receiver and dep[1] in generators for dep in self.effect.value.deps if len(dep) > 1
        )

    @cached_property
    def lazy_tests(self) -> tuple[TestKind, ...]:
        """The tests `is None`, `not hasattr`, `not in`, … made on this very state before it is written."""
        return tuple(t.kind for t in self.effect.tests if t.kind in _LAZY and t.path == self.effect.path)

    @cached_property
    def effect_receiver(self) -> str | None:
        """The root that stands for the shared object in the entry point's terms."""
        site = self.effect.chain[0] if self.effect.chain else self.effect.site
        function = FunctionSymbol(self.first[0].info.file, site.function, site.owner)
        return receiver_of(function)

    @cached_property
    def from_call_data(self) -> bool:
        """Whether the written value was computed from what the call was given."""
        return any(dep[0] != self.effect_receiver and dep[0][0] in "pn" for dep in self.effect.value.deps)

    @cached_property
    def from_itself(self) -> bool:
        """Whether the new value is computed from the old one."""
        wanted = (self.effect_receiver, *self.path[1:2])
        return any(dep == wanted for dep in self.effect.value.deps)

    @cached_property
    def keeps_itself(self) -> bool:
        """Whether the new value may be the old one, as in `self.x = self.x or new`."""
        wanted = (self.effect_receiver, *self.path[1:])
        return any(not isinstance(a, Fresh) and plain_path(a) == wanted for a in self.effect.value.atoms)

    @cached_property
    def stores_literal(self) -> bool:
        """Whether every thread stores the same constant."""
        atoms = self.effect.value.atoms
        return bool(atoms) and all(isinstance(a, Fresh) and a.literal is not None for a in atoms)

    @cached_property
    def stored_kinds(self) -> frozenset[str]:
        """The kinds of fresh objects that are stored."""
        return frozenset(a.kind or "" for a in self.effect.value.atoms if isinstance(a, Fresh))

    @cached_property
    def used(self) -> bool:
        """Whether calls read the written attribute itself, not only the object that has it."""
        for cls, hot in (*self.hits, *self.others):
            last = max(i for i, step in enumerate(hot.path) if i == 0 or step[0] == ".")
            wanted = hot.path[: last + 1]
            if any(path[: len(wanted)] == wanted for path in cls.reads):
                return True
        return False

    @cached_property
    def reseeds(self) -> bool:
        """Whether a random generator is replaced: whoever draws from it is affected, in calls or not."""
        return bool(self.stored_kinds & {f"class:{name}" for name in self.first[0].generators})

    @cached_property
    def readers(self) -> tuple[Site, ...]:
        """Where calls read the state, nearest after the write first."""
        found: dict[Site, None] = {}
        for cls, _ in self.hits:
            for path, sites in cls.reads.items():
                if path[:1] == self.path[:1] and overlaps(path, self.path):
                    found.update(dict.fromkeys(sites))
        for cls, hot in self.held if self.direct else ():
            for path, sites in cls.reads.items():
                if path[: len(hot.path)] == hot.path:
                    found.update(dict.fromkeys(sites))
        found.update(dict.fromkeys(self._local_reads()))
        here = self.anchor
        return tuple(
            sorted(
                found,
                key=lambda s: (
                    s.path != here.path,
                    s.span.line < here.span.line,
                    abs(s.span.line - here.span.line),
                    s.sort_key,
                ),
            )
        )

    @cached_property
    def reader(self) -> Site | None:
        """The read, on another line than the write, that shows best what goes wrong."""
        here = self.anchor
        return next((r for r in self.readers if (r.path, r.span.line) != (here.path, here.span.line)), None)

    @cached_property
    def test(self) -> Site | None:
        """The nearest read before the write in the same function: where it was tested."""
        here = self.anchor
        before = [
            r
            for r in self.readers
            if r.function == here.function and r.span.line <= here.span.line and r.span != here.span
        ]
        return max(before, key=lambda r: r.sort_key, default=None)

    @cached_property
    def revalidated(self) -> bool:
        """Whether something of the old value was tested too, as a cache of one entry does with its key."""
        path = self.effect.path
        return any(t.kind is TestKind.OTHER and t.path[: len(path)] == path for t in self.effect.tests)

    @cached_property
    def rewritten(self) -> bool:
        """Whether calls also set the attribute to something that does not come from its old value."""
        return any(
            w.path == self.path and w.effect.kind is AccessKind.ASSIGN and not w.from_itself and not w.effect.role
            for w in self.siblings()
        )

    def _local_reads(self) -> Iterator[Site]:
        site = self.anchor
        if site.owner is None or self.attribute is None:
            return
        symbol = FunctionSymbol(site.owner.file, site.function, site.owner)
        wanted = (receiver_of(symbol) or "", *self.path[1:2])
        for event in self.facts(symbol).events:
            if isinstance(event, Access) and event.kind is AccessKind.READ and plain_path(event.path)[:2] == wanted:
                yield replace(site, span=event.span)

    @cached_property
    def constructed(self) -> bool:
        """Whether construction sets the attribute."""
        return any(self.attribute in cls.configuration.constructed for cls, _ in self.hits)
