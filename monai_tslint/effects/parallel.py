"""Classes analysed by several processes at once, where the system can fork: a child knows all that its parent knows."""

from __future__ import annotations

import json
import multiprocessing
import sys
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext

from monai_tslint.effects.analysis import Analysis
from monai_tslint.effects.classes import ClassEffects
from monai_tslint.effects.storing import Reader, Writer
from monai_tslint.link.project import Project, SharedClass
from monai_tslint.link.tracing import Unit

_LEAST = 32
"""So many classes are worth a process."""


def share_out(analysis: Analysis, project: Project, classes: Sequence[SharedClass], jobs: int) -> None:
    """Have the classes about which the analysis knows nothing analysed by up to `jobs` processes, this one among them.

    Those in which there is an error of ours stay unknown, and so do all where no process can be forked.
    """
    unknown = [cls for cls in classes if not analysis.knows(cls)]
    jobs = min(jobs, len(unknown) // _LEAST)
    context = _context()
    if jobs < 2 or context is None:
        return
    size = -(-len(unknown) // jobs)
    parts = [unknown[start : start + size] for start in range(0, len(unknown), size)]
    children = [(part, *_started(context, analysis, project, part)) for part in parts[1:]]
    analysis.of(parts[0], failed=_ignore)
    for part, process, connection in children:
        analysis.take_over(_received(connection, project, part))
        process.join()


def _context() -> ForkContext | None:
    """What forks, unless there are threads, which a fork does not survive."""
    if sys.platform == "win32" or threading.active_count() > 1:
        return None
    return multiprocessing.get_context("fork")


def _started(
    context: ForkContext, analysis: Analysis, project: Project, part: Sequence[SharedClass]
) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    receiver, sender = context.Pipe(duplex=False)
    sys.stdout.flush()
    sys.stderr.flush()
    process = context.Process(target=_analyse, args=(sender, analysis, project, part), daemon=True)
    process.start()
    sender.close()
    return process, receiver


def _analyse(sender: Connection, analysis: Analysis, project: Project, part: Sequence[SharedClass]) -> None:
    """In the child: analyse, and send what was found."""
    writer = Writer(project)
    numbers = {cls.info: number for number, cls in enumerate(part)}
    found = [
        [numbers[cls.info], writer.encode(cls), list(project.trace.units(cls.rests_on))]
        for cls in analysis.of(part, failed=_ignore)
        if cls.rests_on > 0
    ]
    sender.send_bytes(json.dumps([writer.tables(), found]).encode())
    sender.close()


def _received(connection: Connection, project: Project, part: Sequence[SharedClass]) -> Iterator[ClassEffects]:
    """What a child has found; nothing if it has died."""
    try:
        tables, found = json.loads(connection.recv_bytes())
    except EOFError:
        return
    reader = Reader(tables, project)
    for number, effects, units in found:
        yield reader.decode(effects, part[number], project.trace.mask_of(Unit(*unit) for unit in units))


def _ignore(_info: object, _error: Exception) -> None:
    """The error comes again, and is then told, when the class is asked for."""
