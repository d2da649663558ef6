"""Interleavings: which two calls, line by line, go wrong."""

from __future__ import annotations

from monai_tslint.checks.writes import Write
from monai_tslint.effects import Site

Schedule = tuple[tuple[str, Site], ...]


def overwritten(write: Write) -> Schedule:
    """Thread A writes, thread B writes, thread A reads what B wrote."""
    if not write.readers:
        return ()
    return (("A", write.anchor), ("B", write.anchor), ("A", write.readers[0]))


def seen_while_set(write: Write) -> Schedule:
    """Thread A sets temporary state, thread B runs with it, thread A sets it back."""
    restore = write.effect.toggle
    reader = next((r for r in write.readers if r not in (write.anchor, restore) and not _saves(r, write)), None)
    steps = [("A", write.effect.site if write.direct else write.anchor)]
    if reader is not None:
        steps.append(("B", reader))
    if restore is not None:
        steps.append(("A", restore))
    return tuple(steps)


def _saves(reader: Site, write: Write) -> bool:
    """Whether this read is the one that keeps the old value for the restore."""
    site = write.effect.site
    return reader.function == site.function and reader.path == site.path and reader.span.line <= site.span.line


def both_pass(write: Write) -> Schedule:
    """Both threads test, both find nothing, both write."""
    test = next((r for r in write.readers if r.function == write.anchor.function), None)
    if test is None:
        return (("A", write.anchor), ("B", write.anchor))
    return (("A", test), ("B", test), ("A", write.anchor), ("B", write.anchor))


def lost_update(write: Write) -> Schedule:
    """Both threads read the old value, both write the same new one."""
    return (("A", write.anchor), ("B", write.anchor))


def at_once(write: Write) -> Schedule:
    """Two threads change one object at the same time."""
    return (("A", write.anchor), ("B", write.anchor))
