"""Excerpts of the source as spans: what is a keyword, a text, a comment, and what a finding is about."""

from __future__ import annotations

import keyword
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby

from msgspec import Struct

from monai_tslint.findings import Location
from monai_tslint.report.painting import printable

_AROUND = 2
_MOST_LINES = 8
_TEXTS = frozenset(
    number for number, name in tokenize.tok_name.items() if name == "STRING" or name.startswith(("FSTRING", "TSTRING"))
)

Stretch = tuple[int, int, str]
"""First column, end column (from 0, exclusive) and kind of a token."""


class Span(Struct, frozen=True):
    """Some characters of a line; `kind` is `keyword`, `text`, `comment` or empty, `marked` says the finding is there."""

    text: str
    kind: str
    marked: bool


class Line(Struct, frozen=True):
    """A numbered line of an excerpt."""

    number: int
    spans: tuple[Span, ...]


def stretches(lines: Sequence[str]) -> Mapping[int, Sequence[Stretch]]:
    """The tokens of a file that have a kind, by line; of one that cannot be split into tokens, those before that place."""
    found: dict[int, list[Stretch]] = {}
    for kind, token in _tokens("\n".join(lines)):
        (first, start), (last, end) = token.start, token.end
        for number in range(first, last + 1):
            stretch = (start if number == first else 0, end if number == last else len(lines[number - 1]), kind)
            found.setdefault(number, []).append(stretch)
    return found


def _tokens(text: str) -> Iterator[tuple[str, tokenize.TokenInfo]]:
    try:
        for token in tokenize.generate_tokens(StringIO(text).readline):
            if token.type == tokenize.NAME and keyword.iskeyword(token.string):
                yield "keyword", token
            elif token.type in _TEXTS:
                yield "text", token
            elif token.type == tokenize.COMMENT:
                yield "comment", token
    except (tokenize.TokenError, SyntaxError, UnicodeEncodeError):
        return


def excerpt(location: Location, lines: Sequence[str], known: Mapping[int, Sequence[Stretch]]) -> tuple[Line, ...]:
    """The lines of a location with some around them; nothing if the file has no such line."""
    if not 1 <= location.line <= len(lines):
        return ()
    last = min(location.end_line, location.line + _MOST_LINES - 1) + _AROUND
    numbers = range(max(1, location.line - _AROUND), min(last, len(lines)) + 1)
    return tuple(Line(n, tuple(_spans(lines[n - 1], known.get(n, ()), _range(location, n)))) for n in numbers)


def _range(location: Location, number: int) -> range:
    """The columns of a line that a location covers, from 0."""
    if not location.line <= number <= location.end_line:
        return range(0)
    start = location.column - 1 if number == location.line else 0
    return range(start, location.end_column - 1 if number == location.end_line else 1 << 30)


def _spans(text: str, tokens: Sequence[Stretch], marked: range) -> Iterator[Span]:
    kinds = [""] * len(text)
    for start, end, kind in tokens:
        kinds[start:end] = [kind] * len(kinds[start:end])
    column = 0
    for (kind, mark), run in groupby((kind, place in marked) for place, kind in enumerate(kinds)):
        end = column + sum(1 for _ in run)
        yield Span(printable(text[column:end].replace("\t", "    ")), kind, mark)
        column = end
