"""Texts as the fixes leave them. Transforms derive from `acme.Transform`, and `acme.ThreadUnsafe` is the marker."""

from __future__ import annotations

from textwrap import dedent

from monai_tslint import engine, mending
from monai_tslint.config import Settings
from monai_tslint.findings import Finding
from monai_tslint.mending import Outcome

PATH = "snippet.py"
MONAI: str | None = None
"""The version of MONAI that the texts are for, None for the newest."""


def outcome(text: str, *select: str, unsafe: bool = True) -> Outcome:
    """What `check --fix` does to a text."""
    return outcome_of(PATH, text, *select, unsafe=unsafe)


def outcome_of(path: str, text: str, *select: str, unsafe: bool = True) -> Outcome:
    """What `check --fix` does to a text that stands for a file."""
    return mending.check((), _settings(select), unsafe=unsafe, write=False, stdin_filename=path, stdin=text)


def mended(text: str, *select: str, unsafe: bool = True) -> str:
    """The text that the fixes of the selected rules leave; nothing is left to do in it."""
    done = text_of(outcome(text, *select, unsafe=unsafe))
    assert text_of(outcome(done, *select, unsafe=unsafe)) == done
    return done


def planned(text: str, *select: str) -> tuple[Finding, ...]:
    """The findings with their fixes, none of which is applied."""
    return engine.check((), _settings(select), stdin_filename=PATH, stdin=text, fixes=True).findings


def refusals(text: str, *select: str) -> list[str]:
    """Why the findings that are left have no fix."""
    return [finding.unfixable for finding in outcome(text, *select).report.findings]


def block(text: str, indent: str = "") -> str:
    """A test's text with this indentation instead of its own, and without its first newline."""
    lines = dedent(text).removeprefix("\n").splitlines(keepends=True)
    return "".join(f"{indent}{line}" if line.strip() else line for line in lines)


def _settings(select: tuple[str, ...]) -> Settings:
    return Settings(
        select=select or ("MTS",), shared_bases=("acme.Transform",), markers=("acme.ThreadUnsafe",), monai=MONAI
    )


def text_of(done: Outcome) -> str:
    """The mended text."""
    assert done.stdin is not None
    assert done.failures == ()
    return done.stdin.decode("utf-8", "surrogateescape")
