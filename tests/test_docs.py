"""The documentation: it builds without a warning, its links lead somewhere, and its examples print what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from building.fences import captioned
from building.links import Link, links, relinked, resolved
from building.rules import rule_index
from building.staging import DeadLink, stage
from console import agrees, commands, run
from monai_tslint.checks import RULES
from monai_tslint.cli import cli
from monai_tslint.config.keys import KEYS
from monai_tslint.frameworks.pages import documented

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += [
    page for folder in ("docs", "rules", "monai_tslint/frameworks") for page in sorted((ROOT / folder).glob("*.md"))
]
_FILE = re.compile(r"^`(?P<name>[\w./-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\n.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class File:
    """A file that a page tells the reader to write."""

    name: str
    text: str


def steps(page: str) -> Iterator[File | str]:
    """What a page tells its reader to do, in order: files to write, and blocks of commands."""
    for found in sorted([*_FILE.finditer(page), *_CONSOLE.finditer(page)], key=lambda found: found.start()):
        yield File(found["name"], found["text"]) if found.re is _FILE else found[0]


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.stem)
def test_a_page_can_be_followed_in_an_empty_folder(page: Path, tmp_path: Path) -> None:
    """Its files are written, its commands run, and they print what the page says."""
    wrong = []
    for step in steps(page.read_text("utf-8")):
        if isinstance(step, File):
            (tmp_path / step.name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step.name).write_text(step.text, "utf-8")
            continue
        for command in commands(step):
            printed = run(command, tmp_path)
            if not agrees(command.expected, printed):
                wrong.append(f"{page.name}: $ {command.text}\n" + "\n".join(printed))
    assert not wrong, "\n\n".join(wrong)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by the one command, which takes warnings for errors: links and anchors that lead nowhere, too."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(DOCS / "build.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    return folder


class TestSite:
    def test_every_page_is_there(self, site: Path) -> None:
        pages = {page.relative_to(site).with_suffix("").as_posix() for page in site.rglob("*.html")}
        own = {page.stem for page in DOCS.glob("*.md")} | {"guide", "contributing", "changelog"}
        rules = {f"rules/{page.stem}" for page in (ROOT / "rules").glob("*.md")} | {"rules/index"}
        assert own | rules | {f"frameworks/{name}" for name in documented()} <= pages

    def test_the_configuration_page_has_every_key(self, site: Path) -> None:
        text = (site / "configuration.html").read_text("utf-8")
        assert [key.name for key in KEYS if f'id="{key.name}"' not in text] == []

    def test_the_command_line_page_has_every_option(self, site: Path) -> None:
        text = (site / "command-line.html").read_text("utf-8")
        options = {option for command in cli.commands.values() for one in command.params for option in one.opts}
        assert [option for option in options if option.startswith("--") and option not in text] == []

    def test_the_rule_index_has_every_rule(self) -> None:
        index = rule_index()
        assert [rule.name for rule in RULES.values() if f"| {rule.name} |" not in index] == []

    def test_nothing_is_fetched_from_elsewhere(self, site: Path) -> None:
        """No script, style, font or picture; links that a reader may follow are no concern."""
        fetched = re.compile(
            r"""(?:src|<link[^>]*href)=["']https?://[^"']*|url\(["']?https?://[^)]*|@import[^;]*https?://"""
        )
        texts = {file: file.read_text("utf-8") for file in site.rglob("*") if file.suffix in (".html", ".css")}
        assert {file.name: found for file, text in texts.items() if (found := fetched.findall(text))} == {}

    def test_generated_parts_are_all_filled_in(self, site: Path) -> None:
        assert [page.name for page in site.rglob("*.html") if "<!-- generated" in page.read_text("utf-8")] == []


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_urls_are_well_formed(self, page: Path) -> None:
        found = [link for link in links(page.read_text("utf-8")) if link.external]
        assert [link for link in found if not link.well_formed] == []

    def test_a_dead_link_ends_the_build(self, tmp_path: Path) -> None:
        for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
            (tmp_path / name).touch()
        (tmp_path / "README.md").write_text("See\n[this](rules/MTS999.md#gaps).\n", "utf-8")
        with pytest.raises(DeadLink, match=re.escape("README.md:2: rules/MTS999.md#gaps leads nowhere")):
            stage(tmp_path, tmp_path / "site")

    def test_a_dead_anchor_ends_the_build(self, tmp_path: Path) -> None:
        shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("*.md", "__pycache__"))
        for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
            (tmp_path / name).write_text("# Title\n", "utf-8")
        (tmp_path / "docs/index.md").write_text(
            "# Front\n\n[there](../README.md#title) [not there](../README.md#no)\n", "utf-8"
        )
        command = [sys.executable, str(tmp_path / "docs/build.py"), str(tmp_path / "site")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        (missing,) = (line for line in done.stderr.splitlines() if "local id not found" in line)
        assert "'no'" in missing

    def test_links_in_code_are_no_links(self) -> None:
        page = "[a](b.md) `[c](d.md)`\n\n```md\n[e](f.md)\n```\n\n[`g`](h.md#i) <https://a.b/c>\n"
        assert [(link.target, link.line) for link in links(page)] == [("b.md", 1), ("h.md#i", 7), ("https://a.b/c", 7)]
        assert relinked(page, lambda link: link.target.upper()).count("H.MD#I") == 1
        assert relinked(page, lambda link: link.target) == page

    @pytest.mark.parametrize(
        ("target", "fine"), [("https://a.org/b#c", True), ("http://a.org", False), ("https://a", False)]
    )
    def test_urls(self, target: str, fine: bool) -> None:
        assert Link(target, 0, 1).external
        assert Link(target, 0, 1).well_formed == fine

    def test_where_a_link_leads(self) -> None:
        assert resolved("../rules", "docs/a.md") == ("rules", "")
        assert resolved("b.md#c", "docs/a.md") == ("docs/b.md", "#c")
        assert resolved("#c", "docs/a.md") == ("docs/a.md", "#c")


class TestFences:
    @pytest.mark.parametrize(
        ("fence", "caption"),
        [
            ("```py", None),
            ("```py monai=1.4 strict", ":caption: MONAI 1.4; --strict"),
            ("```py select=MTS110", ":caption: --extend-select MTS110"),
            ("```fixed unsafe", ":caption: What --fix --unsafe-fixes makes of it"),
            ("```fixed monai=1.4", ":caption: Mended; MONAI 1.4"),
            ("`base.py`:\n\n```py", ":caption: base.py"),
        ],
    )
    def test_what_a_block_assumes_is_its_caption(self, fence: str, caption: str | None) -> None:
        lines = captioned(f"{fence}\nx = 1\n```\n").splitlines()
        assert lines[0] == "```{code-block} python"
        assert lines[2:-1] == [*([caption] if caption else []), "", "x = 1"]

    def test_others_stay(self) -> None:
        page = "```console\n$ ls\n```\n\n```{toctree}\n:hidden:\n\na\n```\n"
        assert captioned(page) == page
