"""What depends on where the output goes: colours, hyperlinks, widths."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import HEADLINE, InProject
from monai_tslint.rulebook import page_uri
from terminal import environment, running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

LINK = re.compile(r"\x1b]8;;(.*?)\x1b\\(.*?)\x1b]8;;\x1b\\")
COLOR = "\x1b["


def shown(*arguments: str, **changes: str) -> str:
    """What a command shows on a terminal."""
    with running(*arguments, terminal=True, **changes) as watched:
        return watched.rest()


def piped(*arguments: str, **changes: str) -> str:
    """What a command writes into a pipe."""
    command = [sys.executable, "-m", "monai_tslint", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment(changes))
    assert done.stderr == ""
    return done.stdout


@pytest.mark.usefixtures("run")
class TestHyperlinks(InProject):
    def test_places_lead_to_lines_and_codes_to_pages(self, tmp_path: Path) -> None:
        found = LINK.findall(shown("check", "src", "--select", "MTS101"))
        file = (tmp_path / "src/racing.py").as_uri()
        assert found[:2] == [(f"{file}#6", "src/racing.py:6:9"), (page_uri("MTS101"), "MTS101")]
        assert (f"{file}#10", "src/racing.py:10:16") in found
        assert {address for address, _ in found[2:]} == {f"{file}#6", f"{file}#10"}

    def test_they_are_the_only_difference(self) -> None:
        plain = shown("check", "src", FORCE_HYPERLINK="0")
        assert not LINK.search(plain)
        assert COLOR in plain
        assert LINK.sub(r"\2", shown("check", "src")) == plain

    @pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
    def test_a_terminal_that_wants_no_escapes_gets_none(self, changes: dict[str, str]) -> None:
        for arguments in (["check", "src"], ["inventory", "src"], ["rules"], ["explain", "MTS201"]):
            assert "\x1b" not in shown(*arguments, **changes)

    def test_there_are_none_in_a_pipe_even_with_colours(self) -> None:
        assert "\x1b" not in piped("check", "src")
        for arguments in (["check", "src"], ["rules"], ["explain", "MTS201"]):
            assert "\x1b]" not in piped(*arguments, FORCE_COLOR="1")
        assert COLOR in piped("check", "src", FORCE_COLOR="1")

    def test_they_can_be_forced(self) -> None:
        assert LINK.sub(r"\2", piped("check", "src", FORCE_HYPERLINK="1")) == piped("check", "src")
        assert LINK.search(piped("check", "src", FORCE_HYPERLINK="1", NO_COLOR="1"))

    @pytest.mark.parametrize("form", ["concise", "json", "sarif", "github", "gitlab", "junit"])
    def test_other_formats_have_none(self, form: str) -> None:
        assert "\x1b" not in shown("check", "src", "--output-format", form)

    def test_names_with_odd_characters(self, tmp_path: Path) -> None:
        odd = tmp_path / "src/a b\x1b;\\é.py"
        (tmp_path / "src/racing.py").rename(odd)
        found = LINK.findall(shown("check", "src", "--select", "MTS101"))
        assert found[0] == (f"{(tmp_path / 'src').as_uri()}/a%20b%1B%3B%5C%C3%A9.py#6", "src/a b\ufffd;\\é.py:6:9")

    def test_what_is_no_file_is_no_link(self, tmp_path: Path) -> None:
        (tmp_path / "src/mended.py").write_text("x = 1\n")
        command = [sys.executable, "-m", "monai_tslint", "check", "-"]
        done = subprocess.run(
            command,
            input=(tmp_path / "src/racing.py").read_text(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=environment({"FORCE_HYPERLINK": "1"}),
        )
        assert {text for _, text in LINK.findall(done.stdout)} == {"MTS101"}
        assert done.stdout.startswith("<stdin>:6:9: ")

    def test_rules_and_pages_lead_to_pages(self) -> None:
        assert (page_uri("MTS101"), "MTS101") in LINK.findall(shown("rules"))
        found = re.findall(r"\x1b]8;id=[^;]*;(.*?)\x1b\\", shown("explain", "MTS201"))
        assert {page_uri("MTS202"), "https://github.com/Project-MONAI/MONAI/issues/8056"} <= set(found)


@pytest.mark.usefixtures("run")
class TestWidths(InProject):
    def test_the_columns_of_the_terminal_are_kept(self) -> None:
        lines = shown("inventory", "src", COLUMNS="60", NO_COLOR="1").splitlines()
        assert max(map(len, lines)) <= 60
        assert max(map(len, piped("inventory", "src", COLUMNS="60").splitlines())) > 60
        lines = shown("explain", "MTS101", COLUMNS="60", FORCE_HYPERLINK="0").splitlines()
        assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in lines) <= 60

    def test_findings_are_never_wrapped(self) -> None:
        assert HEADLINE in shown("check", "src", COLUMNS="20", NO_COLOR="1")
