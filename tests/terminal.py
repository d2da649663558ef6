"""Our command as a process: on a terminal of its own, or watched while it runs."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_OURS = ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK", "COLUMNS", "TERM")


def environment(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment of a common terminal, with changes."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**kept, "TERM": "xterm-256color", **changes}


class Watched:
    """A process that is watched while it runs. `shown` is what it has written so far, to stdout and stderr."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self.shown = ""
        self._screen = screen

    def read(self) -> bool:
        """Wait for more output. Whether there was any before the end."""
        try:
            data = os.read(self._screen, 65536)
        except OSError:  # what Linux says when the other side of a terminal has been closed
            data = b""
        self.shown += data.decode().replace("\r\n", "\n")
        return bool(data)

    def until(self, text: str) -> str:
        """Wait until a text has been written, and take all up to it; fails if the process ends before."""
        while text not in self.shown:
            assert self.read(), f"no {text!r} in {self.shown!r}"
        before, _, self.shown = self.shown.partition(text)
        return before

    def rest(self) -> str:
        """All that is still written, up to the end of the process."""
        while self.read():
            pass
        self.process.wait()
        return self.shown


@contextmanager
def running(*arguments: str, terminal: bool, **changes: str) -> Iterator[Watched]:
    """Runs our command with its output on a terminal or into a pipe, in an environment with changes; it is ended at the end."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    command = [sys.executable, "-m", "monai_tslint", *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment(changes)
    )
    os.close(theirs)
    try:
        yield Watched(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
