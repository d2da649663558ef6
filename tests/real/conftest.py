"""Fixtures of the tests on released versions of MONAI and other frameworks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from analysed import Analysed, Analysis, analyse


@pytest.fixture(scope="session")
def analysed_release(released: Callable[[str, str], Path]) -> Callable[[str, str], Analysis]:
    """Gives for a package and version what the tool says of it; the analysis is made once in a session."""
    return cache(lambda name, version: analyse(released(name, version), name))


@pytest.fixture(scope="session")
def analysed(analysed_release: Callable[[str, str], Analysis]) -> Analysed:
    """The same for a version of MONAI."""
    return partial(analysed_release, "monai")
