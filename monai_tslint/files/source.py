"""One file's text: decoded as Python would, with the module that it is."""

from __future__ import annotations

import io
import os
import tokenize
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from monai_tslint.config import display_path, is_file
from monai_tslint.facts import NOTEBOOK
from monai_tslint.files import configurations
from monai_tslint.findings import Problem

if TYPE_CHECKING:
    from monai_tslint.notebooks.model import Notebook


class Source(Struct, frozen=True):
    """One file. `path` is for people and reports: posix, relative to the working directory where it lies below it.

    Lines of `text` end in `\\n`, whatever the file has; `digest` is that of the file's bytes. `module` is the dotted
    name from the outermost package folder. `asked` is false for a file of the project around the given paths, which is
    known, but not reported about. Of a notebook, `text` is the module that its cells are.
    """

    path: str
    absolute: str
    text: str
    digest: str
    module: str
    is_package: bool
    asked: bool = True
    notebook: Notebook | None = None

    @property
    def is_configuration(self) -> bool:
        """Whether this is a bundle configuration, and no Python."""
        return configurations.may_be(self.path)


class Unreadable(Exception):
    """The file is no Python text; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class OtherLanguage(Exception):
    """The file is a notebook whose code is not Python, and none of ours."""


class Packages:
    """Which folders are packages, looked up once in a run."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the packages that a folder is, outermost first; none if it has no `__init__.py`."""
        known = self._known.get(folder)
        if known is None:
            above, _, name = folder.rpartition(os.sep)
            is_package = name and is_file(Path(folder, "__init__.py"))
            known = self._known[folder] = (*self.names(above), name) if is_package else ()
        return known


def read(absolute: str, packages: Packages) -> Source:
    """The source in a file. Raises `Unreadable` or `OtherLanguage`."""
    try:
        data = Path(absolute).read_bytes()
    except OSError as error:
        raise Unreadable(Problem(display_path(absolute), 1, f"cannot be read: {error.strerror}")) from None
    return _source(absolute, data, decode(display_path(absolute), data), packages)


def of_text(absolute: str, text: str, packages: Packages) -> Source:
    """The source of a text that stands for the file `absolute`; bytes that are no UTF-8 come as surrogate escapes.

    Raises `Unreadable` or `OtherLanguage`.
    """
    data = text.encode("utf-8", "surrogateescape")
    _refuse_nul(display_path(absolute), data)
    if not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text):
        text = decode(display_path(absolute), data)
    return _source(absolute, data, text.removeprefix("\ufeff"), packages)


def _source(absolute: str, data: bytes, text: str, packages: Packages) -> Source:
    path, folder, stem = display_path(absolute), absolute.rpartition(os.sep)[0], Path(absolute).stem
    notebook = _notebook(path, text) if absolute.endswith(NOTEBOOK) else None
    text = text if notebook is None else notebook.text
    is_package = stem == "__init__"
    names = packages.names(folder)
    module = ".".join(names if is_package else (*names, stem))
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    digest = blake2b(data, digest_size=16).hexdigest()
    name = module or folder.rpartition(os.sep)[2]
    return Source(path, absolute, plain, digest, name, is_package, notebook=notebook)


def _notebook(path: str, text: str) -> Notebook:
    from monai_tslint.notebooks import reading

    try:
        found = reading.read(text)
    except reading.NotUsable as error:
        raise Unreadable(Problem(path, error.line, error.message)) from None
    if found is None:
        raise OtherLanguage
    return found


def decode(path: str, data: bytes) -> str:
    """The text of a Python file: UTF-8, or what its encoding comment says. Raises `Unreadable`."""
    _refuse_nul(path, data)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        encoding = _stated_encoding(path, data, error)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise Unreadable(Problem(path, line, f"is not encoded in {encoding}: unexpected byte 0x{byte:02x}")) from None
    except (LookupError, ValueError):
        raise Unreadable(Problem(path, 1, f"is encoded in {encoding}, which is no encoding of text")) from None


def _stated_encoding(path: str, data: bytes, error: SyntaxError) -> str:
    """UTF-8 if that fails to decode, so that the offending byte gets named; else the encoding comment is wrong."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8"
    raise Unreadable(Problem(path, 1, f"has an encoding comment that Python refuses: {error.msg}"))


def _refuse_nul(path: str, data: bytes) -> None:
    place = data.find(b"\0")
    if place >= 0:
        raise Unreadable(Problem(path, data.count(b"\n", 0, place) + 1, "contains a NUL byte; is it a binary file?"))
