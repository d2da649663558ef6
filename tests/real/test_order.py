"""The order in which files come in changes nothing."""

from __future__ import annotations

from random import Random

import pytest

from analysed import Analysed, selected, workspace_of


@pytest.mark.wheels
def test_findings_do_not_depend_on_the_order_of_files(analysed: Analysed) -> None:
    expected = analysed("1.5.0")
    shuffled = list(expected.sources)
    Random(8056).shuffle(shuffled)
    workspace = workspace_of(shuffled)
    assert selected(workspace.findings(workspace.effects()), shuffled) == expected.default
