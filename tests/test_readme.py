"""The README's console blocks print what they say, and its install commands are those that CI runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from console import Command, agrees, commands, run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_console_block_prints_what_it_says() -> None:
    """One test for all blocks, so that a page without any still passes."""
    wrong = []
    for command in commands(README):
        printed = run(command, ROOT)
        if not agrees(command.expected, printed):
            wrong.append(f"README.md:{command.line}: $ {command.text}\n" + "\n".join(printed))
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("purpose", ["check", "test"])
def test_the_page_has_one_command_for_each_purpose(purpose: str) -> None:
    """CI reads its commands from the page, so the page must have exactly one of each."""
    ending = {"check": r"monai-tslint check examples", "test": r"pytest"}[purpose]
    assert len(re.findall(rf"^python3 -m venv \.venv && .*{ending}$", README, re.MULTILINE)) == 1


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []


PAGE = """\
Text.

```console
$ printf 'one\\ntwo\\n'
one
two
$ printf 'a 1.25 b\\n\\nc\\n'; echo $?
a … b

c
0
```
"""


def test_a_block_holds_several_commands() -> None:
    assert commands(PAGE) == [
        Command(4, "printf 'one\\ntwo\\n'", ("one", "two")),
        Command(7, "printf 'a 1.25 b\\n\\nc\\n'; echo $?", ("a … b", "", "c", "0")),
    ]


def test_blocks_are_run(tmp_path: Path) -> None:
    assert [agrees(command.expected, run(command, tmp_path)) for command in commands(PAGE)] == [True, True]


@pytest.mark.parametrize(
    ("expected", "printed", "outcome"),
    [
        (("a",), ["a"], True),
        (("a",), ["a", "b"], False),
        (("a", "…"), ["a", "b", "c"], True),
        (("a", "...", "c"), ["a", "c"], True),
        (("…", "c"), ["a", "b"], False),
        (("a … c",), ["a b\nc"], False),
        (("a", "", "b"), ["a", "b"], False),
        (("a", ""), ["a"], True),
        ((), [], True),
        ((), ["a"], False),
    ],
)
def test_wildcards(expected: tuple[str, ...], printed: list[str], outcome: bool) -> None:
    assert agrees(expected, printed) is outcome
