"""What the rule book says as a whole."""

from __future__ import annotations

import re

from building.tables import table
from monai_tslint import rulebook
from monai_tslint.checks import RULES, Rule

_GROUPS = (
    ("MTS1", "State written during calls"),
    ("MTS2", "Temporary state"),
    ("MTS3", "Markers and locks"),
    ("MTS4", "Pipelines"),
    ("MTS5", "Inputs"),
    ("MTS9", "Files and suppressions"),
)
_INTRODUCTION = """\
The names read as "allow …". *Level* is that of a finding by default; a rule that is `off` has to be selected. *Fix* says what
`--fix` applies: safe fixes by itself, unsafe ones with `--unsafe-fixes`. Every example on the pages is a test.
"""
_FENCE = re.compile(r"^(?:`[\w./-]+`:\n\n)?```.*?^```$", re.MULTILINE | re.DOTALL)


def rule_index() -> str:
    """The page with all rules."""
    parts = ["# Rules\n", _INTRODUCTION]
    for prefix, title in _GROUPS:
        rows = [_row(rule) for rule in RULES.values() if rule.code.startswith(prefix)]
        if rows:
            parts += [f"## {title}\n", table(("code", "name", "level", "fix", "reports"), rows)]
    entries = "".join(f"{_title(page.name)} <{page.name}>\n" for page in rulebook.pages())
    return "\n".join([*parts, f"```{{toctree}}\n:hidden:\n\n{entries}```\n"])


def known_gaps() -> str:
    """What each rule misses, or reports wrongly, in the words of its page; the examples are there."""
    return "\n".join(_gaps(page.name, page.read_text("utf-8")) for page in rulebook.pages())


def _gaps(file: str, text: str) -> str:
    prose = _FENCE.sub("", _section(text, "Known gaps")).replace("](MTS", "](rules/MTS")
    paragraphs = [" ".join(paragraph.split()) for paragraph in prose.split("\n\n")]
    items = "".join(f"- {re.sub(':$', '.', paragraph)}\n" for paragraph in paragraphs if paragraph)
    return f"### {_title(file)}\n\n{items}\n[Examples](rules/{file}#known-gaps)\n"


def _title(file: str) -> str:
    """Code and name, from the name of a page."""
    return file.removesuffix(".md").replace("-", " ", 1)


def _row(rule: Rule) -> tuple[str, ...]:
    (page,) = (page for page in rulebook.pages() if page.name.startswith(rule.code))
    level = "off" if rule.severity is None else rule.severity.label
    return (f"[{rule.code}]({page.name})", rule.name, level, _fix(page.read_text("utf-8")), rule.summary)


def _fix(text: str) -> str:
    """What `--fix` applies, as the page shows and says."""
    section = _section(text, "Fix")
    shown = set(re.findall(r"^```fixed (safe|unsafe)", section, re.MULTILINE))
    said = {kind for option, kind in (("`--fix`", "safe"), ("`--unsafe-fixes`", "unsafe")) if option in section}
    return ", ".join(sorted(shown | said))


def _section(text: str, heading: str) -> str:
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found is not None else ""
