"""The page of a library of MONAI's size."""

from __future__ import annotations

import pytest

from analysed import Analysed
from html_pages import Page, words
from monai_tslint.findings import Report
from monai_tslint.report.html import render

pytestmark = pytest.mark.wheels


def test_the_page_of_a_release_is_small_and_whole(analysed: Analysed) -> None:
    release = analysed("1.5.0")
    texts = {source.path: source.text.split("\n") for source in release.sources}
    count = len(release.classes)
    report = Report(release.default, (), (), (), len(texts), count, inventory=release.classes)
    text = render(report, lambda here: texts[here.path], "1.0")
    page = Page(text)
    assert page.balanced
    assert len(text.encode()) < 3_000_000
    assert sum(("data-item", "class") in pairs for _, pairs in page.tags) == count
    assert sum(("data-item", "finding") in pairs for _, pairs in page.tags) == len(release.default)
    assert "1509 self.img_t = convert_to_tensor(img" in words(page)
