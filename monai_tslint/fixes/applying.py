"""Edits applied to sources: Python files by their text, notebooks by the text of the file that their cells stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from monai_tslint.files import Source
from monai_tslint.findings import Edit
from monai_tslint.fixes.base import Refused
from monai_tslint.fixes.diff import unified
from monai_tslint.fixes.edits import apply, apply_all
from monai_tslint.fixes.writing import NotWritten


def applied(source: Source, edits: Sequence[Edit], file: Callable[[], str]) -> tuple[Source, str | None]:
    """A source after edits of it; and if it is a notebook, what becomes of the text of its file, which `file` gives.

    Raises `Refused` where the cells of a notebook would not say what the edits say.
    """
    after = apply(source.text, edits)
    if source.notebook is None:
        return replace(source, text=after, digest=""), None
    from monai_tslint.notebooks import reading
    from monai_tslint.notebooks.editing import edited

    try:
        text = edited(file(), source.notebook, edits)
    except (NotWritten, ValueError) as error:
        raise Refused(str(error)) from None
    notebook = reading.read(text)
    if notebook is None or notebook.text != after:
        raise Refused("the cells would become something else than the code that was checked")
    return replace(source, text=after, notebook=notebook, digest=""), text


def rewritten(source: Source, batches: Sequence[Sequence[Edit]], text: str) -> str:
    """The text of a source's file, which is `text`, after several batches of edits, each in terms of what the one before left.

    Raises `NotWritten` where a cell of a notebook cannot be edited.
    """
    if source.notebook is None:
        return apply_all(text, batches)
    from monai_tslint.notebooks import editing

    try:
        return editing.rewritten(text, batches)
    except ValueError as error:
        raise NotWritten(str(error)) from None


def difference(source: Source, before: str, after: str) -> str:
    """The changes of the text of a source's file as unified diffs; of a notebook, one for each cell that changes."""
    if source.notebook is None:
        return unified(source.path, before, after)
    from monai_tslint.notebooks import reading

    old, new = (reading.read(text) for text in (before, after))
    pairs = zip(old.cells, new.cells, strict=True) if old is not None and new is not None else ()
    changed = ((f"{source.path}:cell {one.index}", one.source, other.source) for one, other in pairs)
    return "".join(unified(path, _ended(one), _ended(other)) for path, one, other in changed)


def _ended(text: str) -> str:
    """The text of a cell, whose last line may do without an end."""
    return text if text.endswith("\n") or not text else f"{text}\n"
