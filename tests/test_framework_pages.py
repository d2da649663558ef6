"""The frameworks' pages are true: every example on them goes through the whole tool, and every pack has a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from monai_tslint import frameworks
from monai_tslint.config import Settings
from monai_tslint.engine import check
from monai_tslint.frameworks import load_builtin, pages
from rulebook import Block, read_blocks

FOLDER = Path(frameworks.__file__).parent
PAGES = sorted(FOLDER.glob("*.md"))
GENERAL = {"python", "torch"}
"""Packs of what frameworks are built on."""
BLOCKS = [
    pytest.param(block, id=f"{page.stem}-{block.section.lower().replace(' ', '-')}-{block.number}")
    for page in PAGES
    for block in read_blocks(page, page.read_text("utf-8"))[1]
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_has_the_findings_that_it_says(block: Block, tmp_path: Path) -> None:
    for name, text in block.files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = check([tmp_path], Settings(root=tmp_path)).findings
    wanted = [note for note in block.expected if note.word != "missed"]
    assert sorted((Path(f.location.path).name, f.location.line, f.severity.label, f.rule) for f in found) == sorted(
        (note.path, note.line, note.word, note.rule) for note in wanted
    )
    for note in wanted:
        assert any(note.part in finding.message for finding in found if finding.rule == note.rule), note


def test_each_pack_of_a_framework_has_a_page() -> None:
    assert {page.stem for page in PAGES} == {pack.name for pack in load_builtin()} - GENERAL
    assert {page.stem for page in PAGES} == set(pages.documented())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_is_reported_and_as_many_near_misses(page: Path) -> None:
    text = page.read_text("utf-8")
    sections, blocks = read_blocks(page, text)
    assert text.startswith(f"# {page.stem}\n")
    assert [heading for heading, _ in sections][:3] == ["What is shared", "Reported", "Accepted"]
    reported = [block for block in blocks if block.section == "Reported"]
    accepted = [block for block in blocks if block.section == "Accepted"]
    assert len(accepted) >= len(reported) > 0
    assert all(block.expected for block in reported)
    assert not any(block.expected for block in accepted)
    assert pages.page(page.stem) == text


def test_there_are_no_pages_of_other_names() -> None:
    assert pages.page("tensorflow") is None
    assert pages.page("../rules/MTS101") is None
