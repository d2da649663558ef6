"""The patterns of `match` as libcst nodes."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from monai_tslint.reader.nodes.expressions import ExpressionBuilder, Unsupported


class PatternBuilder(ExpressionBuilder):
    """Builds patterns."""

    def pattern(self, node: ast.pattern) -> cst.MatchPattern:
        """The libcst node for a pattern."""
        match node:
            case ast.MatchAs(pattern=inner, name=name):
                bound = self.name(name) if name is not None else None
                return cst.MatchAs(self.pattern(inner) if inner is not None else None, bound)
            case ast.MatchOr(patterns=choices):
                return cst.MatchOr([cst.MatchOrElement(self.pattern(choice)) for choice in choices])
            case ast.MatchSequence(patterns=items):
                return cst.MatchList(self._sequence(items))
            case ast.MatchMapping(keys=keys, patterns=items, rest=rest):
                elements = [
                    cst.MatchMappingElement(self.expression(k), self.pattern(p))
                    for k, p in zip(keys, items, strict=True)
                ]
                return cst.MatchMapping(elements, rest=self.name(rest) if rest is not None else None)
            case ast.MatchClass():
                return self._of_class(node)
            case ast.MatchSingleton(value=value):
                return cst.MatchSingleton(self.name(str(value)))
            case ast.MatchValue(value=value):
                return cst.MatchValue(self.expression(value))
        raise Unsupported(node)

    def _sequence(self, items: Sequence[ast.pattern]) -> list[cst.MatchSequenceElement | cst.MatchStar]:
        return [
            cst.MatchStar(self.name(item.name) if item.name is not None else None)
            if isinstance(item, ast.MatchStar)
            else cst.MatchSequenceElement(self.pattern(item))
            for item in items
        ]

    def _of_class(self, node: ast.MatchClass) -> cst.MatchClass:
        return cst.MatchClass(
            self.expression(node.cls),
            [cst.MatchSequenceElement(self.pattern(item)) for item in node.patterns],
            [
                cst.MatchKeywordElement(self.name(key), self.pattern(item))
                for key, item in zip(node.kwd_attrs, node.kwd_patterns, strict=True)
            ],
        )
