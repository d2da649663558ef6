"""MONAI's own tests end in fixed trees as they do in untouched ones."""

from __future__ import annotations

import os

import pytest

from proof.monai_tests import REPOSITORY, Runner, clone, prove
from releases import cache_folder

pytestmark = pytest.mark.repository

VERSIONS = ("1.4.0", "1.5.0")


@pytest.mark.parametrize("version", VERSIONS)
def test_fixes_change_no_result(version: str) -> None:
    folder = cache_folder() / "proof" / version
    folder.mkdir(parents=True, exist_ok=True)
    repository = os.environ.get("MONAI_TSLINT_MONAI_REPOSITORY", REPOSITORY)
    steps = list(prove(clone(repository, version, folder / "source"), Runner(folder, jobs=2)))
    assert len(steps) == 3
    assert [line for _, wrong in steps for line in wrong] == []
