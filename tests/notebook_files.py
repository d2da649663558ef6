"""Texts of notebooks for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping

Meta = Mapping[str, object]

PYTHON: Meta = {"kernelspec": {"language": "python"}, "language_info": {"name": "python"}}


def code(source: str | list[str], **more: object) -> dict[str, object]:
    """A cell of code; a source that is a string is stored as its lines."""
    lines = source.splitlines(keepends=True) if isinstance(source, str) else source
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines, **more}


def markdown(source: str) -> dict[str, object]:
    """A cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def notebook(*cells: Mapping[str, object] | str, metadata: Meta = PYTHON, nbformat: object = 4) -> str:
    """A notebook as Jupyter writes it; cells that are strings are code."""
    made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    whole = {"cells": made, "metadata": metadata, "nbformat": nbformat, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
