"""JSON schemas, for editors and for programs that read reports: made from the declarations that the tool itself reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from monai_tslint.schemas.forms import Json
from monai_tslint.schemas.packs import pack
from monai_tslint.schemas.reports import inventory, report
from monai_tslint.schemas.settings import pyproject, settings

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that editors of TOML know."""

SCHEMAS: Mapping[str, Callable[[], dict[str, Json]]] = {
    "configuration": settings,
    "pyproject": pyproject,
    "framework-pack": pack,
    "report": report,
    "inventory": inventory,
}
"""What there are schemas of."""


def render(name: str) -> str:
    """A schema as the text of a file."""
    return json.dumps({"$schema": DIALECT, **SCHEMAS[name]()}, indent=2, ensure_ascii=False) + "\n"
