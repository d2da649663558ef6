"""Files and ranges, as SARIF names them."""

from __future__ import annotations

import re
from os import fsencode
from urllib.parse import quote

from monai_tslint.findings import Edit, Location
from monai_tslint.report.json import Json

ROOT = "%SRCROOT%"
"""The base of relative URIs."""

_DRIVE = re.compile("[A-Za-z]:/")


def artifact(path: str) -> dict[str, Json]:
    """A file: relative to the base, or absolute if it lies outside of it."""
    if path.startswith("/"):
        return {"uri": f"file://{_quoted(path)}"}
    if _DRIVE.match(path):
        return {"uri": f"file:///{path[0]}:{_quoted(path[2:])}"}
    return {"uri": _quoted(path), "uriBaseId": ROOT}


def _quoted(path: str) -> str:
    return quote(fsencode(path), safe="/~")


def physical(location: Location) -> dict[str, Json]:
    """A range in a file. Of a notebook these are whole lines of the file, as far as they are known."""
    place: dict[str, Json] = {"artifactLocation": artifact(location.path)}
    if location.cell is None:
        place["region"] = region(location)
    elif location.file_lines is not None:
        place["region"] = {"startLine": location.file_lines[0], "endLine": location.file_lines[1]}
    return place


def region(place: Location | Edit) -> dict[str, Json]:
    """A range; the end column is that of the next character in SARIF, too."""
    start, end = (
        ((place.line, place.column), (place.end_line, place.end_column))
        if isinstance(place, Location)
        else ((place.start_line, place.start_column), (place.end_line, place.end_column))
    )
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def noted(location: Location, message: str) -> dict[str, Json]:
    """A location with the sentence that explains it."""
    return {"physicalLocation": physical(location), "message": {"text": in_cell(location, message)}}


def in_cell(location: Location, message: str) -> str:
    """The message, with the place in the notebook if it is one."""
    return message if location.cell is None else f"Cell {location.cell}, line {location.line}: {message}"
