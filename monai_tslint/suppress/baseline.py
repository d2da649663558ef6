"""The baseline: findings that a project had when it adopted this tool, recognised by content and not by line."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple

from monai_tslint.config import ConfigError, absolute, display_path, selectors
from monai_tslint.config.showing import quoted
from monai_tslint.findings import Finding, Suppressed, SuppressedBy

_HEADER = """\
# Findings that were there when the project adopted monai-tslint; they are not reported.
# Written by `monai-tslint check --write-baseline`; to accept one finding more, write the file anew or add an entry by hand.
version = 1
"""
_KEYS = ("path", "class", "method", "attribute", "rule", "code")


class Entry(Struct, frozen=True, order=True):
    """What is known of an accepted finding. `path` is relative to the baseline, `code` the text of the line.

    `cls` is the name of the class without its module. What a finding does not have is empty.
    """

    path: str
    cls: str
    method: str
    attribute: str
    rule: str
    code: str

    @property
    def phrase(self) -> str:
        """The entry in a message."""
        where = ".".join(filter(None, (self.cls, self.method)))
        return " ".join(filter(None, (f"{self.path}:", self.rule, self.attribute, f"in {where}" if where else "")))


Identity = Callable[[Entry], tuple[str, ...] | None]

_IDENTITIES: tuple[Identity, ...] = (
    astuple,
    lambda e: (e.path, e.cls, e.method, e.attribute, e.rule) if e.cls else None,
    lambda e: (e.path, e.attribute, e.rule, e.code) if e.attribute else None,
    lambda e: (e.cls, e.method, e.attribute, e.rule, e.code),
    lambda e: (e.cls, e.method, e.attribute, e.rule) if e.cls else None,
)
"""What makes a finding the one of an entry, the most certain first: as it was; its line has changed; its class or method has
got another name; its file has; file and line have."""


class Baseline(Struct, frozen=True):
    """The entries of a baseline, one for each finding, and the folder that their paths are relative to."""

    file: Path
    entries: tuple[Entry, ...]

    def entry(self, finding: Finding) -> Entry:
        """The entry that a finding would have here."""
        place = os.path.relpath(absolute(finding.location.path), absolute(self.file).parent).replace(os.sep, "/")
        path = place.encode("utf-8", "replace").decode()
        cls = (finding.cls or "").rpartition(".")[2]
        return Entry(path, cls, finding.method or "", finding.attribute or "", finding.rule, finding.code)


def apply_baseline(
    findings: Sequence[Finding],
    baseline: Baseline,
    asked: Iterable[str],
    enabled: Callable[[str], bool],
    *,
    complete: bool = True,
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...], tuple[str, ...]]:
    """The findings that stay, those that are in the baseline, and phrases about entries that match nothing any more.

    `asked` are the absolute paths of the files that are reported about: entries of other files that exist are neither used
    nor missed. Those of files that are gone are missed if the run is `complete`, with all files of the project. Entries of
    rules that are not enabled are never missed.
    """
    top = absolute(baseline.file).parent
    own = {os.path.relpath(path, top).replace(os.sep, "/") for path in asked}
    gone = {path for path in {entry.path for entry in baseline.entries} - own if not (top / path).exists()}
    waiting = Counter(entry for entry in baseline.entries if entry.path in own or entry.path in gone)
    open_findings = [(baseline.entry(finding), finding) for finding in findings]
    accepted: list[Finding] = []
    for identity in _IDENTITIES:
        open_findings = _matched(open_findings, waiting, identity, accepted)
    missed = (e for e in waiting.elements() if complete or e.path in own)
    judged = (e for e in missed if e.rule not in selectors.known_rules() or enabled(e.rule))
    kept = tuple(finding for _, finding in open_findings)
    return kept, tuple(Suppressed(f, SuppressedBy.BASELINE) for f in accepted), tuple(e.phrase for e in sorted(judged))


def _matched(
    findings: Sequence[tuple[Entry, Finding]], waiting: Counter[Entry], identity: Identity, accepted: list[Finding]
) -> list[tuple[Entry, Finding]]:
    """Move the findings that have an entry by this identity to `accepted`, their entries out of `waiting`; the rest stays."""
    by_key: dict[tuple[str, ...], list[Entry]] = {}
    for entry in sorted(waiting.elements(), reverse=True):
        if (key := identity(entry)) is not None:
            by_key.setdefault(key, []).append(entry)
    rest = []
    for own, finding in findings:
        key = identity(own)
        candidates = by_key.get(key, []) if key is not None else []
        if candidates:
            waiting[candidates.pop()] -= 1
            accepted.append(finding)
        else:
            rest.append((own, finding))
    return rest


def can_be_accepted(finding: Finding) -> bool:
    """Whether a finding may be in a baseline; a file that cannot be read may hide any number of others."""
    return finding.rule != selectors.UNREADABLE


def render(findings: Iterable[Finding], file: Path) -> str:
    """The baseline with those of the findings that can be accepted, to be written to `file`."""
    empty = Baseline(file, ())
    counts = Counter(empty.entry(finding) for finding in findings if can_be_accepted(finding))
    return _HEADER + "".join(_table(entry, counts[entry]) for entry in sorted(counts))


def _table(entry: Entry, count: int) -> str:
    pairs = zip(_KEYS, astuple(entry), strict=True)
    lines = [f"{key} = {quoted(value)}\n" for key, value in pairs if value]
    return "\n[[finding]]\n" + "".join(lines) + (f"count = {count}\n" if count > 1 else "")


def load(file: Path) -> Baseline:
    """Read a baseline. Raises `ConfigError`."""
    shown = display_path(absolute(file))
    remedy = f"`--write-baseline {shown}` writes it anew"
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError((f"{shown}: the baseline cannot be read: {error.strerror}; {remedy}",)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError((f"{shown}: is no baseline: {error}; {remedy}",)) from None
    tables = data.get("finding", [])
    if data.get("version") != 1 or not isinstance(tables, list):
        raise ConfigError((f"{shown}: is no baseline of version 1; {remedy}",))
    entries = [_entry(table, f"{shown}: finding {number}", remedy) for number, table in enumerate(tables, 1)]
    return Baseline(file, tuple(entry for repeated in entries for entry in repeated))


def _entry(table: object, where: str, remedy: str) -> tuple[Entry, ...]:
    """The entry in a table, as often as it counts."""
    if not isinstance(table, dict) or set(table) - {*_KEYS, "count"} or not table.get("rule"):
        raise ConfigError((f"{where}: must be a table with `rule` and any of {', '.join(_KEYS)}, count; {remedy}",))
    values = [table.get(key, "") for key in _KEYS]
    count = table.get("count", 1)
    if not all(isinstance(value, str) for value in values) or not isinstance(count, int) or count < 1:
        raise ConfigError((f"{where}: values must be strings, and `count` a positive number; {remedy}",))
    return (Entry(*values),) * count
