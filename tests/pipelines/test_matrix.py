"""Every combination of loader, workers, sharing, use and release says exactly what the semantics of loaders imply."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from monai_tslint import catalogues
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import External, Workspace
from pipeline_matrix import VERSIONS, Expected, cells

CELLS = cells()


@cache
def found(version: str) -> tuple[Expected, ...]:
    """Rule and level of the findings in each cell, all analysed at once."""
    known = catalogues.load("monai", version)
    workspace = Workspace(load_builtin(), [External(known.files, known.facts)])
    for number, cell in enumerate(CELLS):
        workspace.update(f"cell_{number}.py", f"cell_{number}", False, cell.source)
    by_path = defaultdict(set)
    for finding in workspace.findings(workspace.effects()):
        by_path[finding.location.path].add((finding.rule, finding.severity.label))
    return tuple(frozenset(by_path[f"cell_{number}.py"]) for number in range(len(CELLS)))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_cell(version: str) -> None:
    wrong = [
        (cell, sorted(given), sorted(cell.expected(version)))
        for cell, given in zip(CELLS, found(version), strict=True)
        if given != cell.expected(version)
    ]
    assert wrong == []


def test_the_matrix_is_not_trivial() -> None:
    expected = [cell.expected(version) for cell in CELLS for version in VERSIONS]
    assert {pair for one in expected for pair in one} == {
        ("MTS401", "error"),
        ("MTS401", "info"),
        ("MTS402", "error"),
        ("MTS402", "info"),
        ("MTS405", "warning"),
        ("MTS405", "info"),
        ("MTS406", "info"),
    }
    assert len(CELLS) > 1500
    assert sum(not one for one in expected) > len(expected) / 4


def test_cells_are_programs() -> None:
    for cell in CELLS:
        compile(cell.source, str(cell), "exec")
