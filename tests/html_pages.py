"""HTML pages for tests: taken apart, and with contents that try to break out."""

from __future__ import annotations

from html.parser import HTMLParser

from msgspec.structs import replace

from made_findings import FULL, at, report
from monai_tslint.findings import EffectRow, InventoryRow, Report

HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&"
EFFECT = EffectRow("self.img_t", "assign", "pkg/smooth.py", 3, "__call__", ("__call__",))
SMOOTH = InventoryRow(
    "pkg.smooth.Smooth", "pkg/smooth.py", 1, "monai", "unsafe", None, ("__call__",), (EFFECT,), (), ("pkg.core.Base",)
)
BASE = replace(SMOOTH, cls="pkg.core.Base", verdict="safe", effects=(), bases=("lib.Transform",))
VOID = {"meta", "input", "wbr"}


class Page(HTMLParser):
    """The elements of a page, and its text without scripts and styles.

    `balanced` says that each end belongs to the last open start.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.balanced = True
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.balanced &= self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced &= bool(self._open) and self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("script", "style"):
            self.text += data


def words(parsed: Page) -> str:
    """The text with one space for each gap."""
    return " ".join(parsed.text.split())


def hostile() -> Report:
    """A report with markup in everything that comes from the checked code."""
    where = at(1, 1, 40, path=f"pkg/{HOSTILE}.py")
    note = replace(FULL.trace[0], location=where, message=HOSTILE)
    step = replace(FULL.interleaving[0], code=HOSTILE, location=where)
    finding = replace(
        FULL, message=HOSTILE, cls=HOSTILE, trace=(note,), conflict=note, interleaving=(step,), remedy=HOSTILE
    )
    row = replace(
        SMOOTH, cls=HOSTILE, path=HOSTILE, marker=HOSTILE, entry_points=(HOSTILE,), bases=(f"{HOSTILE}2",),
        effects=(replace(EFFECT, attribute=HOSTILE),),
    )  # fmt: skip
    return replace(report(replace(finding, location=where)), inventory=(row,))
