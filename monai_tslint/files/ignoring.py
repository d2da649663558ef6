"""Which names below a root are left out: excluded by the settings, or ignored by `.gitignore` files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_GLOB = frozenset("*?[]!/\\#")


def _relative(path: str, base: str, *, is_folder: bool) -> str | None:
    """`path` relative to `base` as patterns see it, None outside of it."""
    prefix = base.rstrip(os.sep) + os.sep
    if not path.startswith(prefix):
        return None
    return path[len(prefix) :].replace(os.sep, "/") + ("/" if is_folder else "")


def _compiled(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    patterns: list[str] = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        patterns.append(line)
    return GitIgnoreSpec.from_lines(patterns)


@dataclass(frozen=True, slots=True)
class Excludes:
    """The patterns of the settings, relative to `base`. Plain names, which are nearly all, cost a look-up."""

    base: str
    names: frozenset[str]
    spec: GitIgnoreSpec | None

    @classmethod
    def for_root(cls, root: str, base: str, patterns: tuple[str, ...]) -> Excludes:
        """The excludes for what is met below `root`, which is never excluded itself."""
        names = frozenset(p for p in patterns if not _GLOB & set(p))
        globs = [p for p in patterns if p not in names]
        spec = _compiled(globs) if globs else None
        inside = _relative(root, base, is_folder=True)
        outside = root != base and (inside is None or (spec is not None and spec.match_file(inside)))
        return cls(root if outside else base, names, spec)

    def match(self, path: str, name: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is left out."""
        if name in self.names:
            return True
        inside = _relative(path, self.base, is_folder=is_folder) if self.spec is not None else None
        return inside is not None and self.spec is not None and self.spec.match_file(inside)


@dataclass(frozen=True, slots=True)
class GitIgnores:
    """The `.gitignore` files that apply in a folder, innermost first, each with the folder that it stands in."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def entering(self, folder: str) -> GitIgnores:
        """With the `.gitignore` of `folder`, if it has one."""
        file = os.path.join(folder, ".gitignore")
        if not os.path.isfile(file):
            return self
        try:
            lines = Path(file).read_text("utf-8", errors="replace").splitlines()
        except OSError:
            return self
        return GitIgnores(((folder, _compiled(lines)), *self.specs))

    @classmethod
    def above(cls, root: str) -> GitIgnores:
        """Those between `root` and the top of its repository; none if they ignore `root` itself."""
        folders = _repository_folders(root)
        found = cls()
        for folder in folders:
            found = found.entering(folder)
        ignored = any(found.match(folder, is_folder=True) for folder in (*folders[1:], root))
        return cls() if ignored else found

    def match(self, path: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is ignored: the innermost file that has a pattern for it decides."""
        for folder, spec in self.specs:
            inside = _relative(path, folder, is_folder=is_folder)
            verdict = spec.check_file(inside).include if inside is not None else None
            if verdict is not None:
                return verdict
        return False


def _repository_folders(root: str) -> tuple[str, ...]:
    """The folders from the top of the repository down to the one that holds `root`; none outside of a repository."""
    if os.path.exists(os.path.join(root, ".git")):
        return ()
    folders: list[str] = []
    here = os.path.dirname(root)
    while True:
        folders.insert(0, here)
        if os.path.exists(os.path.join(here, ".git")):
            return tuple(folders)
        if here == os.path.dirname(here):
            return ()
        here = os.path.dirname(here)
