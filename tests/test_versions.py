"""Which release of a framework is assumed, and why."""

from pathlib import Path

import pytest

from monai_tslint import versions
from monai_tslint.findings import FrameworkChoice
from monai_tslint.frameworks import Pack

PACK = Pack("monai", modules=("monai",), distribution="monai-not-installed-here", version_file="monai/_version.py")
KNOWN = ("1.3", "1.4", "1.5", "1.6")


def choose(root: Path, wanted: str | None = None) -> FrameworkChoice:
    found = versions.choose(PACK, KNOWN, wanted, root)
    assert found is not None
    return found


def test_what_the_user_asks_for_comes_first(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("monai-not-installed-here>=1.5\n")
    assert choose(tmp_path, "1.4.0") == FrameworkChoice("monai", "1.4", "as requested")


@pytest.mark.parametrize(
    ("line", "minor"),
    [
        ("monai-not-installed-here>=1.4", "1.4"),
        ("monai_not_installed_here==1.5.1  # pinned", "1.5"),
        ("monai-not-installed-here[nibabel]>1.3.9,<2", "1.4"),
        ("monai-not-installed-here~=1.5", "1.5"),
    ],
)
def test_the_lowest_version_that_the_requirements_allow(tmp_path: Path, line: str, minor: str) -> None:
    (tmp_path / "requirements.txt").write_text(f"torch\n-r other.txt\n{line}\n")
    assert choose(tmp_path) == FrameworkChoice("monai", minor, "the lowest that requirements.txt allows")


def test_requirements_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\ndependencies = ["monai-not-installed-here>=1.5"]\n'
    )
    assert choose(tmp_path) == FrameworkChoice("monai", "1.5", "the lowest that pyproject.toml allows")


@pytest.mark.parametrize("text", ["[project\n", "project = 3\n"])
def test_a_broken_pyproject_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert choose(tmp_path).origin == "the newest known"


def test_a_requirement_without_a_version_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("monai-not-installed-here\n")
    assert choose(tmp_path) == FrameworkChoice("monai", "1.6", "the newest known")


def test_a_version_without_a_catalogue_takes_the_next_older_one(tmp_path: Path) -> None:
    assert choose(tmp_path, "1.9") == FrameworkChoice("monai", "1.6", "the nearest known to 1.9, as requested")
    assert choose(tmp_path, "0.1") == FrameworkChoice("monai", "1.3", "the nearest known to 0.1, as requested")
    assert choose(tmp_path, "1.5.9rc1").origin == "as requested"
    assert choose(tmp_path, "2").version == "1.6"


def test_what_is_no_version_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'newest' is not a version of monai: give one like 1\.6"):
        choose(tmp_path, "newest")


def test_a_framework_without_catalogues_has_no_version(tmp_path: Path) -> None:
    assert versions.choose(PACK, (), "1.4", tmp_path) is None


def test_the_framework_among_the_roots_tells_its_own_version() -> None:
    texts = [("monai/__init__.py", "monai", ""), ("monai/_version.py", "monai._version", ' "version": "1.5.0"\n')]
    assert versions.own_source(PACK, texts) == FrameworkChoice("monai", "1.5.0", "its own source, monai/_version.py")
    assert versions.own_source(PACK, texts[:1]) == FrameworkChoice("monai", None, "its own source")
    assert versions.own_source(PACK, [("src/other.py", "other", "import monai")]) is None
