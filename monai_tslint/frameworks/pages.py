"""The documentation of the packs: one page for each framework, which tests execute."""

from __future__ import annotations

from importlib.resources import files


def page(name: str) -> str | None:
    """The page of the framework of that name, as Markdown; None if there is none."""
    file = files("monai_tslint.frameworks") / f"{name}.md"
    return file.read_text("utf-8") if name.isidentifier() and file.is_file() else None


def documented() -> tuple[str, ...]:
    """The names of the frameworks that have a page, in order."""
    names = (entry.name for entry in files("monai_tslint.frameworks").iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in names if name.endswith(".md")))
