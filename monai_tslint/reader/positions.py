"""Where nodes stand in the source, as the parser has noted it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from monai_tslint.facts import Span
from monai_tslint.reader.nodes import Built


def locate(nodes: Iterable[cst.CSTNode], built: Built, lines: Sequence[str]) -> list[Span]:
    """The span of each of `nodes`; columns count code points. Parentheses around an expression do not belong to it."""

    def point(line: int, offset: int) -> tuple[int, int]:
        text = lines[line + built.shift - 1]
        inside = text.lstrip("\f")
        before = offset if inside.isascii() else len(inside.encode()[:offset].decode())
        return line + built.shift, len(text) - len(inside) + before + 1

    spans: dict[int, Span] = {}
    for key, node in ((id(node), node) for node in nodes):
        if key not in spans:
            origin = built.origins[id(node)]
            end = (origin.end_lineno or origin.lineno, origin.end_col_offset or origin.col_offset)
            spans[key] = Span(*point(origin.lineno, origin.col_offset), *point(*end))
    return [spans[id(node)] for node in nodes]
