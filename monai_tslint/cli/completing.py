"""What the shell may complete: rules, frameworks, versions and formats. Asked only while someone presses Tab."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of rules; in a list with commas, its last item."""
    begun, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{begun}{comma}{word}", help=text) for word, text in _known_rules() if word.startswith(last)
    ]


def topics(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What can be explained: rules and frameworks."""
    from monai_tslint.frameworks import documented

    known = (*_known_rules(), *((name, "framework") for name in documented()))
    return [CompletionItem(word, help=text) for word, text in known if word.startswith(incomplete)]


def versions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The versions of MONAI whose facts come with the tool."""
    from monai_tslint import catalogues

    return _beginning(catalogues.available("monai"), incomplete)


def formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of output formats."""
    from monai_tslint.cli.reports import FORMATS

    return _beginning(FORMATS, incomplete)


def _known_rules() -> list[tuple[str, str]]:
    """Each rule under its code and under its name."""
    from monai_tslint.checks import RULES

    known = RULES.values()
    return [*((rule.code, rule.name) for rule in known), *((rule.name, rule.code) for rule in known)]


def _beginning(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]
