"""The page in a real browser, without a window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from html_pages import BASE, HOSTILE, SMOOTH, Page, hostile, words
from made_findings import FULL, lines, made, report
from monai_tslint.report.html import render

pytestmark = pytest.mark.browser


def opened(folder: Path, text: str, script: str = "") -> Page:
    """The page after the browser has run it, and then a script of the test."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert browser, "there is no Chromium"
    file = folder / "page.html"
    file.write_text(text.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*command, "--dump-dom", file.as_uri()], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return Page(done.stdout)


def hidden(parsed: Page) -> int:
    return sum(("hidden", "") in pairs for _, pairs in parsed.tags)


TEXT = render(replace(report(FULL, made("MTS301", message="no marker")), inventory=(SMOOTH, BASE)), lines, "1.0")


def test_search_and_filter(tmp_path: Path) -> None:
    assert "Shown: 2 of 2 findings, 2 of 2 classes" in words(opened(tmp_path, TEXT))
    search = "const box = document.getElementById('search'); box.value = 'MARKER';"
    found = opened(tmp_path, TEXT, f"{search} box.dispatchEvent(new Event('input', {{bubbles: true}}))")
    assert "Shown: 1 of 2 findings, 0 of 2 classes" in words(found)
    assert hidden(found) == 3
    found = opened(tmp_path, TEXT, "document.querySelector('[value=error]').click()")
    assert "Shown: 1 of 2 findings, 2 of 2 classes" in words(found)


def test_the_table_is_sorted(tmp_path: Path) -> None:
    click = "document.querySelector('#table button').click();"
    up, down = words(opened(tmp_path, TEXT, click)), words(opened(tmp_path, TEXT, click * 2))
    assert up.index("pkg.core.Base safe 0") < up.index("pkg.smooth.Smooth unsafe 1")
    assert down.index("pkg.core.Base safe 0") > down.index("pkg.smooth.Smooth unsafe 1")


def test_everything_is_open_when_printed(tmp_path: Path) -> None:
    found = opened(tmp_path, TEXT, "dispatchEvent(new Event('beforeprint'))")
    assert [("open", "") in pairs for tag, pairs in found.tags if tag == "details"] == [True, True]


def test_markup_in_the_code_does_not_run(tmp_path: Path) -> None:
    found = opened(tmp_path, render(hostile(), lambda _: (HOSTILE,), "1.0"), "document.title += ' and was run'")
    assert "findings – monai-tslint and was run" in words(found)
    assert "img" not in {tag for tag, _ in found.tags}
