"""What fixes do to texts, as edits for the client."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from lsprotocol import types

from monai_tslint.lsp.documents import Document
from monai_tslint.lsp.options import Client
from monai_tslint.lsp.positions import Units

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def changed_cells(before: str, after: str) -> Iterator[tuple[int, str]]:
    """The cells whose source differs between two texts of a notebook's file, with what it is in the second."""
    pairs = zip(json.loads(before)["cells"], json.loads(after)["cells"], strict=True)
    for number, (old, new) in enumerate(pairs):
        if _source(old) != _source(new):
            yield number, _source(new)


def _source(cell: Mapping[str, str | list[str]]) -> str:
    return "".join(cell["source"])


def workspace_edit(changes: Sequence[tuple[Document, str]], units: Units, client: Client) -> types.WorkspaceEdit:
    """The edit that gives documents new texts, if they are still those that they are here."""
    edits = {document.uri: text_edits(document.text, after, units) for document, after in changes}
    if not client.versioned_edits:
        return types.WorkspaceEdit(changes=edits)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version), edits[document.uri]
            )
            for document, _ in changes
        ]
    )


def text_edits(before: str, after: str, units: Units) -> list[types.TextEdit]:
    """Edits that make one text of another, and touch no more than they must."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    starts = _starts(old)
    edits = []
    for tag, first, end, first_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            was, now = "".join(old[first:end]), "".join(new[first_new:end_new])
            head, tail = _common(was, now)
            span = types.Range(units.place(before, starts[first] + head), units.place(before, starts[end] - tail))
            edits.append(types.TextEdit(span, now[head : len(now) - tail]))
    return edits


def _starts(lines: Sequence[str]) -> list[int]:
    """The offsets that lines begin at, and that of the end."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _common(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginnings, and after these at their ends.

    A carriage return is not parted from the line feed after it.
    """
    shorter = min(len(one), len(other))
    head = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    head -= one[head - 1 : head] == "\r"
    rest = shorter - head
    tail = next((n for n in range(rest) if one[-1 - n] != other[-1 - n]), rest)
    tail -= tail > 0 and one[len(one) - tail] == "\n"
    return head, tail
