"""The page in a real browser as people use it: by keyboard, with assistive technology, on paper and on small screens."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from msgspec.structs import replace

from analysed import Analysis, analyse
from html_pages import BASE, SMOOTH
from made_findings import FULL, at, lines, made, report
from monai_tslint.findings import Report
from monai_tslint.report.html import render, render_inventory

pytestmark = pytest.mark.browser

Opened = Callable[..., "Browser"]
ANOTHER = replace(made("MTS103", message="an update may be lost"), cls="pkg.core.Base")
OTHER = replace(FULL, location=at(7, 16, 26), trace=())
CHECK = render(replace(report(FULL, OTHER, ANOTHER), inventory=(SMOOTH, BASE)), lines, "1.0")
INVENTORY = render_inventory((SMOOTH, BASE), report(), "1.0")
AXE = "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then((found) => done(found.violations))"
BACKSPACE, TAB, ENTER, SPACE = "\ue003", "\ue004", "\ue007", " "


class Driver(Protocol):
    """What is used of selenium's driver."""

    def get(self, url: str) -> None: ...
    def execute_script(self, script: str, *arguments: object) -> object: ...
    def execute_async_script(self, script: str, *arguments: object) -> object: ...
    def execute_cdp_cmd(self, command: str, arguments: dict[str, object]) -> dict[str, str]: ...


class Browser:
    """A page in Chromium."""

    def __init__(self, driver: Driver, url: str, *, width: int, dark: bool) -> None:
        self.driver = driver
        colors = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": colors})
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**screen})
        driver.get(url)

    def ask(self, expression: str) -> object:
        """The value of an expression in the page."""
        return self.driver.execute_script(f"return {expression}")

    def press(self, *keys: str) -> None:
        """Press keys, whatever has the focus."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def focus(self) -> str:
        """The words of what has the focus."""
        shown = self.ask("document.activeElement.closest('label, summary, a, button, [role=region]').innerText")
        return " ".join(str(shown).split())

    def violations(self) -> list[str]:
        """What axe finds."""
        from axe_selenium_python import Axe

        Axe(self.driver).inject()
        found = self.driver.execute_async_script(AXE)
        assert isinstance(found, list)
        return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found]


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    started = webdriver.Chrome(options=options, service=service)
    started.set_script_timeout(300)
    yield started
    started.quit()


@pytest.fixture
def opened(driver: Driver, tmp_path: Path) -> Opened:
    """Opens a page with a width, in light or dark colours."""

    def open_page(text: str, *, width: int = 1280, dark: bool = False) -> Browser:
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        return Browser(driver, file.as_uri(), width=width, dark=dark)

    return open_page


@pytest.fixture(scope="module")
def release(released: Callable[[str, str], Path]) -> Analysis:
    return analyse(released("monai", "1.5.0"))


def page_of(release: Analysis) -> str:
    texts = {source.path: source.text.split("\n") for source in release.sources}
    found = Report(release.default, (), (), (), len(texts), len(release.classes), inventory=release.classes)
    return render(found, lambda here: texts[here.path], "1.0")


@pytest.mark.parametrize("text", [CHECK, INVENTORY], ids=["check", "inventory"])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(opened: Opened, text: str, dark: bool, width: int) -> None:
    browser = opened(text, width=width, dark=dark)
    browser.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browser.violations() == []
    assert browser.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_everything_is_reached_by_keyboard_in_the_order_of_the_page(opened: Opened) -> None:
    browser = opened(CHECK)
    reached: list[str] = []
    while not reached or reached[-1] != "Place":
        browser.press(TAB)
        reached.append(browser.focus())
        assert len(reached) < 60, reached
    assert reached[:5] == ["Skip to the content", "pkg.smooth.Smooth", "Findings", "Classes", "Inheritance"]
    assert reached[5:13] == ["Search", "error", "warning", "info", "unsafe", "unsafe-marked", "unknown", "safe"]
    assert reached[13].startswith("error MTS101 `self.img_t` holds")
    assert reached[14] == "pkg.smooth.Smooth"
    assert "self.img_t = img" in reached[15]
    assert [words.split()[0] for words in reached[16:18]] == ["error", "warning"]
    assert reached[-8:] == ["Class", "Verdict", "Findings", "Shared writes", "Entry points", "Marker", "Why", "Place"]


def test_search_filter_and_sort_by_keyboard(opened: Opened) -> None:
    browser = opened(CHECK)
    shown = "document.getElementById('shown').innerText"
    browser.press(*[TAB] * 6, *"lost")
    assert browser.ask(shown) == "Shown: 1 of 3 findings, 0 of 2 classes"
    browser.press(*[BACKSPACE] * 4, TAB, SPACE)
    assert browser.ask(shown) == "Shown: 1 of 3 findings, 2 of 2 classes"
    browser.ask("document.querySelector('#table th:nth-child(2) button').focus()")
    for order in ("ascending", "descending"):
        browser.press(ENTER)
        assert browser.ask("document.querySelector('[aria-sort]').ariaSort") == order
        assert browser.ask("document.activeElement.innerText") == "Verdict"
    assert browser.ask("document.querySelector('#table tbody td').innerText") == "unsafe"


def test_links_lead_to_findings_even_if_they_are_filtered_out(opened: Opened) -> None:
    browser = opened(CHECK)
    browser.press(*[TAB] * 6, *"no such word")
    browser.ask("[...document.querySelectorAll('#table a')].at(-1).click()")
    assert browser.ask("location.hash") == "#finding-3"
    assert browser.ask("document.getElementById('finding-3').open")
    assert browser.focus().startswith("warning MTS103 an update may be lost")
    assert browser.ask("document.getElementById('search').value") == ""


def test_a_stranger_finds_the_worst_class_and_its_interleaving_in_a_release(opened: Opened, release: Analysis) -> None:
    browser = opened(page_of(release))
    browser.press(TAB, TAB, ENTER)
    worst = str(browser.ask("document.activeElement.closest('details').innerText"))
    for part in ("error MTS101", "How a call gets here", "What it collides with", "thread A", "thread B", "Help:"):
        assert part in worst
    assert browser.ask(
        "document.querySelector('#table tbody th').innerText == document.querySelector('#finding-1 p code').innerText"
    )
    row = "document.querySelector('.threads tbody tr')"
    for style in ("backgroundColor", "borderRadius"):
        drawn = f"getComputedStyle({row}.querySelector('td:has(code)'), '::before').{style}"
        assert browser.ask(drawn) not in ("", "none", "0px", "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_a_release(opened: Opened, release: Analysis, dark: bool) -> None:
    assert opened(page_of(release), dark=dark).violations() == []


def test_the_paper_has_everything_in_view(opened: Opened, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    assert reader, "there is no pdftotext: install poppler-utils"
    browser = opened(CHECK)
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {})
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed["data"]))
    done = subprocess.run(
        [reader, "-layout", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, timeout=120, check=True
    )
    words = " ".join(done.stdout.split())
    assert words.count("One order that goes wrong") == 2
    assert "an update may be lost" in words
    assert "Search" not in words
    assert "Inheritance" in words
    assert browser.ask("document.querySelectorAll('details[open]').length") == 1
