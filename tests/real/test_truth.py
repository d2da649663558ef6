"""Writes that were seen to happen: MONAI's own unit tests ran under instrumentation, which recorded them.

A line of `writes-VERSION.txt` is `class attribute writer [marked]`: while an entry point of an object of `class` ran, the
function `writer` of its class or of a base set `attribute` on that very object; `marked` if the class carries
`ThreadUnsafe`. Setters of properties are left out: they are code, not storage.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from analysed import Analysed
from monai_tslint.findings import InventoryRow

pytestmark = pytest.mark.wheels

VERSIONS = ("1.4.0", "1.5.0")
COVERAGE = 0.98


@dataclass(frozen=True)
class Recorded:
    """One write that happened."""

    cls: str
    attribute: str
    writer: str
    marked: bool

    def is_in(self, row: InventoryRow | None) -> bool:
        """Whether the inventory shows it, with the marker where there is one."""
        return (
            row is not None
            and (row.marker is not None) == self.marked
            and any(e.method == self.writer and _base(e.attribute) == f"self.{self.attribute}" for e in row.effects)
        )


def _base(attribute: str) -> str:
    """`self.cache` of `self.cache[…]`."""
    return attribute.partition("[")[0]


def recorded(version: str) -> list[Recorded]:
    lines = Path(__file__).with_name(f"writes-{version}.txt").read_text(encoding="utf-8").splitlines()
    return [Recorded(cls, attribute, writer, bool(marked)) for cls, attribute, writer, *marked in map(str.split, lines)]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_inventory_shows_what_really_happens(version: str, analysed: Analysed) -> None:
    rows = {row.cls: row for row in analysed(version).classes}
    writes = recorded(version)
    assert len(writes) > 200
    missing = [write for write in writes if not write.is_in(rows.get(write.cls))]
    assert len(missing) <= (1 - COVERAGE) * len(writes), "\n".join(map(str, missing))


@pytest.mark.parametrize("version", VERSIONS)
def test_what_happens_is_not_called_safe(version: str, analysed: Analysed) -> None:
    verdicts = {row.cls: row.verdict for row in analysed(version).classes}
    wrong = {write.cls for write in recorded(version) if not verdicts.get(write.cls, "").startswith("unsafe")}
    assert wrong == set()
