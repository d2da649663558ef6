"""Reads the values of a TOML table and notes everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from monai_tslint.config import selectors
from monai_tslint.config.keys import Key, Kind
from monai_tslint.config.paths import absolute
from monai_tslint.findings import Severity
from monai_tslint.similarity import nearest

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_NAME = re.compile(r"[^\W\d]\w*")

Mistake = Callable[[str], str | None]


def version_mistake(text: str) -> str | None:
    """What is wrong with a version, None if nothing is."""
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        return f'`{text}` is no version; write one such as "1.4"'
    return None


def pattern_mistake(text: str) -> str | None:
    """What is wrong with a file pattern, None if nothing is."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([text])
    except ValueError:
        return f"`{text}` is no pattern as in .gitignore"
    return None


def dotted_mistake(text: str) -> str | None:
    """What is wrong with the dotted name of a class, None if nothing is."""
    return None if _DOTTED.fullmatch(text) else f'`{text}` is no dotted name; write one such as "package.module.Class"'


def method_mistake(text: str) -> str | None:
    """What is wrong with the name of a method, None if nothing is."""
    return None if _NAME.fullmatch(text) else f'`{text}` is no name of a method; write one such as "__call__"'


_MISTAKES: Mapping[Kind, Mistake] = {
    Kind.SELECTORS: selectors.mistake,
    Kind.PATTERNS: pattern_mistake,
    Kind.CLASSES: dotted_mistake,
    Kind.METHODS: method_mistake,
}


class Values:
    """A table of the configuration file; `problems` collects sentences that name file and key. Paths are relative to `root`."""

    def __init__(self, table: Mapping[str, object], file: str, prefix: str, root: Path) -> None:
        self._table = table
        self._file = file
        self._prefix = prefix
        self._root = root
        self.problems: list[str] = []

    def read(self, key: Key) -> object:
        """The value of a key, or its default."""
        value = self._table.get(key.name, list(key.default) if isinstance(key.default, tuple) else key.default)
        if value is None:
            return () if key.kind is Kind.RULES_BY_PATTERN else None
        return self._read(key, value)

    def unknown(self, keys: Sequence[Key]) -> None:
        """Note what is in the table besides these keys."""
        known = sorted(key.name for key in keys)
        for name in self._table:
            if name not in known:
                guess = nearest(name.replace("_", "-"), known)
                remedy = f"did you mean `{guess}`?" if guess else f"known keys are {', '.join(known)}"
                self._wrong(name, f"is unknown; {remedy}")

    def _wrong(self, name: str, what: str) -> None:
        self.problems.append(f"{self._file}: `{self._prefix}{name}` {what}")

    def _read(self, key: Key, value: object) -> object:
        readers: Mapping[Kind, Callable[[str, object], object]] = {
            Kind.FLAG: self._flag,
            Kind.SEVERITY: self._severity,
            Kind.VERSION: self._version,
            Kind.FILE: self._path,
            Kind.FILES: self._files,
            Kind.FOLDERS: self._folders,
            Kind.RULES_BY_PATTERN: self._rules,
        }
        reader = readers.get(key.kind)
        return self._texts(key.name, value, _MISTAKES[key.kind]) if reader is None else reader(key.name, value)

    def _flag(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            self._wrong(name, "must be true or false")
        return value is True

    def _version(self, name: str, value: object) -> str | None:
        if not isinstance(value, str):
            is_number = isinstance(value, float)
            self._wrong(name, f'must be a version in quotes, such as "{value}"' if is_number else "must be a string")
            return None
        if (mistake := version_mistake(value)) is not None:
            self._wrong(name, f"is wrong: {mistake}")
        return value

    def _severity(self, name: str, value: object) -> Severity:
        labels = {severity.label: severity for severity in Severity}
        if isinstance(value, str) and value in labels:
            return labels[value]
        guess = nearest(value, labels) if isinstance(value, str) else None
        self._wrong(name, f"must be one of {', '.join(labels)}" + (f"; did you mean `{guess}`?" if guess else ""))
        return Severity.WARNING

    def _texts(self, name: str, value: object, mistake: Mistake = lambda _: None) -> tuple[str, ...]:
        """A list of strings in each of which `mistake` finds nothing wrong."""
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._wrong(name, "must be a list of strings")
            return ()
        for item in value:
            if (wrong := mistake(item)) is not None:
                self._wrong(name, f"is wrong: {wrong}")
        return tuple(value)

    def _rules(self, name: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value, dict):
            self._wrong(name, 'must be a table of patterns with lists, such as "tests/**" = ["MTS1"]')
            return ()
        for pattern in value:
            if (wrong := pattern_mistake(pattern)) is not None:
                self._wrong(name, f"is wrong: {wrong}")
        return tuple((p, self._texts(f'{name}."{p}"', rules, selectors.mistake)) for p, rules in value.items())

    def _path(self, name: str, value: object) -> Path | None:
        """Whether the file exists is asked when it is read."""
        if isinstance(value, str) and value:
            return self._root / value
        self._wrong(name, "must be the path of a file")
        return None

    def _files(self, name: str, value: object) -> tuple[Path, ...]:
        paths = []
        for text in self._texts(name, value):
            paths.append(self._root / text)
            if not paths[-1].is_file():
                self._wrong(name, f"is wrong: there is no file `{text}` in {self._root}")
        return tuple(paths)

    def _folders(self, name: str, value: object) -> tuple[Path, ...]:
        found = []
        for text in self._texts(name, value):
            found.append(absolute(self._root / text))
            if not found[-1].is_dir():
                self._wrong(name, f"is wrong: there is no folder `{text}` in {self._root}")
        return tuple(found)
