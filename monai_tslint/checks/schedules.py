"""Interleavings: which two calls, line by line, go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai_tslint.effects.domain import Site

if TYPE_CHECKING:
    from monai_tslint.checks.writes import Write

Schedule = tuple[tuple[str, Site], ...]


def overwritten(write: Write) -> Schedule:
    """Thread A writes, thread B writes, thread A reads what B wrote."""
    reader = write.reader
    if reader is None:
        return at_once(write)
    return (("A", write.anchor), ("B", write.anchor), ("A", reader))


def seen_while_set(write: Write) -> Schedule:
    """Thread A sets temporary state, thread B runs with it, thread A sets it back.

    If nobody else reads it, both threads toggle: B saves A's temporary value and sets that "back" for good.
    """
    restore = write.effect.toggle
    start = write.effect.site if write.direct else write.anchor
    reader = next((r for r in write.readers if r not in (write.anchor, restore) and not _saves(r, write)), None)
    if restore is None or reader is not None:
        seen = [("B", reader)] if reader is not None else [("B", start)]
        return (("A", start), *seen, *([("A", restore)] if restore is not None else []))
    return (("A", start), ("B", start), ("A", restore), ("B", restore))


def _saves(reader: Site, write: Write) -> bool:
    """Whether this read is the one that keeps the old value for the restore."""
    site = write.effect.site
    return reader.function == site.function and reader.path == site.path and reader.span.line <= site.span.line


def both_pass(write: Write) -> Schedule:
    """Both threads test, both find nothing, both write."""
    test = write.test
    if test is None:
        return (("A", write.anchor), ("B", write.anchor))
    return (("A", test), ("B", test), ("A", write.anchor), ("B", write.anchor))


def lost_update(write: Write) -> Schedule:
    """Both threads read the old value, both write the same new one."""
    return (("A", write.anchor), ("B", write.anchor))


def at_once(write: Write) -> Schedule:
    """Two threads change one object at the same time."""
    return (("A", write.anchor), ("B", write.anchor))
