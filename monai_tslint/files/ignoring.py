"""Which names below a root are left out: excluded by the settings, or ignored by `.gitignore` files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.config import Settings, absolute, inside, is_file

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_GLOB = frozenset("*?[]!/\\#")


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


class Excludes(Struct, frozen=True):
    """The patterns of the settings, relative to `base`. Plain names, which are nearly all, cost a look-up."""

    base: str
    names: frozenset[str]
    spec: GitIgnoreSpec | None

    @classmethod
    def of(cls, settings: Settings) -> Excludes:
        """The excludes of the settings."""
        patterns = (*settings.exclude, *settings.extend_exclude)
        names = frozenset(p for p in patterns if not _GLOB & set(p))
        globs = [p for p in patterns if p not in names]
        return cls(str(absolute(settings.root)), names, _compiled(globs) if globs else None)

    def below(self, root: str) -> Excludes:
        """The excludes for what is met below `root`, which is never excluded itself."""
        place = inside(root, self.base, is_folder=True)
        outside = root != self.base and (place is None or (self.spec is not None and self.spec.match_file(place)))
        return replace(self, base=root) if outside else self

    def reach(self, path: Path, *, is_folder: bool) -> bool:
        """Whether a given path is left out, or a folder above it within the base."""
        above = (folder for folder in path.parents if inside(str(folder), self.base) is not None)
        return self.match(str(path), path.name, is_folder=is_folder) or any(
            self.match(str(folder), folder.name, is_folder=True) for folder in above
        )

    def match(self, path: str, name: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is left out."""
        if name in self.names:
            return True
        below = inside(path, self.base, is_folder=is_folder) if self.spec is not None else None
        return below is not None and self.spec is not None and self.spec.match_file(below)


class GitIgnores(Struct, frozen=True):
    """The `.gitignore` files that apply in a folder, innermost first, each with the folder that it stands in."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def entering(self, folder: str) -> GitIgnores:
        """With the `.gitignore` of `folder`, if it has one."""
        file = Path(folder, ".gitignore")
        if not is_file(file):
            return self
        try:
            lines = file.read_text("utf-8", errors="replace").splitlines()
        except OSError:
            return self
        return GitIgnores(((folder, _compiled(lines)), *self.specs))

    @classmethod
    def above(cls, root: Path) -> GitIgnores:
        """Those between `root` and the top of its repository; none if they ignore `root` itself."""
        folders = _repository_folders(root)
        found = cls()
        for folder in folders:
            found = found.entering(str(folder))
        ignored = any(found.match(str(folder), is_folder=True) for folder in (*folders[1:], root))
        return cls() if ignored else found

    def match(self, path: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is ignored: the innermost file that has a pattern for it decides."""
        for folder, spec in self.specs:
            below = inside(path, folder, is_folder=is_folder)
            verdict = spec.check_file(below).include if below is not None else None
            if verdict is not None:
                return verdict
        return False


def _repository_folders(root: Path) -> tuple[Path, ...]:
    """The folders from the top of the repository down to the one that holds `root`; none outside of a repository."""
    if (root / ".git").exists():
        return ()
    for count, folder in enumerate(root.parents, 1):
        if (folder / ".git").exists():
            return tuple(reversed(root.parents[:count]))
    return ()
