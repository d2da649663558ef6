"""The links of a Markdown page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CODE = re.compile(r"^(```+|:::+).*?^\1$|`+[^`\n]+`+", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(\s*([^()\s]+)\s*\)|<(\w+://[^<>\s]*)>")
_EXTERNAL = re.compile(r"[a-z]+:", re.IGNORECASE)
_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s<>\"{}|\\^`]*)?")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where its target stands in the page, and in which line."""

    target: str
    start: int
    line: int

    @property
    def external(self) -> bool:
        """Whether it leads out of the checkout."""
        return _EXTERNAL.match(self.target) is not None

    @property
    def well_formed(self) -> bool:
        """Whether an external link is the URL of a page; that it can be reached is not asked."""
        return _URL.fullmatch(self.target) is not None


def links(page: str) -> Iterator[Link]:
    """The links of a page in order, those in code aside."""
    for found in _LINK.finditer(_without_code(page)):
        group = found.lastindex or 1
        yield Link(found[group], found.start(group), page.count("\n", 0, found.start()) + 1)


def relinked(page: str, new: Callable[[Link], str]) -> str:
    """The page with other targets."""
    parts, end = [], 0
    for link in links(page):
        parts += [page[end : link.start], new(link)]
        end = link.start + len(link.target)
    return "".join([*parts, page[end:]])


def resolved(target: str, page: str) -> tuple[str, str]:
    """The path and the `#anchor` that a target means in the page of a path; both relative to the checkout."""
    path, mark, anchor = target.partition("#")
    return (posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page), mark + anchor


def _without_code(page: str) -> str:
    """The page with blanks for code, so that places stay."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), page)
