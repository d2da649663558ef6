"""What the shell may complete: rules, frameworks, versions and formats. Asked only while someone presses Tab."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Words = Iterable[tuple[str, str]]
"""Words with what they are."""


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of rules; in a list with commas, its last item."""
    begun, comma, _ = incomplete.rpartition(",")
    return _beginning(((f"{begun}{comma}{word}", text) for word, text in _known_rules()), incomplete)


def topics(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What can be explained: rules and frameworks."""
    from monai_tslint.frameworks.pages import documented

    return _beginning((*_known_rules(), *((name, "framework") for name in documented())), incomplete)


def versions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The versions of MONAI whose facts come with the tool."""
    from monai_tslint import catalogues

    return _beginning(((version, "") for version in catalogues.available("monai")), incomplete)


def formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of output formats."""
    from monai_tslint.cli.reports import FORMATS

    return _beginning(((name, "") for name in FORMATS), incomplete)


def _known_rules() -> Words:
    """Each rule under its code and under its name."""
    from monai_tslint.checks import RULES

    known = RULES.values()
    return (*((rule.code, rule.name) for rule in known), *((rule.name, rule.code) for rule in known))


def _beginning(words: Words, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=text or None) for word, text in words if word.startswith(incomplete)]
