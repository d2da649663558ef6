"""The keys of `[tool.monai-tslint]`, declared once: read, shown, documented, and described by a JSON schema from here."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from monai_tslint.config.settings import DEFAULT_EXCLUDE, DEFAULT_SELECT


class Kind(Enum):
    """What a key's value is, in the words of the documentation."""

    FLAG = "true or false"
    SEVERITY = '"info", "warning" or "error"'
    VERSION = 'version, such as "1.4"'
    SELECTORS = "list of rules: codes, names or prefixes of codes"
    PATTERNS = "list of patterns, as in .gitignore"
    CLASSES = "list of dotted names of classes"
    METHODS = "list of names of methods"
    FILE = "path of a file"
    FILES = "list of files that exist"
    FOLDERS = "list of folders that exist"
    RULES_BY_PATTERN = "table: patterns, as in .gitignore, with lists of rules"


class Key(Struct, frozen=True):
    """One key. `default` is what a missing key means, as TOML would say it; if that is nothing, `absent` says what then.

    `option` is the counterpart on the command line, if there is one.
    """

    name: str
    kind: Kind
    meaning: str
    default: bool | str | tuple[str, ...] | None = None
    option: str | None = None
    absent: str = "none"

    @property
    def field(self) -> str:
        """The field of `Settings` that holds the value."""
        return self.name.replace("-", "_")


KEYS = (
    Key(
        "select",
        Kind.SELECTORS,
        "The rules that are on. Where several selectors mean a rule, the most specific one decides; a rule that is off by "
        "default needs its code, its name, or all of its code but the last digit.",
        default=DEFAULT_SELECT,
        option="--select",
    ),
    Key(
        "ignore",
        Kind.SELECTORS,
        "The rules that are left out; of two equally specific selectors, this one wins.",
        default=(),
        option="--ignore",
    ),
    Key(
        "extend-select",
        Kind.SELECTORS,
        "Rules that are on besides those of `select`.",
        default=(),
        option="--extend-select",
    ),
    Key(
        "per-file-ignores",
        Kind.RULES_BY_PATTERN,
        "Rules that are left out in the files that a pattern names.",
    ),
    Key(
        "exclude",
        Kind.PATTERNS,
        "Files and folders that are left out. Takes the place of the default.",
        default=DEFAULT_EXCLUDE,
    ),
    Key(
        "extend-exclude",
        Kind.PATTERNS,
        "Files and folders that are left out besides those of `exclude`.",
        default=(),
    ),
    Key(
        "strict",
        Kind.FLAG,
        "Report state of classes that carry the thread-safety marker as well.",
        default=False,
        option="--strict",
    ),
    Key(
        "monai",
        Kind.VERSION,
        "The version of MONAI that the code runs with. Without it, the version is found out, and the output says how.",
        option="--monai",
        absent="found out",
    ),
    Key(
        "fail-on",
        Kind.SEVERITY,
        "The level from which findings make exit code 1.",
        default="warning",
        option="--fail-on",
    ),
    Key(
        "respect-gitignore",
        Kind.FLAG,
        "Leave out what `.gitignore` files name.",
        default=True,
    ),
    Key(
        "force-exclude",
        Kind.FLAG,
        "Leave excluded files out even if they are given by name.",
        default=False,
        option="--force-exclude",
    ),
    Key(
        "src",
        Kind.FOLDERS,
        "The folders of the project: what is below them is known, whatever files are checked. With an empty list, or with "
        "`--paths-only`, nothing is known but what is checked.",
        default=(".",),
        option="--paths-only",
    ),
    Key(
        "baseline",
        Kind.FILE,
        "A list of findings that are accepted, as `--write-baseline` writes it.",
        option="--baseline",
    ),
    Key(
        "frameworks",
        Kind.FILES,
        "Framework packs of your own.",
        default=(),
    ),
    Key(
        "shared-bases",
        Kind.CLASSES,
        "Base classes of your own whose objects threads share.",
        default=(),
    ),
    Key(
        "entry-points",
        Kind.METHODS,
        "The methods of `shared-bases` that threads call; `__call__` if none are named.",
        default=(),
    ),
    Key(
        "markers",
        Kind.CLASSES,
        "Classes that declare that what inherits them is not thread-safe.",
        default=(),
    ),
    Key(
        "known-safe-types",
        Kind.CLASSES,
        "Classes whose objects guard their own state.",
        default=(),
    ),
    Key(
        "check-modules",
        Kind.FLAG,
        "Report classes that packs list without checking them as well: network layers, which keep state by design, and others "
        "that are rarely shared.",
        default=False,
    ),
    Key(
        "extend-safe-fixes",
        Kind.SELECTORS,
        "Rules whose unsafe fixes you judge safe: `--fix` applies them.",
        default=(),
    ),
    Key(
        "extend-unsafe-fixes",
        Kind.SELECTORS,
        "Rules whose safe fixes you judge unsafe: they need `--unsafe-fixes`.",
        default=(),
    ),
)
