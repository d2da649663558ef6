"""What earlier runs found out, on disk: JSON under keys, private to the user. Whatever is wrong with an entry, it is a miss."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from time import time

from monai_tslint.codec import SCHEMA, Json

_SUFFIX = ".cache"
_KEPT = 30 * 24 * 3600
"""Seconds after which an entry that nobody has read or written is removed."""


class Cache:
    """Entries in a folder, which is made when the first one is written.

    Each entry carries the digest of its content and of the tool that made it: another version reads nothing of it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._maker = _maker()

    def read(self, key: str) -> Json | None:
        """The value under a key, None if there is none that can be used."""
        path = self._path(key)
        try:
            if not _is_own(path):
                return None
            head, _, body = path.read_bytes().partition(b"\n")
            if head != self._head(body):
                return None
            value = json.loads(body)
            os.utime(path)
        except (OSError, ValueError, RecursionError):
            return None
        return value

    def write(self, key: str, value: Json) -> bool:
        """Put a value under a key, at once or not at all. Whether that was possible."""
        body = json.dumps(value, separators=(",", ":")).encode()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(_SUFFIX, dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._head(body) + b"\n" + body)
                Path(temporary).replace(self._path(key))
            except BaseException:
                Path(temporary).unlink()
                raise
        except OSError:
            return False
        self._forget_old()
        return True

    def clear(self) -> int:
        """Remove all entries, those of other versions as well, and the folder if nothing else is in it. How many there were.

        Raises OSError if that is not possible.
        """
        count = 0
        for path in list(self._entries()):
            path.unlink()
            count += 1
        with suppress(OSError):
            self._folder.rmdir()
        return count

    def _entries(self) -> Iterator[Path]:
        with suppress(FileNotFoundError), os.scandir(self._folder) as entries:
            yield from (Path(entry.path) for entry in entries if entry.name.endswith(_SUFFIX))

    def _forget_old(self) -> None:
        oldest = time() - _KEPT
        for path in self._entries():
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / f"{blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}{_SUFFIX}"

    def _head(self, body: bytes) -> bytes:
        return f"monai-tslint {self._maker} {blake2b(body, digest_size=16).hexdigest()}".encode()


def _is_own(path: Path) -> bool:
    """Whether nobody else could have written the file."""
    if sys.platform == "win32":
        return True
    found = path.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _maker() -> str:
    """What identifies the code that makes entries: the files of this package, as they are, and the Python that runs them."""
    mark = blake2b(f"{SCHEMA} {sys.version}".encode(), digest_size=16)
    pending = [str(Path(__file__).resolve().parent)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        pending.append(entry.path)
                else:
                    found = entry.stat()
                    mark.update(f"{entry.path} {found.st_size} {found.st_mtime_ns}\n".encode("utf-8", "surrogatepass"))
    return mark.hexdigest()
