"""What the checks have in common when they propose fixes: none for code outside the roots, nor for borrowed objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.checks.base import region_of, region_of_class
from monai_tslint.checks.writes import Write, text_of
from monai_tslint.facts import Access, AccessPath, Call, Event
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol
from monai_tslint.proposals import CopyInput, GuardCounter, MakeLocal, PerThread, ShowCopy, ShowLock

if TYPE_CHECKING:
    from monai_tslint.effects.domain import Site


def local_variable(write: Write, *, copied: bool = False) -> MakeLocal | None:
    """To keep the attribute, or if `copied` a container that it holds, in a local variable."""
    owner = _owner(write)
    if owner is None or write.attribute is None or (len(write.path) > 2) != copied:
        return None
    setup = write.first[0].shared.setup
    filled = any(len(sibling.path) > 2 for sibling in write.siblings())
    return MakeLocal(region_of_class(owner), write.attribute, write.anchor.line, _users(write), setup, filled, copied)


def counter(write: Write) -> GuardCounter | None:
    """To guard or remove a counter."""
    owner = _owner(write)
    if owner is None or write.attribute is None or len(write.path) > 2:
        return None
    return GuardCounter(region_of_class(owner), write.attribute, write.anchor.line, _users(write))


def per_thread(write: Write) -> PerThread | None:
    """To hide a temporary value from other threads, where one method sets it and sets it back."""
    owner, restore = _owner(write), write.effect.toggle
    if owner is None or restore is None or write.attribute is None or len(write.path) > 2:
        return None
    if (restore.path, restore.line) != (write.anchor.path, write.anchor.line):
        return None
    return PerThread(region_of_class(owner), write.attribute, write.anchor.span, restore.span)


def copied_input(write: Write) -> CopyInput | None:
    """To copy the mapping that calls are given, in the entry points of one class that lead to the write."""
    if write.effect.composed is not None or not write.hits:
        return None
    starts = {(hot.effect.chain or (hot.effect.site,))[0] for _, hot in write.hits}
    own = [s for s in starts if (s.path, s.line) == (write.anchor.path, write.anchor.line)]
    owners = {s.owner for s in own or starts}
    owner = owners.pop()
    if owners or owner is None or owner.external:
        return None
    return CopyInput(region_of_class(owner), tuple(sorted({s.line for s in own or starts})))


def under_lock(write: Write, lock: str | None = None) -> ShowLock | None:
    """To show the write and the test before it under a lock: the one that is held elsewhere, or one of the class or module."""
    if write.anchor.external or (write.path[0] != "self" and not write.direct):
        return None
    of_object = write.path[0] == "self"
    made = f"`_lock = threading.Lock()` in the {'class' if of_object else 'module'}" if lock is None else None
    own = "self._lock" if of_object else "_lock"
    tested = write.direct and bool(write.lazy_tests)
    return ShowLock(region_of(write.anchor), write.anchor.span, write.text, lock or own, made, tested)


def on_a_copy(write: Write) -> ShowCopy | None:
    """To show the write to a copy of the object that the shared object holds, if its own code writes there."""
    if write.anchor.external or not write.direct or write.path[0] != "self" or write.path[2:3] == ("[]",):
        return None
    return ShowCopy(region_of(write.anchor), write.anchor.span, text_of(write.path[:2]))


def _owner(write: Write) -> ClassInfo | None:
    """The class whose own code writes to its object, if it is one of the roots."""
    owner = write.anchor.owner
    return owner if owner is not None and not owner.external and write.direct else None


def _users(write: Write) -> tuple[str, ...]:
    """The functions that name the attribute and run in calls, with their class if that is not the one that writes."""
    sites = (*write.readers, *(sibling.anchor for sibling in write.siblings()))
    return tuple(sorted({_name_in(site, write) for site in sites if _names(site, write)}))


def _names(site: Site, write: Write) -> bool:
    """Whether a function itself gets at the attribute, rather than calling the method that does.

    In a class that only holds such objects, the attribute is one of a member, not its own of the same name.
    """
    facts = write.facts(FunctionSymbol(site.module, site.function, site.owner))
    related = any(site.owner in cls.bases for cls, _ in write.hits)
    start = 1 if related else 2
    return any(write.path[1] in path[start:] for event in facts.events for path in _paths(event))


def _paths(event: Event) -> tuple[AccessPath, ...]:
    if isinstance(event, Access):
        return (event.path,)
    return event.callees if isinstance(event, Call) else ()


def _name_in(site: Site, write: Write) -> str:
    return site.function.name if site.owner == write.anchor.owner else site.function.qualname
