"""Fixtures of all tests: released versions of MONAI and other frameworks, and golden files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from hooked import environment, hook_repository
from releases import Releases, Unavailable, cache_folder
from repositories import Repository

GOLDEN = Path(__file__).parent / "golden"
OPT_IN = {"browser", "releases", "repository", "torch"}  # marks of tests that run only where `-m` names the mark


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the golden files instead of comparing with them; read the diff afterwards."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden from the present output")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that one has to ask for."""
    named = set(re.findall(r"\w+", config.option.markexpr))
    left_out = [item for item in items if not OPT_IN.isdisjoint({mark.name for mark in item.iter_markers()} - named)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the tool remembers in tests is neither the user's nor kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONAI_TSLINT_CACHE_DIR", str(tmp_path_factory.mktemp("remembered")))
        yield


@pytest.fixture(scope="session")
def released() -> Callable[[str, str], Path]:
    """Gives for a package and version the folder that contains it; fails where the package index is out of reach."""
    releases = Releases(cache_folder())

    def folder(name: str, version: str) -> Path:
        try:
            return releases.folder(name, version)
        except Unavailable as error:
            pytest.fail(str(error), pytrace=False)

    return folder


@pytest.fixture(scope="session")
def monai_release(released: Callable[[str, str], Path]) -> Callable[[str], Path]:
    """Gives for a version the folder that contains its `monai/`."""
    return partial(released, "monai")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name in `tests/golden`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"no golden file {name}: make it with `pytest --update-golden`"
        assert text.splitlines() == file.read_text(encoding="utf-8").splitlines()

    return compare


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository that pre-commit installs the hook from."""
    return hook_repository(tmp_path_factory.mktemp("hooks"))


@pytest.fixture(scope="session")
def hook_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of pre-commit; the hook is installed once for all tests."""
    return environment(tmp_path_factory.mktemp("pre-commit"))
