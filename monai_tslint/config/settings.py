"""What a run is told to do, as plain data."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from monai_tslint.config import selectors
from monai_tslint.findings import Severity
from monai_tslint.proposals import Applicability

DEFAULT_SELECT = ("MTS",)
DEFAULT_EXCLUDE = (
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d",
    ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode", "__pycache__",
    "__pypackages__", "_build", "buck-out", "build", "dist", "node_modules", "site-packages", "venv",
)  # fmt: skip


class ConfigError(Exception):
    """The configuration cannot be used; `problems` are complete sentences that name file and key, or the option."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(Struct, frozen=True):
    """The settings of one run. Patterns are those of `.gitignore`, relative to `root`.

    `src` are the folders of the project: all that is below them is known, whatever paths are to be checked.

    `root` is the folder of the configuration file `source`, or the working directory if there is none. Selectors are
    codes, names or prefixes of codes, as the user wrote them. What is found out is remembered in the folder `cache`, if there
    is one, and by so many processes as `jobs` says; both are no matter of the configuration.
    """

    root: Path = field(default_factory=Path.cwd)
    source: Path | None = None
    select: tuple[str, ...] = DEFAULT_SELECT
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    strict: bool = False
    monai: str | None = None
    fail_on: Severity = Severity.WARNING
    respect_gitignore: bool = True
    force_exclude: bool = False
    src: tuple[Path, ...] = ()
    baseline: Path | None = None
    frameworks: tuple[Path, ...] = ()
    shared_bases: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    known_safe_types: tuple[str, ...] = ()
    check_modules: bool = False
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    cache: Path | None = None
    jobs: int = 1

    def applicability(self, code: str, own: Applicability) -> Applicability:
        """Who may apply a rule's fix that by itself is for `own`: the most specific selector decides, doubt is unsafe."""
        rule = selectors.known_rules()[code]
        safe = selectors.strongest(self.extend_safe_fixes, rule)
        unsafe = selectors.strongest(self.extend_unsafe_fixes, rule)
        if own is Applicability.DISPLAY or not (safe or unsafe):
            return own
        return Applicability.SAFE if safe > unsafe else Applicability.UNSAFE

    def enabled(self, code: str) -> bool:
        """Whether findings of a rule are wanted: the most specific selector decides, `ignore` where two are equal.

        Rules that are off by default need more than a group's prefix. A file that cannot be read makes every other
        answer incomplete, so `select` alone does not silence that rule.
        """
        rule = selectors.known_rules()[code]
        chosen = selectors.strongest((*self.select, *self.extend_select), rule)
        if rule.severity is None and chosen < selectors.EXPLICIT:
            return False
        if code == selectors.UNREADABLE:
            chosen = max(chosen, 1)
        return chosen > selectors.strongest(self.ignore, rule)
