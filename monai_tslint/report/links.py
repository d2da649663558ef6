"""Hyperlinks of terminals (OSC 8): from places to their lines, from rules to their pages."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from monai_tslint.config import absolute, is_file
from monai_tslint.findings import Location
from monai_tslint.rulebook import page_uri

_page_uri = cache(page_uri)


class Links(Struct, frozen=True):
    """Makes texts hyperlinks, or leaves them as they are if these are not `wanted`."""

    wanted: bool

    def place(self, text: str, here: Location) -> str:
        """A text that leads to a file, and to its line in editors that take the fragment of a URI for one."""
        file = absolute(here.path)
        if not self.wanted or not is_file(file):
            return text
        return _linked(text, file.as_uri() + (f"#{here.line}" if here.cell is None else ""))

    def rule(self, code: str) -> str:
        """The code of a rule, which leads to its page."""
        uri = _page_uri(code) if self.wanted else None
        return code if uri is None else _linked(code, uri)


def _linked(text: str, uri: str) -> str:
    return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\"
