"""The page about editors says what there is."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from monai_tslint.lsp import options
from monai_tslint.lsp.actions import FIX_ALL

PAGE = (Path(__file__).parents[2] / "docs/editors.md").read_text("utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_all_settings_are_in_the_table() -> None:
    table = PAGE.partition("| setting | value | means |\n")[2].partition("\n\n")[0]
    named = [name for row in table.splitlines()[1:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert named == list(options.KEYS)


def test_the_examples_are_settings_of_ours() -> None:
    code, saving = map(json.loads, _blocks("json"))
    assert options.read(code["glspc.server.initializationOptions"], None).monai == "1.4"
    assert FIX_ALL in saving["[python]"]["editor.codeActionsOnSave"]
    (helix,) = map(tomllib.loads, _blocks("toml"))
    assert options.read(helix["language-server"]["monai-tslint"]["config"], None).monai == "1.4"
    (table,) = re.findall(r"`(\{.*\})`", PAGE)
    assert options.read(options.own(json.loads(table)), None).monai == "1.4"
