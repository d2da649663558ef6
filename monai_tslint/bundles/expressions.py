"""`$` expressions of configurations, parsed and never evaluated."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator

from monai_tslint.bundles.tree import Leaf, identity_of, references
from monai_tslint.facts import Import, Span
from monai_tslint.pipelines import script
from monai_tslint.pipelines.expressions import Expressions


class _InValue(Expressions):
    """Lowers the expression in a value; everything in it stands where the value stands."""

    def __init__(self, span: Span) -> None:
        super().__init__(())
        self._whole = span

    def span(self, _: ast.expr | ast.stmt) -> Span:
        return self._whole


def lowered(leaf: Leaf, variable: Callable[[str], str]) -> script.Expression:
    """What an expression says; `variable` gives the variable that holds the item of an id. Unknown if it is not Python."""
    brought = next(imports(leaf), None)
    if brought is not None:
        return script.Name(brought.local)
    pieces, end = [], 1
    for reference in references(leaf):
        pieces += [leaf.text[end : reference.start()], variable(identity_of(reference))]
        end = reference.end()
    tree = _parsed("".join((*pieces, leaf.text[end:])).strip(), "eval")
    return _InValue(leaf.span).expression(tree.body) if isinstance(tree, ast.Expression) else script.Other()


def imports(leaf: Leaf) -> Iterator[Import]:
    """What an expression that is an import statement brings in: its first name."""
    tree = _parsed(leaf.text[1:], "exec") if re.search(r"\bimport\b", leaf.text) else None
    match tree:
        case ast.Module(body=[ast.Import(names=[alias, *_]), *_]):
            yield Import(alias.asname or alias.name, alias.name)
        case ast.Module(body=[ast.ImportFrom(module=str(module), names=[alias, *_], level=0), *_]):
            yield Import(alias.asname or alias.name, module, alias.name)


def _parsed(text: str, mode: str) -> ast.AST | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
