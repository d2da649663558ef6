"""Writes mended files: all of a file or nothing, and only if nobody else has changed it meanwhile."""

from __future__ import annotations

import codecs
import io
import os
import stat
import tempfile
import tokenize
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class NotWritten(Exception):
    """A file was left as it is; the message is a phrase that says why."""


class Change(Struct, frozen=True):
    """A file's text before and after, and the bytes that the new text is."""

    before: str
    after: str
    content: bytes


def changed(data: bytes, change: Callable[[str], str]) -> Change:
    """What a change of its text makes of the content of a Python file; encoding and byte order mark are kept.

    Raises `NotWritten` if the encoding cannot hold the new text.
    """
    mark, encoding, before = _decoded(data)
    after = change(before)
    try:
        return Change(before, after, mark + after.encode(encoding))
    except UnicodeEncodeError:
        raise NotWritten(f"its encoding, {encoding}, cannot hold the fix") from None


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """The byte order mark, the encoding and the text of the content of a file."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    encoding = "utf-8" if mark else encoding
    return mark, encoding, data[len(mark) :].decode(encoding)


def text_of(absolute: str, digest: str) -> str:
    """The text of a file whose bytes have that digest. Raises `NotWritten` if it has others now."""
    return _decoded(_unchanged(os.path.realpath(absolute), digest))[2]


def rewrite(absolute: str, digest: str, change: Callable[[str], str], *, write: bool) -> Change:
    """Change the text of a file whose bytes have that digest; without `write`, just say what it would become.

    The mode is kept; of a link, the file that it leads to is written. The new content is complete on disk before it takes
    the place of the old at once. Raises `NotWritten`, and the file is as it was.
    """
    target = os.path.realpath(absolute)
    result = changed(_unchanged(target, digest), change)
    if write:
        _replace(target, digest, result.content)
    return result


def _unchanged(absolute: str, digest: str) -> bytes:
    try:
        data = Path(absolute).read_bytes()
    except OSError as error:
        raise NotWritten(f"cannot be read: {error.strerror}") from None
    if blake2b(data, digest_size=16).hexdigest() != digest:
        raise NotWritten("was changed by somebody else meanwhile, so it is left alone")
    return data


def _replace(target: str, digest: str, content: bytes) -> None:
    """Put `content` in the place of the file at once: a kill in the middle leaves the old file and perhaps a temporary one."""
    folder = Path(target).parent
    temporary: Path | None = None
    try:
        mode = stat.S_IMODE(Path(target).stat().st_mode)
        if not mode & _WRITABLE or not os.access(target, os.W_OK):
            raise NotWritten("cannot be written: it is read-only")
        handle, name = tempfile.mkstemp(dir=folder, prefix=".monai-tslint-", suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        _unchanged(target, digest)
        temporary.replace(target)
    except OSError as error:
        raise NotWritten(f"cannot be written: {error.strerror}") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
