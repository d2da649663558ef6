"""The documents that are open in the editor: files and the cells of notebooks, with texts that may not be saved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from lsprotocol import types
from msgspec import Struct
from msgspec.structs import replace
from pygls.uris import to_fs_path

from monai_tslint.config import absolute
from monai_tslint.lsp.positions import Units, sound

_PYTHON = "python"


class Document(Struct, frozen=True):
    """One text. `version` is the client's number of it."""

    uri: str
    version: int | None
    language: str
    text: str


class Cell(Struct, frozen=True):
    """One cell of an open notebook; `code` is false for text between the code."""

    document: Document
    code: bool


class OpenFile(Struct, frozen=True):
    """A file of which the editor has the text: a document, or a notebook with its cells."""

    path: str
    document: Document | None = None
    cells: tuple[Cell, ...] = ()
    metadata: str = "{}"

    @property
    def text(self) -> str:
        """What would be in the file; of a notebook, as far as the analysis reads it."""
        if self.document is not None:
            return self.document.text
        cells = ", ".join(map(_cell_json, self.cells))
        return f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {self.metadata}, "cells": [{cells}]}}'

    @property
    def documents(self) -> Iterator[Document]:
        """The texts that the editor knows the file by."""
        if self.document is not None:
            yield self.document
        yield from (cell.document for cell in self.cells)


def _cell_json(cell: Cell) -> str:
    document = cell.document
    kind = "code" if cell.code else "markdown"
    metadata = {} if document.language == _PYTHON else {"vscode": {"languageId": document.language}}
    return json.dumps({"cell_type": kind, "metadata": metadata, "source": document.text})


class Documents:
    """All open documents, as the client's notifications make them."""

    def __init__(self, units: Units | None = None) -> None:
        self.units = units or Units()
        self._texts: dict[str, Document] = {}
        self._notebooks: dict[str, types.NotebookDocument] = {}
        self._cells: dict[str, str] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        """Take over a text that was opened."""
        self._texts[item.uri] = Document(item.uri, item.version, item.language_id, sound(item.text))

    def change(
        self, document: types.VersionedTextDocumentIdentifier, changes: Sequence[types.TextDocumentContentChangeEvent]
    ) -> None:
        """Take over changes of a text, each in terms of what the one before it has left."""
        known = self._texts.get(document.uri)
        if known is None:
            return
        text = known.text
        for change in changes:
            text = self._changed(text, change)
        self._texts[document.uri] = replace(known, version=document.version, text=text)

    def _changed(self, text: str, change: types.TextDocumentContentChangeEvent) -> str:
        if not isinstance(change, types.TextDocumentContentChangePartial):
            return sound(change.text)
        start = self.units.offset(text, change.range.start)
        end = self.units.offset(text, change.range.end)
        return text[:start] + sound(change.text) + text[end:]

    def close(self, uri: str) -> None:
        """Forget a text."""
        self._texts.pop(uri, None)

    def open_notebook(self, notebook: types.NotebookDocument, texts: Sequence[types.TextDocumentItem]) -> None:
        """Take over a notebook that was opened."""
        self._notebooks[notebook.uri] = notebook
        for item in texts:
            self.open(item)
            self._cells[item.uri] = notebook.uri

    def change_notebook(
        self, notebook: types.VersionedNotebookDocumentIdentifier, change: types.NotebookDocumentChangeEvent
    ) -> None:
        """Take over changes of a notebook: its metadata, which cells it has, what they are and say."""
        known = self._notebooks.get(notebook.uri)
        if known is None:
            return
        cells = list(known.cells)
        changes = change.cells or types.NotebookDocumentCellChanges()
        if changes.structure is not None:
            array = changes.structure.array
            cells[array.start : array.start + array.delete_count] = array.cells or ()
            for item in changes.structure.did_open or ():
                self.open(item)
                self._cells[item.uri] = notebook.uri
            for gone in changes.structure.did_close or ():
                self._forget_cell(gone.uri)
        anew = {cell.document: cell for cell in changes.data or ()}
        for content in changes.text_content or ():
            self.change(content.document, content.changes)
        self._notebooks[notebook.uri] = types.NotebookDocument(
            uri=known.uri,
            notebook_type=known.notebook_type,
            version=notebook.version,
            cells=[anew.get(cell.document, cell) for cell in cells],
            metadata=known.metadata if change.metadata is None else change.metadata,
        )

    def close_notebook(self, uri: str) -> None:
        """Forget a notebook with its cells."""
        self._notebooks.pop(uri, None)
        for cell in [cell for cell, notebook in self._cells.items() if notebook == uri]:
            self._forget_cell(cell)

    def _forget_cell(self, uri: str) -> None:
        self._cells.pop(uri, None)
        self.close(uri)

    def files(self) -> tuple[OpenFile, ...]:
        """The open files, by path. What is no file, such as an old revision that the editor shows, is left out."""
        found: dict[str, OpenFile] = {}
        for uri, document in self._texts.items():
            path = path_of(uri)
            if path is not None and uri not in self._cells:
                found[path] = OpenFile(path, document)
        for uri, notebook in self._notebooks.items():
            path = path_of(uri)
            if path is not None:
                found[path] = OpenFile(path, None, tuple(self._known_cells(notebook)), _json(notebook.metadata))
        return tuple(found[path] for path in sorted(found))

    def _known_cells(self, notebook: types.NotebookDocument) -> Iterator[Cell]:
        for cell in notebook.cells:
            document = self._texts.get(cell.document)
            if document is not None:
                yield Cell(document, cell.kind == types.NotebookCellKind.Code)


def _json(metadata: Mapping[str, object] | object | None) -> str:
    return json.dumps(metadata if isinstance(metadata, Mapping) else {}, default=repr)


def path_of(uri: str) -> str | None:
    """The absolute path of the file with that address; None if it is none."""
    path = to_fs_path(uri)
    return None if not path else str(absolute(path))
