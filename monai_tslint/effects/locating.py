"""Gives the places in effects their real spans, reading again only the functions in which something is to be shown."""

from __future__ import annotations

from dataclasses import replace

from monai_tslint.effects.domain import Effect, Site
from monai_tslint.effects.summaries import Code
from monai_tslint.facts import Span
from monai_tslint.link.symbols import FunctionSymbol


class Locator:
    """Replaces provisional spans."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._known: dict[tuple[str, int], dict[Span, Span]] = {}

    def effect(self, effect: Effect) -> Effect:
        """The effect with all its places located."""
        return replace(
            effect,
            site=self.site(effect.site),
            anchor=self.site(effect.anchor),
            chain=tuple(self.site(site) for site in effect.chain),
            toggle=self.site(effect.toggle) if effect.toggle is not None else None,
        )

    def site(self, site: Site) -> Site:
        """The place with its real span."""
        if site.span.line:
            return site
        return replace(site, span=self._spans(site).get(site.span, _at(site)))

    def _spans(self, site: Site) -> dict[Span, Span]:
        key = (site.path, site.line)
        known = self._known.get(key)
        if known is None:
            symbol = FunctionSymbol(site.module, site.function, site.owner)
            before, after = self.code.facts(symbol).events, self.code.located(symbol).events
            known = {one.span: other.span for one, other in zip(before, after, strict=False)}
            self._known[key] = known
        return known


def _at(site: Site) -> Span:
    """The `def` line, for what happens before the body: the effects of decorators."""
    line = site.function.def_line
    return Span(line, 1, line, 1)
