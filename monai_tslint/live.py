"""A project that stays analysed while the texts of its files change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from monai_tslint import analysing, versions
from monai_tslint.analysing import Progress, Run
from monai_tslint.config import Settings, display_path
from monai_tslint.files import OtherLanguage, Packages, Source, Unreadable, of_text, stands_for_source
from monai_tslint.frameworks import load_builtin
from monai_tslint.gathering import gathered, knowledge, names
from monai_tslint.knowledge import Gathered, Knowledge
from monai_tslint.sessions import Session


class Live:
    """What `analysing.analyse` makes of files and folders, brought up to date with as little work as it takes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._session = Session()
        self._found = Gathered((), (), Knowledge(()))
        self._run: Run | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources of the project, also those that nobody asked for."""
        return self._found.sources

    def read(self, paths: Sequence[Path], texts: Mapping[str, str]) -> None:
        """Read files and folders as they are now; `texts` take the places of the files with these absolute paths.

        Raises `ConfigError` for settings that cannot be used; what was known before is then still known.
        """
        self._take(gathered(paths, self.settings, texts))

    def write(self, absolute: str, text: str) -> None:
        """Replace a text that stood in the place of a file already. Raises `ConfigError` as `read` does."""
        path, known = display_path(absolute), self._found.knowledge
        unread = tuple(problem for problem in self._found.unread if problem.path != path)
        sources = {source.path: source for source in self.sources}
        before, after = sources.pop(path, None), None
        try:
            after = of_text(absolute, text, Packages()) if stands_for_source(absolute, text) else None
        except Unreadable as error:
            unread = (*unread, error.problem)
        except OtherLanguage:
            pass
        if after is not None:
            sources[path] = after
        ordered = tuple(sources[path] for path in sorted(sources))
        if self._asks(before) != self._asks(after):
            known = knowledge(self.settings, ordered)
        self._take(Gathered(ordered, unread, known))

    def run(self, progress: Progress | None = None) -> Run:
        """The analysed project. An exception that `progress` raises ends the work, which the next call takes up again."""
        if self._run is None:
            self._run = analysing.analysed(self._found, self.settings, self._session, progress)
        return self._run

    def renew(self) -> None:
        """Analyse again when asked the next time: somebody has changed texts in the workspace, and changed them back."""
        self._run = None

    def _take(self, found: Gathered) -> None:
        if found != self._found:
            self._found, self._run = found, None

    def _asks(self, source: Source | None) -> tuple[object, ...]:
        """What of the packs and releases depends on one source."""
        if source is None:
            return ()
        packs = {pack.name: pack for pack in (*self._found.knowledge.packs, *load_builtin([source.text]))}
        said = [(source.path, source.module, source.text)]
        return tuple(
            (name, names(source, pack), versions.own_source(pack, said)) for name, pack in sorted(packs.items())
        )
