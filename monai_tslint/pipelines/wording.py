"""A look at text that says, at little cost, whether code may be of interest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monai_tslint.facts import FileIndex


class Words:
    """Looks for dotted names by their last part as a whole word; names that begin with a dot are methods."""

    def __init__(self, names: Iterable[str]) -> None:
        parts = {_parts(name) for name in names}
        self._tops: dict[str, set[str]] = {}
        for top, word in parts:
            self._tops.setdefault(word, set()).add(top)

    def in_file(self, text: str, behind: str = "") -> bool:
        """Whether a file names one, and the module that it comes from; `behind` must follow it."""
        return any(
            any(top in text for top in tops) and _stands(word, text, behind) for word, tops in self._tops.items()
        )

    def in_part(self, text: str, file: FileIndex) -> bool:
        """Whether a part of a file names one, perhaps by another name that the file gives it."""
        return any(_stands(word, text) for word in self._tops) or any(_stands(n, text) for n in self._aliases(file))

    def _aliases(self, file: FileIndex) -> Iterable[str]:
        yield from (i.local for i in file.imports if i.name in self._tops and i.local != i.name)
        for name, _, value in file.variables:
            if value is not None and value.rpartition(".")[2].partition("(")[0] in self._tops | {"partial": set()}:
                yield name


def _parts(name: str) -> tuple[str, str]:
    """The first part of a dotted name and what is looked for."""
    if name[0] == "." or "." not in name:
        return "", name
    return name.partition(".")[0], name.rpartition(".")[2]


def _stands(word: str, text: str, behind: str = "") -> bool:
    if word + behind not in text:
        return False
    return (
        re.search(("" if word[0] == "." else r"\b") + re.escape(word + behind) + ("" if behind else r"\b"), text)
        is not None
    )
