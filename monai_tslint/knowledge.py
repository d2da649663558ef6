"""What a check is about, and what is known before anything is analysed."""

from __future__ import annotations

from msgspec import Struct

from monai_tslint.files import Source
from monai_tslint.findings import FrameworkChoice, Problem
from monai_tslint.frameworks import Pack
from monai_tslint.notebooks.model import Notebook


class Knowledge(Struct, frozen=True):
    """What is known of libraries: packs, the releases assumed, and the names and versions of catalogues for them.

    `apart` are configurations of bundles that are made for other releases, each with the catalogue for that.
    """

    packs: tuple[Pack, ...]
    choices: tuple[FrameworkChoice, ...] = ()
    catalogues: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, tuple[str, str]], ...] = ()


class Gathered(Struct, frozen=True):
    """What a check is about: the sources of a project, the problems of what cannot be read, and what is known of libraries."""

    sources: tuple[Source, ...]
    unread: tuple[Problem, ...]
    knowledge: Knowledge

    @property
    def asked(self) -> tuple[Source, ...]:
        """The sources that findings are wanted for."""
        return tuple(source for source in self.sources if source.asked)

    @property
    def complete(self) -> bool:
        """Whether they are all sources of the project."""
        return all(source.asked for source in self.sources)

    @property
    def notebooks(self) -> dict[str, Notebook]:
        """The notebooks among the sources, by path."""
        return {source.path: source.notebook for source in self.sources if source.notebook is not None}
