"""Reads the values of a TOML table and notes everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from monai_tslint.config import selectors
from monai_tslint.config.paths import absolute
from monai_tslint.findings import Severity

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


class Values:
    """A table of the configuration file; `problems` collects sentences that name file and key."""

    def __init__(self, table: Mapping[str, object], file: str, prefix: str) -> None:
        self._table = table
        self._file = file
        self._prefix = prefix
        self._asked: set[str] = set()
        self.problems: list[str] = []

    def _wrong(self, key: str, what: str) -> None:
        self.problems.append(f"{self._file}: `{self._prefix}{key}` {what}")

    def _get(self, key: str) -> object:
        self._asked.add(key)
        return self._table.get(key)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, "must be true or false")
        return value if isinstance(value, bool) else default

    def version(self, key: str) -> str | None:
        """A version, as a string."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong(
                key,
                f'must be a version in quotes, such as "{value}"' if isinstance(value, float) else "must be a string",
            )
            return None
        if (mistake := version_mistake(value)) is not None:
            self._wrong(key, f"is wrong: {mistake}")
        return value

    def severity(self, key: str, default: Severity) -> Severity:
        """The name of a severity."""
        value = self._get(key)
        labels = {severity.label: severity for severity in Severity}
        if value is None:
            return default
        if isinstance(value, str) and value in labels:
            return labels[value]
        guess = selectors.nearest(value, labels) if isinstance(value, str) else None
        self._wrong(key, f"must be one of {', '.join(labels)}" + (f"; did you mean `{guess}`?" if guess else ""))
        return default

    def texts(self, key: str, mistake: Mistake, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings in each of which `mistake` finds nothing wrong."""
        value = self._get(key)
        return default if value is None else self._checked(key, value, mistake)

    def table(self, key: str, mistake: Mistake) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """A table of patterns with lists of strings."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, dict):
            self._wrong(key, 'must be a table of patterns with lists, such as "tests/**" = ["MTS1"]')
            return ()
        for pattern in value:
            if (wrong := pattern_mistake(pattern)) is not None:
                self._wrong(key, f"is wrong: {wrong}")
        return tuple((pattern, self._checked(f'{key}."{pattern}"', item, mistake)) for pattern, item in value.items())

    def files(self, key: str, root: Path) -> tuple[Path, ...]:
        """A list of files that exist, relative to `root`."""
        paths = []
        for text in self.texts(key, lambda _: None):
            paths.append(root / text)
            if not paths[-1].is_file():
                self._wrong(key, f"is wrong: there is no file `{text}` in {root}")
        return tuple(paths)

    def path(self, key: str, root: Path) -> Path | None:
        """The path of a file, relative to `root`; whether it exists is asked when it is read."""
        value = self._get(key)
        if value is None or (isinstance(value, str) and value):
            return None if value is None else root / value
        self._wrong(key, "must be the path of a file")
        return None

    def folders(self, key: str, root: Path) -> tuple[Path, ...]:
        """A list of folders that exist, relative to `root`; `root` itself if there is none."""
        found = []
        for text in self.texts(key, lambda _: None, (".",)):
            found.append(absolute(root / text))
            if not found[-1].is_dir():
                self._wrong(key, f"is wrong: there is no folder `{text}` in {root}")
        return tuple(found)

    def _checked(self, key: str, value: object, mistake: Mistake) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._wrong(key, "must be a list of strings")
            return ()
        for item in value:
            if (wrong := mistake(item)) is not None:
                self._wrong(key, f"is wrong: {wrong}")
        return tuple(value)

    def finish(self) -> None:
        """Note the keys that nobody asked for."""
        for key in self._table:
            if key not in self._asked:
                guess = selectors.nearest(key.replace("_", "-"), self._asked)
                remedy = f"did you mean `{guess}`?" if guess else f"known keys are {', '.join(sorted(self._asked))}"
                self._wrong(key, f"is unknown; {remedy}")
