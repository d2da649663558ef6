"""Finding the pages of the rule book."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from monai_tslint.rulebook import MissingPageError, folder, page, pages


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for name in ("MTS102-overwritten-configuration", "MTS101-per-call-state-on-self"):
        (tmp_path / f"{name}.md").write_text(f"# {name} ü\n", "utf-8")
    (tmp_path / "README.md").touch()
    (tmp_path / "MTS101.txt").touch()
    return tmp_path


def test_a_page_is_found_by_its_code(book: Path) -> None:
    assert page("MTS101", book) == "# MTS101-per-call-state-on-self ü\n"


def test_all_pages_in_order(book: Path) -> None:
    assert [entry.name for entry in pages(book)] == [
        "MTS101-per-call-state-on-self.md",
        "MTS102-overwritten-configuration.md",
    ]


def test_a_missing_page_is_said(book: Path) -> None:
    with pytest.raises(MissingPageError, match="0 pages for MTS103"):
        page("MTS103", book)
    with pytest.raises(MissingPageError, match="0 pages for MTS10 "):
        page("MTS10", book)


def test_two_pages_for_one_rule_are_a_mistake(book: Path) -> None:
    (book / "MTS101-another-name.md").touch()
    with pytest.raises(MissingPageError, match="2 pages for MTS101"):
        page("MTS101", book)


def test_a_book_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert pages(tmp_path / "nowhere") == ()


def test_a_zipped_package_can_be_read(book: Path, tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("_rules/MTS101-a.md", "text")
    assert page("MTS101", zipfile.Path(archive) / "_rules") == "text"


def test_a_checkout_has_the_book_beside_the_package() -> None:
    assert Path(str(folder())).name in ("rules", "_rules")
