"""What users install: the wheel, built from the source distribution, which therefore lacks nothing."""

from __future__ import annotations

import configparser
import email.message
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
GENERATED = {"__pycache__", ".git", ".venv", "build", "dist"}


def shipped(folder: str, *patterns: str) -> list[Path]:
    """Files of the checkout below `folder`, relative to it."""
    top = ROOT / folder
    found = {path.relative_to(top) for pattern in patterns for path in top.rglob(pattern) if path.is_file()}
    return sorted(path for path in found if not GENERATED & set(path.parts))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.Path:
    """The root of the wheel."""
    (file,) = built.glob("*.whl")
    return zipfile.Path(file)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.Path) -> email.message.Message:
    """The wheel's METADATA."""
    (info,) = (entry for entry in wheel.iterdir() if entry.name.endswith(".dist-info"))
    return email.message_from_string((info / "METADATA").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("folder", "place", "patterns"),
    [
        ("monai_tslint", "monai_tslint", ("*.py", "py.typed")),
        ("monai_tslint/frameworks", "monai_tslint/frameworks", ("*",)),
        ("monai_tslint/catalogues", "monai_tslint/catalogues", ("*",)),
        ("monai_tslint/report/html/template", "monai_tslint/report/html/template", ("*",)),
        ("rules", "monai_tslint/_rules", ("*.md",)),
    ],
)
def test_the_wheel_holds(folder: str, place: str, patterns: tuple[str, ...], wheel: zipfile.Path) -> None:
    expected = shipped(folder, *patterns)
    assert expected
    for path in expected:
        assert (wheel / place / path.as_posix()).read_bytes() == (ROOT / folder / path).read_bytes()


def test_the_wheel_is_small_and_holds_nothing_else(wheel: zipfile.Path) -> None:
    assert Path(str(wheel.root.filename)).stat().st_size < 5_000_000
    assert [entry.name for entry in wheel.iterdir() if not entry.name.startswith(("monai_tslint",))] == []


def test_dependencies_have_a_lower_bound_and_no_upper_one(metadata: email.message.Message) -> None:
    requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    assert {str(r.name) for r in requirements if not r.marker} == {
        "astroid", "click", "libcst", "msgspec", "packaging", "pathspec", "platformdirs", "pyyaml", "rich",
    }  # fmt: skip
    assert {clause.operator for r in requirements for clause in r.specifier} == {">="}
    assert [r.name for r in requirements if not r.specifier] == []


def test_metadata(metadata: email.message.Message) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata["Name"] == "monai-tslint"
    assert metadata["Version"] == project["version"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"


def test_the_command_and_the_plugin_are_installed(wheel: zipfile.Path) -> None:
    (info,) = (entry for entry in wheel.iterdir() if entry.name.endswith(".dist-info"))
    entry_points = configparser.ConfigParser()
    entry_points.read_string((info / "entry_points.txt").read_text(encoding="utf-8"))
    assert dict(entry_points["console_scripts"]) == {"monai-tslint": "monai_tslint.cli:run"}
    assert dict(entry_points["flake8.extension"]) == {"mts": "monai_tslint.flake8_plugin:Plugin"}
    assert "Apache License" in (info / "licenses" / "LICENSE").read_text(encoding="utf-8")


def test_the_source_distribution_is_complete(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    expected = {
        (Path(folder) / path).as_posix()
        for folder in ("monai_tslint", "rules", "docs", "schemas", "tests", "examples", ".ci")
        for path in shipped(folder, "*")
    }
    expected |= {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml"}
    assert expected - names == set()
