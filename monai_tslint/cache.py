"""What earlier runs found out about a project, in an SQLite file that is private to the user. A bad entry is a miss."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from time import time
from typing import TypeVar
from weakref import finalize

from monai_tslint.codec import SCHEMA

VARIABLE = "MONAI_TSLINT_CACHE_DIR"
"""The environment variable that names the folder of the cache."""

_SUFFIX = ".sqlite3"
_KEPT = 30 * 24 * 3600
"""Seconds after which the file of a project that nobody has checked is removed."""

_TABLE = """CREATE TABLE IF NOT EXISTS entry (
kind TEXT, name TEXT, mark TEXT, value TEXT, digest BLOB, PRIMARY KEY (kind, name)) WITHOUT ROWID"""

T = TypeVar("T")
Entry = tuple[str, str]
"""A mark, which says what the value was made from, and the value."""


class Cache:
    """The entries of one project, named by `place`: of several kinds, each by name.

    What another version of the tool, or another Python, has made is not read. A file that cannot be used or written is as good
    as none.
    """

    def __init__(self, folder: Path, place: str) -> None:
        self._maker = _maker()
        self._path = folder / f"{_digest(place).hex()}{_SUFFIX}"
        self._database = _opened(self._path)
        if self._database is not None:
            finalize(self, self._database.close)  # Python 3.13 warns of connections that nobody closes

    def entry(self, kind: str, name: str) -> Entry | None:
        """One entry; None if there is none that can be used."""
        query = "SELECT name, mark, value, digest FROM entry WHERE kind = ? AND name = ?"
        return next((entry for _, entry in self._entries(kind, query, (kind, name))), None)

    def entries(self, kind: str) -> dict[str, Entry]:
        """All entries of a kind, by name."""
        return dict(self._entries(kind, "SELECT name, mark, value, digest FROM entry WHERE kind = ?", (kind,)))

    def put(self, kind: str, entries: Mapping[str, Entry], without: Iterable[str] = ()) -> None:
        """Add or replace entries of a kind, and remove others: all of it, or, if that cannot be done, nothing."""
        rows = [
            (kind, name, mark, value, self._sum(kind, name, mark, value)) for name, (mark, value) in entries.items()
        ]

        def change(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("DELETE FROM entry WHERE kind = ? AND name = ?", [(kind, n) for n in without])
                database.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", rows)

        self._tried(change)

    def names(self, kind: str) -> frozenset[str]:
        """The names of the entries of a kind."""
        rows = self._tried(lambda d: d.execute("SELECT name FROM entry WHERE kind = ?", (kind,)).fetchall())
        return frozenset(name for (name,) in rows or ())

    def _entries(self, kind: str, query: str, values: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
        for name, mark, value, digest in self._tried(lambda d: d.execute(query, values).fetchall()) or ():
            if isinstance(value, str) and digest == self._sum(kind, name, mark, value):
                yield name, (mark, value)

    def _tried(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._database is None:
            return None
        try:
            return action(self._database)
        except sqlite3.OperationalError:
            return None  # another process writes, or the disk is full
        except sqlite3.DatabaseError:
            self._database.close()
            self._database = None
            with suppress(OSError):
                self._path.unlink()
            return None

    def _sum(self, *parts: str) -> bytes:
        return _digest("\0".join((self._maker, *parts)))


def user_folder() -> Path:
    """The folder that the environment names, or one for this user."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("monai-tslint", appauthor=False)


def clear(folder: Path) -> int:
    """Remove what all runs have kept in a folder, and the folder if nothing else is in it: for how many projects.

    Raises `OSError` if that is not possible.
    """
    files = list(_files(folder))
    for path in files:
        path.unlink()
    with suppress(OSError):
        folder.rmdir()
    return len(files)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob(f"*{_SUFFIX}")) if path.is_file())


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file, made if need be; None if it cannot be used, or if somebody else may have written it."""
    database = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        os.utime(path)
        if not _is_own(path):
            return None
        database = sqlite3.connect(path)
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_TABLE)
    except (OSError, sqlite3.DatabaseError) as error:
        if database is not None:
            database.close()
        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                path.unlink()
        return None
    _forget_old(path.parent)
    return database


def _is_own(path: Path) -> bool:
    """Whether nobody but the user could have written the file."""
    if sys.platform == "win32":
        return True
    found = path.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _forget_old(folder: Path) -> None:
    oldest = time() - _KEPT
    for path in _files(folder):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


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
