"""The `console` blocks of a Markdown page: commands, and the output that the page promises."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WILDCARDS = ("…", "...")


@dataclass(frozen=True)
class Command:
    """A line `$ command` of a page, and the lines under it; `line` is its place in the page."""

    line: int
    text: str
    expected: tuple[str, ...]


def commands(page: str) -> list[Command]:
    """Every command in the console blocks of `page`."""
    found: list[Command] = []
    for block in _FENCE.finditer(page):
        first = page.count("\n", 0, block.start(1)) + 1
        for offset, line in enumerate(block[1].splitlines()):
            if line.startswith("$ "):
                found.append(Command(first + offset, line.removeprefix("$ "), ()))
            else:
                last = found.pop()
                found.append(Command(last.line, last.text, (*last.expected, line)))
    return found


def run(command: Command, folder: Path) -> list[str]:
    """What `command` prints in `folder`, lines of stdout; `.venv/bin/` stands for the environment of this test.

    `echo $?` after a command, joined by `;`, shows its exit code.
    """
    bin_folder = Path(sys.executable).parent
    text = command.text.replace(".venv/bin/", f"{shlex.quote(str(bin_folder))}/")
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120"}
    environment["PATH"] = os.pathsep.join((str(bin_folder), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-c", text], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return done.stdout.rstrip("\n").split("\n") if done.stdout.strip() else done.stderr.splitlines()[-3:]


def agrees(expected: tuple[str, ...], printed: list[str]) -> bool:
    """Whether the output is as promised. A line `…` stands for any lines, `…` in a line for any text."""
    lines = [line.rstrip() for line in expected]
    while lines and not lines[-1]:
        lines.pop()
    pattern = "".join("(?:.*\n)*?" if line.strip() in _WILDCARDS else f"{_line_pattern(line)}\n" for line in lines)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


def _line_pattern(line: str) -> str:
    return "[^\n]*".join(re.escape(part) for part in line.split("…"))
