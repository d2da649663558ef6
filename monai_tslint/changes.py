"""Which lines have changed since a git revision."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from monai_tslint.config import ConfigError

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_DIFF = (
    "diff", "--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text",
    "--no-relative", "--find-renames", "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip

Range = tuple[int, int]


class Changes(Struct, frozen=True):
    """Changed and new lines by the real paths of files: ranges with both ends. `new` are files that git does not know."""

    ranges: Mapping[str, Sequence[Range]] = field(default_factory=dict)
    new: frozenset[str] = frozenset()

    def touch(self, absolute: str, first: int, last: int) -> bool:
        """Whether one of the lines `first` to `last` of a file has changed."""
        path = os.path.realpath(absolute)
        return path in self.new or any(start <= last and first <= end for start, end in self.ranges.get(path, ()))


def since(revision: str, folder: Path) -> Changes:
    """What the working tree has changed since it left `revision`, in the repository around `folder`.

    Raises `ConfigError` if there is no repository, no such revision, or no git.
    """
    answer = _asked(folder, f"{folder} is not in a git repository", "rev-parse", "--show-toplevel")
    top = os.fsdecode(answer).removesuffix("\n")
    known = f"there is no revision `{revision}` in {top}; fetch it first, if it is not misspelt"
    wanted = "" if revision.startswith("-") else f"{revision}^{{commit}}"
    commit = _asked(Path(top), known, "rev-parse", "--verify", "--quiet", wanted).decode().strip()
    try:
        base = _git(Path(top), "merge-base", commit, "HEAD").decode().strip()
    except _FailedError:
        base = commit
    unknown = f"the changes since `{revision}` cannot be told"
    diff = _asked(Path(top), unknown, "-c", "core.quotePath=true", *_DIFF, base, "--")
    others = _asked(Path(top), unknown, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
    return Changes(
        {str(Path(top, path)): ranges for path, ranges in changed_lines(diff).items()},
        frozenset(str(Path(top, os.fsdecode(name))) for name in others if name),
    )


def changed_lines(diff: bytes) -> dict[str, list[Range]]:
    """The ranges of new lines by path in a diff without context, as git writes it."""
    found: dict[str, list[Range]] = {}
    path = None
    for line in _headers(diff.split(b"\n")):
        if line.startswith(b"+++ "):
            path = _unquoted(line[4:])
        elif path is not None and (match := _HUNK.match(line)) is not None:
            start, count = int(match[2]), int(match[3] or 1)
            if count:
                found.setdefault(path, []).append((start, start + count - 1))
    return found


def _headers(lines: Sequence[bytes]) -> Iterator[bytes]:
    """The lines of a diff that are no content."""
    skip = 0
    for line in lines:
        if skip and line[:1] in b"+-":
            skip -= 1
        elif line[:1] != b"\\":
            match = _HUNK.match(line)
            skip = int(match[1] or 1) + int(match[3] or 1) if match else 0
            yield line


def _unquoted(name: bytes) -> str | None:
    """The path in a header; git quotes one with unusual characters as C does, and ends one with blanks in a tab."""
    if name.startswith(b'"'):
        value = ast.literal_eval(f"b{name.decode('ascii')}")
        name = value if isinstance(value, bytes) else b""
    else:
        name = name.removesuffix(b"\t")
    return os.fsdecode(name[2:]) if name.startswith(b"b/") else None


class _FailedError(Exception):
    """A git command has failed; the message is git's own."""


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise ConfigError(("--diff-base: needs git, which is not installed",)) from None
    if done.returncode:
        raise _FailedError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def _asked(folder: Path, wrong: str, *arguments: str) -> bytes:
    """What git answers; `wrong` says what its failure means to the user."""
    try:
        return _git(folder, *arguments)
    except _FailedError as error:
        details = " ".join(str(error).split())
        raise ConfigError((f"--diff-base: {wrong}{f' ({details})' if details else ''}",)) from None
