"""The rule book's pages as data: headings, and code blocks with what their comments say about the findings in them.

A comment `# error: [MTS101] "part of the message"` (or `warning`, `info`) expects a finding on its line, `# false: …`
one that should not be there, `# missed: [MTS101]` none although there should be one. Several may follow each other on a
line. The info string of a fence is `py` or `fixed`, then `strict`, `select=MTS110` or `monai=1.4`; `fixed safe` and
`fixed unsafe` say that `--fix` makes this of the block before, with a fix of that applicability. A line such as
`` `base.py`: `` before a fence names a file that is loaded together with the next block without a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

RULES_FOLDER = Path(__file__).parents[1] / "rules"
MAIN_FILE = "transforms.py"

_FENCE = re.compile(
    r"^(?:`(?P<name>[\w/]+\.py)`:\n\n?)?```(?P<info>\S[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_NOTE = re.compile(r'# (error|warning|info|false|missed): \[(MTS\d+)\](?: "([^"]*)")?')
_LOOKS_LIKE_NOTE = re.compile(r"#\s*(?:error|warning|info|false|missed):")
_TITLE = re.compile(r"# (\S+) \((MTS\d+)\)")
_SEVERITY = re.compile(r"^Default severity: (\w+)", re.MULTILINE)


class BadPage(Exception):
    """A page that does not follow the format; the message names file and line."""


@dataclass(frozen=True)
class Expectation:
    """What a comment says: `word` is a severity, `false` or `missed`; `part` is in the message."""

    path: str
    line: int
    word: str
    rule: str
    part: str


@dataclass(frozen=True)
class Block:
    """An example: files with their texts, and the options of its fence. `number` counts from 1 in its section."""

    section: str
    number: int
    line: int
    language: str
    options: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    expected: tuple[Expectation, ...]

    def option(self, name: str) -> str | None:
        """The value of `name=value` in the fence, None if it is not there."""
        return next((o.removeprefix(f"{name}=") for o in self.options if o.startswith(f"{name}=")), None)


@dataclass(frozen=True)
class Page:
    """One rule's page. `sections` are the headings with the text under each."""

    path: Path
    code: str
    name: str
    summary: str
    severity: str
    sections: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    def section(self, heading: str) -> str:
        """The text under a heading, `""` if there is no such heading."""
        return dict(self.sections).get(heading, "")

    def blocks_of(self, heading: str) -> tuple[Block, ...]:
        """The blocks under a heading."""
        return tuple(b for b in self.blocks if b.section == heading)


def pages(folder: Path = RULES_FOLDER) -> tuple[Page, ...]:
    """All pages, by code."""
    return tuple(read_page(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md")))


def read_page(path: Path, text: str) -> Page:
    """The page in `text`. Raises `BadPage`."""
    head = text.partition("\n## ")[0]
    title = _TITLE.match(head)
    severity = _SEVERITY.search(head)
    paragraphs = [p.strip() for p in head.split("\n\n")]
    if title is None or severity is None or len(paragraphs) < 3:
        raise BadPage(f"{path.name}:1: expected a title, a sentence and a line `Default severity: …`")
    return Page(path, title[2], title[1], " ".join(paragraphs[1].split()), severity[1], *read_blocks(path, text))


def read_blocks(path: Path, text: str) -> tuple[tuple[tuple[str, str], ...], tuple[Block, ...]]:
    """The sections of a page, headings with texts, and the blocks in them. Raises `BadPage`."""
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    sections = tuple((part.partition("\n")[0].strip(), part.partition("\n")[2]) for part in rest)
    blocks: list[Block] = []
    first = head.count("\n") + 1
    for heading, body in sections:
        blocks += _numbered(_blocks(path, heading, body, first))
        first += body.count("\n") + 1
    return sections, tuple(blocks)


def without_notes(text: str) -> str:
    """An example's text as users have it, without the comments that expect findings."""
    return re.sub(rf"(?:  {_NOTE.pattern})+$", "", text, flags=re.MULTILINE)


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    return (replace(block, number=number) for number, block in enumerate(blocks, 1))


def _blocks(path: Path, heading: str, body: str, first: int) -> Iterator[Block]:
    """The examples under a heading that starts in line `first`; named files go with the block that follows them."""
    files: list[tuple[str, str]] = []
    for fence in _FENCE.finditer(body):
        language, *options = fence["info"].split()
        if language not in ("py", "fixed"):
            continue
        line = first + 1 + body.count("\n", 0, fence.start("info"))
        files.append((fence["name"] or MAIN_FILE, fence["text"]))
        if fence["name"] is None:
            notes = tuple(n for name, text in files for n in _notes(path, line, name, text))
            yield Block(heading, 0, line, language, tuple(options), tuple(files), notes)
            files = []
    if files:
        raise BadPage(f"{path.name}:{first}: no block without a name follows `{files[-1][0]}`")


def _notes(page: Path, first: int, name: str, text: str) -> Iterator[Expectation]:
    for number, line in enumerate(text.splitlines(), 1):
        found = list(_NOTE.finditer(line))
        if len(found) != len(_LOOKS_LIKE_NOTE.findall(line)):
            raise BadPage(f"{page.name}:{first + number}: not understood: {line.strip()}")
        for note in found:
            yield Expectation(name, number, note[1], note[2], note[3] or "")
