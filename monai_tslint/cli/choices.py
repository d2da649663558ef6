"""One of several words, with a suggestion for whoever mistypes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    _Words = click.Choice[str]
else:
    _Words = click.Choice  # which is not generic before click 8.2


class Choice(_Words):
    """A choice whose error names the word that the user probably meant."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(words)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is one of the choices."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from monai_tslint.similarity import nearest

            guess = nearest(value, self.choices)
            if guess is None:
                raise
            raise click.BadParameter(f"{error.message} Did you mean '{guess}'?", ctx, param) from None
