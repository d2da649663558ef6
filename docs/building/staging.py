"""Puts together the sources of the site: pages of the checkout at their place in it, with what is generated.

Each page is written once, where it also serves other purposes (rule pages are tests, and the text of `explain`); the site is
made from there, and no copy is kept.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from building.fences import captioned
from building.generated import GENERATED
from building.links import Link, relinked, resolved

_TOP = {"README.md": "guide.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_FOLDERS = {"docs": ".", "rules": "rules", "monai_tslint/frameworks": "frameworks"}
_INDEXES = {"rules": "rules/index.md", "monai_tslint/frameworks": "frameworks.md"}
_ASKED = re.compile(r"^<!-- generated: (\S+) -->$", re.MULTILINE)


class DeadLink(Exception):
    """A link of a page leads nowhere."""


def stage(root: Path, target: Path) -> None:
    """Write the sources of the site for the checkout `root` into a new folder. Raises `DeadLink`."""
    staging = _Staging(root, target, _places(root))
    for path in staging.places:
        staging.add(path)
    _write(target / "rules/index.md", GENERATED["rule-index"]())


def _places(root: Path) -> Mapping[str, str]:
    """Where each page of the checkout is in the site."""
    pages = {
        page.relative_to(root).as_posix(): posixpath.normpath(f"{place}/{page.name}")
        for folder, place in _FOLDERS.items()
        for page in sorted((root / folder).glob("*.md"))
    }
    return {**_TOP, **pages}


@dataclass(frozen=True, slots=True)
class _Staging:
    """From where to where, and the place of each page in the site."""

    root: Path
    target: Path
    places: Mapping[str, str]

    def add(self, path: str) -> None:
        """Write a page."""
        text = (self.root / path).read_text("utf-8")
        page = relinked(text, lambda link: link.target if link.external else self._linked(link, path))
        _write(self.target / self.places[path], captioned(_completed(page)))

    def _linked(self, link: Link, path: str) -> str:
        """What a link of the page `path` is in the site. A file that is no page is copied there."""
        found, anchor = resolved(link.target, path)
        place = self.places.get(found) or _INDEXES.get(found)
        if place is None:
            if not (self.root / found).is_file():
                raise DeadLink(f"{path}:{link.line}: {link.target} leads nowhere")
            place = f"files/{found}"
            _copy(self.root / found, self.target / place)
        return posixpath.relpath(place, posixpath.dirname(self.places[path]) or ".") + anchor


def _completed(page: str) -> str:
    """The page with the generated parts that it asks for."""
    return _ASKED.sub(lambda asked: GENERATED[asked[1]](), page)


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
