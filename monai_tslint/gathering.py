"""From paths to what a check is about: the sources of the project around them, and what is known of the libraries they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from monai_tslint import catalogues, releases, versions
from monai_tslint.config import ConfigError, Settings, absolute
from monai_tslint.files import STDIN, Source, discover
from monai_tslint.findings import FrameworkChoice
from monai_tslint.frameworks import Pack, PackError, load, load_builtin
from monai_tslint.frameworks.user import user_pack
from monai_tslint.knowledge import Gathered, Knowledge


def gathered(paths: Sequence[Path], settings: Settings, texts: Mapping[str, str] | None = None) -> Gathered:
    """What there is to check in files and folders; `texts` take the places of the files with these absolute paths.

    Raises `ConfigError` for settings that cannot be used.
    """
    sources, unread = discover(paths, settings, texts)
    return Gathered(sources, unread, knowledge(settings, sources))


def texts_of(filename: str | None, text: str | None) -> Mapping[str, str]:
    """A text that is given in place of a file, by its absolute path, if there is one."""
    return {} if text is None else {str(absolute(filename or STDIN)): text}


def _packs(settings: Settings, sources: Sequence[Source]) -> tuple[Pack, ...]:
    """The user's packs first: what they say of a class wins. Of the others, those that matter to the sources."""
    try:
        private = tuple(load(path) for path in settings.frameworks)
    except PackError as error:
        raise ConfigError(error.problems) from None
    return (*private, *user_pack(settings), *load_builtin(source.text for source in sources))


def knowledge(settings: Settings, sources: Sequence[Source]) -> Knowledge:
    """The packs with the releases assumed for the frameworks that the sources use, and their catalogues.

    Raises `ConfigError` for settings that cannot be used.
    """
    packs = _packs(settings, sources)
    choices, wanted = [], []
    apart: dict[FrameworkChoice, tuple[str, ...]] = {}
    for pack in packs:
        known = catalogues.available(pack.name)
        own = versions.own_source(pack, ((s.path, s.module, s.text) for s in sources)) if known else None
        if own is not None:
            choices.append(own)
        elif known and any(names(source, pack) for source in sources):
            stated = {} if settings.monai is not None else releases.stated(pack, known, sources)
            common = releases.common(stated, sources)
            try:
                choice = versions.choose(pack, known, settings.monai, settings.root, common)
            except ValueError as error:
                raise ConfigError((str(error),)) from None
            if choice is not None and choice.version is not None:
                wanted.append((pack.name, choice.version))
                choices.append(choice)
                apart |= releases.apart(stated, choice, sources, packs)
    others = ((path, (c.name, c.version or "")) for c, paths in apart.items() for path in paths)
    return Knowledge(packs, (*choices, *apart), tuple(wanted), tuple(others))


def names(source: Source, pack: Pack) -> bool:
    """Whether a source may name something of a library: its modules, or in a configuration its short names."""
    return any(module in source.text for module in pack.modules) or (
        source.is_configuration and bool(pack.bundles.packages)
    )
