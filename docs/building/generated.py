"""What the site tells from the code itself, as Markdown, by the name that pages ask for it by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from building.commands import commands
from building.packs import framework_index, pack_keys
from building.reports import inventory_keys, report_keys
from building.rules import known_gaps, rule_index
from building.settings import settings

GENERATED: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "framework-index": framework_index,
    "inventory-keys": inventory_keys,
    "known-gaps": known_gaps,
    "pack-keys": pack_keys,
    "report-keys": report_keys,
    "rule-index": rule_index,
    "settings": settings,
}
