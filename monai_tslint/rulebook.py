"""The rule book: one page for each rule, in the installed package or in `rules/` of a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


class MissingPageError(LookupError):
    """There is not exactly one page for a rule."""


def folder() -> Traversable:
    """Where the pages are."""
    installed = files("monai_tslint") / "_rules"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "rules"


def page(code: str, where: Traversable | None = None) -> str:
    """The page of a rule, as Markdown. Raises `MissingPageError`."""
    return _file(code, where).read_text("utf-8")


def page_uri(code: str) -> str | None:
    """The address of the page of a rule; None if it is no file, but packed in an archive. Raises `MissingPageError`."""
    file = _file(code, None)
    return file.resolve().as_uri() if isinstance(file, Path) else None


def _file(code: str, where: Traversable | None) -> Traversable:
    place = folder() if where is None else where
    found = [entry for entry in pages(place) if entry.name.startswith(f"{code}-")]
    if len(found) != 1:
        raise MissingPageError(f"{len(found)} pages for {code} in {place}, there must be one")
    return found[0]


def pages(where: Traversable | None = None) -> tuple[Traversable, ...]:
    """All pages, by code."""
    place = folder() if where is None else where
    entries = place.iterdir() if place.is_dir() else ()
    return tuple(
        sorted((e for e in entries if e.name.startswith("MTS") and e.name.endswith(".md")), key=lambda e: e.name)
    )
