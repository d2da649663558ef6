"""Findings as diagnostics of the documents that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from lsprotocol import types
from msgspec import Struct
from pygls.uris import from_fs_path

from monai_tslint.config import display_path
from monai_tslint.facts import NOTEBOOK
from monai_tslint.findings import Finding, Location, Severity
from monai_tslint.lsp.documents import OpenFile
from monai_tslint.lsp.options import Client
from monai_tslint.lsp.positions import Units, lines_of
from monai_tslint.lsp.session import Analysed
from monai_tslint.rulebook import page_uri

SOURCE = "monai-tslint"
_UNNECESSARY = {"MTS901"}
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


class Shown(Struct, frozen=True):
    """A finding, as the analysis has it, and as the document with that address shows it."""

    uri: str
    finding: Finding
    diagnostic: types.Diagnostic


class Showing:
    """Shows findings to one client, of whose documents `files` are open."""

    def __init__(self, files: Iterable[OpenFile], client: Client, units: Units) -> None:
        self._open = {display_path(file.path): file for file in files}
        self._client = client
        self._units = units

    def shown(self, analysed: Analysed) -> Iterator[Shown]:
        """The findings of a project, in order."""
        places = _Places(self._open, analysed, self._units)
        for finding, placed in zip(analysed.report.findings, analysed.placed, strict=True):
            here = places.location(placed.location)
            if here is not None:
                yield Shown(here.uri, finding, self._diagnostic(placed, here.range, places))

    def _diagnostic(self, finding: Finding, here: types.Range, places: _Places) -> types.Diagnostic:
        client = self._client
        unnecessary = client.unnecessary and finding.rule in _UNNECESSARY
        return types.Diagnostic(
            range=here,
            message=finding.message,
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            code_description=_description(finding.rule) if client.pages else None,
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if unnecessary else None,
            related_information=list(_related(finding, places)) if client.related else None,
        )


def _related(finding: Finding, places: _Places) -> Iterator[types.DiagnosticRelatedInformation]:
    """The call chain and the other access, as far as they are in files at hand."""
    for note in (*finding.trace, *([finding.conflict] if finding.conflict is not None else ())):
        there = places.location(note.location)
        if there is not None:
            yield types.DiagnosticRelatedInformation(there, note.message)


@cache
def _description(code: str) -> types.CodeDescription | None:
    uri = page_uri(code)
    return None if uri is None else types.CodeDescription(uri)


class _Places:
    """Turns places of a project's files into those of documents."""

    def __init__(self, open_: dict[str, OpenFile], analysed: Analysed, units: Units) -> None:
        self._open = open_
        self._run = analysed.run
        self._absolute = {source.path: source.absolute for source in analysed.live.sources}
        self._units = units
        self._lines: dict[tuple[str, int | None], Sequence[str]] = {}

    def location(self, here: Location) -> types.Location | None:
        """The place for the client; None if it is in no file at hand."""
        file = self._open.get(here.path)
        if file is not None and file.cells:
            cell = file.cells[min(here.cell or 0, len(file.cells) - 1)].document
            return types.Location(cell.uri, self._range(here, self._split(here.path, here.cell, cell.text)))
        uri = file.document.uri if file is not None and file.document is not None else self._address(here.path)
        if uri is None:
            return None
        if here.path.endswith(NOTEBOOK):
            return types.Location(uri, self._line(here))
        text = file.document.text if file is not None and file.document is not None else None
        lines = self._run.workspace.lines(here.path) if text is None else self._split(here.path, None, text)
        return types.Location(uri, self._range(here, lines))

    def _address(self, path: str) -> str | None:
        file = Path(self._absolute.get(path, path))
        return from_fs_path(str(file)) if file.is_absolute() and file.is_file() else None

    def _split(self, path: str, cell: int | None, text: str) -> Sequence[str]:
        key = (path, cell)
        if key not in self._lines:
            self._lines[key] = lines_of(text)
        return self._lines[key]

    def _range(self, here: Location, lines: Sequence[str]) -> types.Range:
        return self._units.range(lines, here.line, here.column, here.end_line, here.end_column)

    def _line(self, here: Location) -> types.Range:
        """The line of a notebook's own text, which is that of its file, that the line of a cell comes from."""
        notebook = self._run.notebooks.get(here.path)
        cells = notebook.cells if notebook is not None else ()
        cell = next((cell for cell in cells if cell.index == here.cell), None)
        number = here.line if cell is None else cell.file_lines[min(here.line, len(cell.file_lines)) - 1]
        return types.Range(types.Position(number - 1, 0), types.Position(number, 0))
