"""What the editor shows at a finding, or at a rule in a comment: the page of the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from monai_tslint.config import selectors
from monai_tslint.files import may_be
from monai_tslint.lsp.documents import Document
from monai_tslint.lsp.options import Client
from monai_tslint.lsp.positions import Units, lines_of
from monai_tslint.lsp.showing import Shown
from monai_tslint.rulebook import page
from monai_tslint.suppress import directives

_BETWEEN = "\n\n---\n\n"


def hover(
    document: Document, position: types.Position, shown: Sequence[Shown], units: Units, client: Client
) -> types.Hover | None:
    """The pages for a position in a document with these findings; None where there is nothing to say."""
    here = [one for one in shown if _covers(one.diagnostic.range, position)]
    if here:
        remedies = [f"**Help:** {remedy}" for one in here if (remedy := one.finding.remedy)]
        codes = dict.fromkeys(one.finding.rule for one in here)
        parts, span = [*dict.fromkeys(remedies), *map(page, codes)], here[0].diagnostic.range
    else:
        found = next(_in_comment(document, position, units), None)
        if found is None:
            return None
        parts, span = [page(found[0])], found[1]
    kind = types.MarkupKind.Markdown if client.markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, _BETWEEN.join(parts)), span)


def _covers(span: types.Range, position: types.Position) -> bool:
    return span.start <= position <= span.end


def _in_comment(document: Document, position: types.Position, units: Units) -> Iterator[tuple[str, types.Range]]:
    """The rule that a suppression names at a position, if it names just one there, and the place of the name."""
    if may_be(document.uri):
        return
    lines = lines_of(document.text)
    for directive in directives("\n".join(lines)):
        span = units.range(lines, directive.line, directive.column, directive.line, directive.end_column)
        meant = selectors.selected(directive.selector.upper()) if directive.selector else ()
        if _covers(span, position) and len(meant) == 1:
            yield meant[0].code, span
