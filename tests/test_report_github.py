"""Annotations for GitHub: read back as its runner reads workflow commands."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from made_findings import FULL, at, made, report
from monai_tslint.findings import Finding, Location
from monai_tslint.report import github

COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<data>.*)")


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    data: str


def unescaped(text: str, *pairs: str) -> str:
    for pair in (*pairs, "%0D\r", "%0A\n", "%25%"):
        text = text.replace(pair[:3], pair[3])
    return text


def read(line: str) -> Command:
    """A workflow command, split and unescaped in the order in which the runner does it."""
    match = COMMAND.fullmatch(line)
    assert match is not None
    pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
    properties = {key: unescaped(value, "%3A:", "%2C,") for key, value in pairs}
    return Command(match["name"], properties, unescaped(match["data"]))


def commands(*findings: Finding) -> list[Command]:
    return [read(line) for line in github.render(report(*findings)).splitlines()]


def test_a_finding_says_everything() -> None:
    assert commands(FULL) == [
        Command(
            "error",
            {
                "file": "pkg/smooth.py",
                "line": "3",
                "endLine": "3",
                "title": "MTS101 per-call-state-on-self",
                "col": "9",
                "endColumn": "19",
            },
            f"{FULL.message}\n{FULL.remedy}",
        )
    ]


def test_levels() -> None:
    assert [c.name for c in commands(made("MTS101"), made("MTS103"), made("MTS108"))] == ["error", "warning", "notice"]


@pytest.mark.parametrize("text", ["100%: a, b::c", "%0A %25 %2C", "a\nb", "::error::no", "größer → 漢"])
def test_any_text_arrives_as_it_was(text: str) -> None:
    (command,) = commands(made(location=at(3, 1, 2, path=text.replace("\n", "")), message=text))
    assert command.properties["file"] == text.replace("\n", "")
    assert command.data == text


def test_characters_that_could_end_a_command_are_replaced() -> None:
    assert github.render(report(made(message="a\r::error::b\x1b[0m"))).count("\n") == 1
    assert commands(made(message="a\rb"))[0].data == "a\ufffdb"


def test_several_lines_have_no_columns_as_the_runner_wants() -> None:
    (command,) = commands(made(location=at(3, 9, 2, end_line=5)))
    assert command.properties == {
        "file": "pkg/smooth.py",
        "line": "3",
        "endLine": "5",
        "title": command.properties["title"],
    }


def test_the_cell_of_a_notebook_is_named() -> None:
    (command,) = commands(replace(made(), location=Location("a.ipynb", 2, 1, 2, 5, cell=3)))
    assert "line" not in command.properties
    assert command.data == "a.ipynb:cell 3:2:1: the message"
    (command,) = commands(replace(made(), location=Location("a.ipynb", 2, 1, 2, 5, cell=3, file_lines=(40, 40))))
    assert (command.properties["line"], command.properties["endLine"]) == ("40", "40")
    assert "col" not in command.properties


@pytest.mark.parametrize(("count", "told"), [(10, False), (11, True)])
def test_it_says_so_when_there_are_more_than_github_shows(count: int, told: bool) -> None:
    lines = github.render(report(*[made("MTS101")] * count, made("MTS103"))).splitlines()
    assert len([line for line in lines if line.startswith("::")]) == count + 1
    assert [line for line in lines if not line.startswith("::")] == (
        ["GitHub shows 10 annotations of a level; all 12 findings are in this log."] if told else []
    )


def test_nothing_found() -> None:
    assert github.render(report()) == ""
