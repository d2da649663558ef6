"""Verdicts on transforms of other frameworks agree with those of a reader who did not ask the tool."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pytest

from analysed import Analysis


class Release(TypedDict):
    """The classes of one release that were read, by their names."""

    name: str
    version: str
    safe: list[str]
    unsafe: list[str]


RELEASES: list[Release] = tomllib.loads((Path(__file__).parent / "verdicts.toml").read_text(encoding="utf-8"))[
    "releases"
]

pytestmark = pytest.mark.wheels


@pytest.fixture(params=RELEASES, ids=lambda release: release["name"])
def release(request: pytest.FixtureRequest) -> Release:
    """One release."""
    chosen: Release = request.param
    return chosen


@pytest.fixture
def analysis(release: Release, analysed_release: Callable[[str, str], Analysis]) -> Analysis:
    """What the tool says of it."""
    return analysed_release(release["name"], release["version"])


def test_the_verdicts(release: Release, analysis: Analysis) -> None:
    read = {name: verdict for verdict in ("safe", "unsafe") for name in release[verdict]}
    found = {row.cls.rpartition(".")[2]: row.verdict for row in analysis.classes}
    assert {name: found.get(name) for name in read} == read


def test_what_is_safe_is_not_reported(release: Release, analysis: Analysis) -> None:
    reported = {(finding.cls or "").rpartition(".")[2] for finding in analysis.default}
    assert reported.isdisjoint(release["safe"])


def test_each_unsafe_class_or_a_base_of_it_is_reported(release: Release, analysis: Analysis) -> None:
    reported = {finding.cls for finding in analysis.default}
    rows = [row for row in analysis.classes if row.cls.rpartition(".")[2] in release["unsafe"]]
    assert [row.cls for row in rows if reported.isdisjoint((row.cls, *row.bases))] == []
