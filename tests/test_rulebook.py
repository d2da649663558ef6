"""The rule book is true: every example on its pages, and the pages' form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from monai_tslint import catalogues, mending
from monai_tslint.checks import RULES
from monai_tslint.config import Settings
from monai_tslint.engine import check
from monai_tslint.findings import Finding
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import External, Workspace
from rulebook import MAIN_FILE, RULES_FOLDER, BadPage, Block, Expectation, Page, pages, read_page, without_notes

PAGES = pages()
SECTIONS = ["What it does", "Why is this bad", "Reported", "Accepted", "Fix", "Known gaps", "Options"]
ABOUT_FILES = ("MTS900", "MTS901")
"""Rules about files and comments, not classes: their examples go through the whole tool, on disk."""

BLOCKS = [
    pytest.param(page, block, id=f"{page.code}-{block.section.lower().replace(' ', '-')}-{block.number}")
    for page in PAGES
    for block in page.blocks
]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)


@cache
def catalogue(version: str) -> External:
    """MONAI's facts."""
    known = catalogues.load("monai", version)
    return External(known.files, known.facts)


def settings_of(block: Block, folder: Path = RULES_FOLDER) -> Settings:
    selected = block.option("select")
    return Settings(
        root=folder,
        select=(selected,) if selected else ("MTS",),
        strict="strict" in block.options,
        monai=block.option("monai"),
    )


def findings(page: Page, block: Block, folder: Path, monai: str | None = None) -> list[Finding]:
    """What the tool says of a block's files, with the facts of a MONAI version or none at hand."""
    if page.code in ABOUT_FILES:
        return on_disk(block, folder)
    version = block.option("monai") or monai
    workspace = Workspace(load_builtin(), [catalogue(version)] if version else [])
    for name, text in block.files:
        workspace.update(name, name.removesuffix(".py").replace("/", "."), False, text)
    settings = settings_of(block)
    found = workspace.findings(workspace.effects(), strict=settings.strict)
    return [finding for finding in found if settings.enabled(finding.rule)]


def on_disk(block: Block, folder: Path) -> list[Finding]:
    """The findings of `check` in a folder that holds the block's files; their paths are relative to it."""
    for name, text in block.files:
        (folder / name).write_text(text, encoding="utf-8")
    report = check([folder], settings_of(block, folder))
    return list(report.findings)


def wrong(block: Block, found: list[Finding]) -> list[str]:
    """Every way in which the findings differ from what the block's comments say."""
    left = list(found)
    complaints = []
    for note in block.expected:
        met = [finding for finding in left if fits(note, finding)]
        if note.word == "missed":
            complaints += [f"line {note.line}: the gap is closed, {note.rule} is reported" for _ in met]
        elif met:
            left.remove(met[0])
        else:
            complaints.append(f"{note.path}:{note.line}: expected {note.word}: [{note.rule}] {note.part!r}")
    return complaints + [f"{name_of(f)}:{f.location.line}: {f.severity.label}: [{f.rule}] {f.message}" for f in left]


def name_of(finding: Finding) -> str:
    return Path(finding.location.path).name


def fits(note: Expectation, finding: Finding) -> bool:
    """Whether a finding is the one that a comment speaks of."""
    here = (Path(note.path).name, note.line, note.rule) == (name_of(finding), finding.location.line, finding.rule)
    return here and note.part in finding.message and note.word in (finding.severity.label, "false", "missed")


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_a_block_has_the_findings_that_it_says(page: Page, block: Block, tmp_path: Path) -> None:
    assert wrong(block, findings(page, block, tmp_path)) == [], f"{page.path.name}:{block.line}"


@every_page
def test_a_page_says_the_same_with_the_newest_monai_at_hand(page: Page, tmp_path: Path) -> None:
    newest = catalogues.available("monai")[-1]
    complaints = [
        (f"{page.path.name}:{block.line}", wrong(block, findings(page, block, tmp_path, newest)))
        for block in page.blocks
        if page.code not in ABOUT_FILES
    ]
    assert [c for c in complaints if c[1]] == []


# The form of the pages ------------------------------------------------------------------------------------------------


def test_each_rule_has_one_page_and_each_page_a_rule() -> None:
    assert [page.code for page in PAGES] == sorted(RULES)


@every_page
def test_the_head_is_that_of_the_rule(page: Page) -> None:
    rule = RULES[page.code]
    level = "off" if rule.severity is None else rule.severity.label
    assert (page.name, page.summary, page.severity) == (rule.name, rule.summary, level)
    assert page.path.name == f"{rule.code}-{rule.name}.md"


@every_page
def test_the_sections_are_complete_and_in_order(page: Page) -> None:
    assert [heading for heading, _ in page.sections] == SECTIONS
    assert all(text.strip() for _, text in page.sections)


@every_page
def test_there_are_as_many_near_misses_as_reported_examples(page: Page) -> None:
    reported, accepted = page.blocks_of("Reported"), page.blocks_of("Accepted")
    assert len(reported) >= 3
    assert len(accepted) >= len(reported)
    assert all(any(note.rule == page.code for note in block.expected) for block in reported)
    assert [block.number for block in accepted if block.expected] == []


@every_page
def test_the_fix_mends(page: Page) -> None:
    bad, good = page.blocks_of("Fix")
    assert (bad.language, good.language) == ("py", "fixed")
    assert page.code in {note.rule for note in bad.expected}
    assert page.code not in {note.rule for note in good.expected}


@every_page
@pytest.mark.parametrize("unsafe", [False, True])
def test_the_tool_mends_as_the_page_says(page: Page, unsafe: bool, tmp_path: Path) -> None:
    bad, good = page.blocks_of("Fix")
    plain = {name: without_notes(text) for name, text in bad.files}
    for name, text in plain.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = replace(settings_of(bad, tmp_path), select=("MTS",) if page.code in ABOUT_FILES else (page.code,))
    mending.check([tmp_path], settings, unsafe=unsafe, write=True)
    applies = "safe" in good.options or ("unsafe" in good.options and unsafe)
    expected = {**plain, **dict(good.files)} if applies else plain
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in plain} == expected


@every_page
def test_known_gaps_are_executed(page: Page) -> None:
    gaps = page.blocks_of("Known gaps")
    assert gaps
    assert all({note.word for note in block.expected} & {"missed", "false"} for block in gaps)
    assert all(note.word not in ("missed", "false") for b in page.blocks if b not in gaps for note in b.expected)


@every_page
def test_an_interleaving_is_shown_in_two_columns(page: Page) -> None:
    rows = [line for line in page.section("Why is this bad").splitlines() if line.startswith("|")]
    assert len(rows) >= 3
    assert rows[1] == "|---|---|"
    assert {row.count("|") for row in rows} == {3}


@every_page
def test_links_lead_to_pages(page: Page) -> None:
    targets = [part.partition(")")[0] for part in page.path.read_text("utf-8").split("](")[1:]]
    assert [t for t in targets if not t.startswith("https://") and not (RULES_FOLDER / t).is_file()] == []


# The reader of the pages, and the comparison --------------------------------------------------------------------------

HEAD = "# some-name (MTS101)\n\nA sentence.\n\nDefault severity: error.\n\n## Reported\n\n"
BASE = "`base.py`:\n\n```py\nbase = 1  # info: [MTS108]\n```\n\n"
EXAMPLE = '```py strict monai=1.4\na = 1  # error: [MTS101] "`a`"  # missed: [MTS105]\n```\n'


def test_a_page_is_taken_apart() -> None:
    page = read_page(Path("page.md"), HEAD + BASE + EXAMPLE + "```sh\nls\n```\n")
    assert (page.name, page.code, page.summary, page.severity) == ("some-name", "MTS101", "A sentence.", "error")
    (block,) = page.blocks
    assert (block.section, block.number, block.line) == ("Reported", 1, 15)
    assert (block.language, block.options, block.option("monai")) == ("py", ("strict", "monai=1.4"), "1.4")
    assert [name for name, _ in block.files] == ["base.py", MAIN_FILE]
    assert block.expected == (
        Expectation("base.py", 1, "info", "MTS108", ""),
        Expectation(MAIN_FILE, 1, "error", "MTS101", "`a`"),
        Expectation(MAIN_FILE, 1, "missed", "MTS105", ""),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("no title\n\nA sentence.\n\nDefault severity: error.\n", "expected a title"),
        ("# some-name (MTS101)\n\nA sentence.\n", "Default severity"),
        (HEAD + BASE, "no block without a name follows `base.py`"),
        (HEAD + "```py\na = 1\nb = 2  # error: MTS101\n```\n", "page.md:11: not understood: b = 2"),
    ],
)
def test_a_page_of_another_form_is_refused(text: str, problem: str) -> None:
    with pytest.raises(BadPage, match=problem):
        read_page(Path("page.md"), text)


SHARED = """\
from monai.transforms import Transform
class A(Transform):
    def __call__(self, img):
        self.a = img{comment}
"""


@pytest.mark.parametrize(
    ("comment", "outcome"),
    [
        ("  # info: [MTS108]", []),
        ("  # false: [MTS108]", []),
        ('  # info: [MTS108] "`self.a` is left"', []),
        ('  # info: [MTS108] "`self.b`"', ["expected info", "info: [MTS108] `self.a`"]),
        ("  # warning: [MTS108]", ["expected warning", "info: [MTS108]"]),
        ("  # info: [MTS101]", ["expected info: [MTS101]", "info: [MTS108]"]),
        ("  # info: [MTS108]  # info: [MTS108]", ["expected info: [MTS108]"]),
        ("  # missed: [MTS108]", ["the gap is closed", "info: [MTS108]"]),
        ("  # info: [MTS108]  # missed: [MTS101]", []),
        ("", ["info: [MTS108]"]),
    ],
)
def test_a_wrong_comment_is_noticed(comment: str, outcome: list[str], tmp_path: Path) -> None:
    page = read_page(Path("page.md"), f"{HEAD}```py\n{SHARED.format(comment=comment)}```\n")
    complaints = wrong(page.blocks[0], findings(page, page.blocks[0], tmp_path))
    assert len(complaints) == len(outcome)
    assert all(part in complaint for part, complaint in zip(outcome, complaints, strict=True))
