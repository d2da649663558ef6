"""What IPython understands and Python does not: magics, shell commands and questions. They become code that does nothing."""

from __future__ import annotations

import re

from monai_tslint.texts import parse

_PYTHON_BODIES = frozenset(("capture", "memit", "prun", "time", "timeit"))
"""The magics of whole cells that run the rest of the cell as code of the notebook."""

_SUSPICIOUS = re.compile(r"[%!?]|^[ \t]*[,;/]", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w*)[^\n]*")
_ESCAPE = re.compile(r"[ \t]*(?=[%!?,;/])")
_COMMAND = re.compile(r"(?:[^\n]*\\\n)*[^\n]*")
_TOKEN = re.compile(
    r"""
      \#[^\n]*
    | \"\"\"(?:\\.|[^\\])*?\"\"\" | \'\'\'(?:\\.|[^\\])*?\'\'\' | "(?:\\.|[^"\\\n])*"? | '(?:\\.|[^'\\\n])*'?
    | \\\n
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | (?P<question>\?{1,2}(?=[ \t]*(?:\#|\n|\Z)))
    | =[ \t]*(?P<command>[!%])
    | (?P<end>\n)
    """,
    re.VERBOSE | re.DOTALL,
)
_VISIBLE = re.compile(r"[^\n]")


def neutral(source: str) -> str:
    """The source of a cell with blanks, and a `0` where a statement or value must be, for all that is no Python.

    What Python understands stays in its line and column. A cell whose magic takes it for something else is blank.
    """
    if not _SUSPICIOUS.search(source) or _is_python(source):
        return source
    start = 0
    magic = _CELL_MAGIC.match(source)
    if magic is not None:
        if magic["name"] not in _PYTHON_BODIES:
            return _blank(source)
        start = magic.end()
    pieces = [_blank(source[:start])]
    while start < len(source):
        end, piece = _statement(source, start)
        pieces.append(piece)
        start = end
    return "".join(pieces)


def _is_python(source: str) -> bool:
    try:
        parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _statement(source: str, start: int) -> tuple[int, str]:
    """Where the logical line at `start` ends, and what is left of it."""
    escape = _ESCAPE.match(source, start)
    if escape is not None:
        return _command(source, start, escape.end())
    depth = 0
    position = start
    while (token := _TOKEN.search(source, position)) is not None:
        position = token.end()
        if token["question"] and not depth:
            indent = len(source) - len(source[start:].lstrip(" \t"))
            return position, source[start:indent] + _nothing(source[indent:position])
        if token["command"] and not depth:
            return _command(source, start, token.start("command"))
        depth += (token["open"] is not None) - (token["close"] is not None and depth > 0)
        if token["end"] and not depth:
            return position, source[start:position]
    return len(source), source[start:]


def _command(source: str, start: int, command: int) -> tuple[int, str]:
    """The same of a logical line with a command that takes the rest of it, and the lines that backslashes join to it."""
    match = _COMMAND.match(source, command)
    end = match.end() if match is not None else len(source)
    return end, source[start:command] + _nothing(source[command:end])


def _nothing(text: str) -> str:
    return "0" + _blank(text[1:])


def _blank(text: str) -> str:
    return _VISIBLE.sub(" ", text)
