"""Fixtures of the tests on released MONAI versions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from analysed import Analysed, Analysis, analyse


@pytest.fixture(scope="session")
def analysed(monai_release: Callable[[str], Path]) -> Analysed:
    """Gives for a version what the tool says of it; the analysis is made once in a session."""

    @cache
    def analysis(version: str) -> Analysis:
        return analyse(monai_release(version))

    return analysis
