"""Who else may use an attribute or a method: a look at the text of all files, which finds too much rather than too little."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monai_tslint.facts import InstanceField
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.proposals import Region


def elsewhere(code: Code, cls: Region, name: str, *, own: bool = False) -> bool:
    """Whether code outside a class may mean an attribute of its objects: by `x.name`, or by a string.

    `self.name` in a class that is not related is an attribute of that class; with `own` it counts as well.
    """
    other = "" if own else r"(?<!\bself)"
    pattern = re.compile(rf"""(?:{other}\.{re.escape(name)}\b|(['"]){re.escape(name)}\1)""")
    return any(pattern.search(line) for line in _outside(code, cls, name) if name in line)


def changed_elsewhere(code: Code, cls: Region, name: str) -> bool:
    """Whether code outside a class may give an attribute of its objects another value, or delete it."""
    word, operator = re.escape(name), r"(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)"
    by_name = rf"""\b(?:set|del)attr\(.*(['"]){word}\1|\bdel\b.*\.{word}\b"""
    pattern = re.compile(rf"(?<!\bself)\.{word}\s*(?:{operator}|,.*=)|{by_name}")
    return any(pattern.search(line) for line in _outside(code, cls, name) if name in line)


def _outside(code: Code, cls: Region, word: str) -> Iterator[str]:
    for path in code.mentioning(word):
        lines = code.lines(path)
        if path == cls.path:
            lines = [*lines[: cls.line - 1], *lines[cls.end_line :]]
        yield from lines


def refuse_relatives(code: Code, cls: Region, name: str) -> None:
    """Raise `Refused` if a class above or below uses an attribute as well."""
    pattern = re.compile(rf"\.{re.escape(name)}\b")
    for info in code.kin(cls.path, cls.line):
        lines = () if info.external else code.lines(info.file.path)[info.index.line - 1 : info.index.end_line]
        if any(pattern.search(line) for line in lines) or is_set_by(info.index.fields, info.index.attributes, name):
            raise Refused(f"`{info.index.name}` uses `self.{name}` as well")


def is_set_by(
    fields: tuple[InstanceField, ...], attributes: tuple[tuple[str, str | None, str | None], ...], name: str
) -> bool:
    """Whether an outline says that a class or its constructor sets an attribute."""
    return any(field.name == name for field in fields) or any(attribute[0] == name for attribute in attributes)
