"""Which findings are suppressed, and which suppressions suppress nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.checks import RULES
from monai_tslint.config import Settings, inside, selectors
from monai_tslint.config import absolute as absolute_path
from monai_tslint.facts import Span
from monai_tslint.files import Source, may_be
from monai_tslint.findings import Confidence, Finding, Location, Severity, Suppressed, SuppressedBy
from monai_tslint.proposals import RemoveSelector
from monai_tslint.suppress.comments import NONE, Comments, Directive, comments, of_configuration

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

UNUSED = RULES["MTS901"]
"""The rule about suppressions."""

_CODE = re.compile(r"MTS[0-9]+", re.IGNORECASE)


def apply(
    findings: Sequence[Finding], sources: Sequence[Source], settings: Settings
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...], tuple[Finding, ...]]:
    """The findings that stay, those that are suppressed, and a finding for each suppression that suppresses nothing.

    `findings` are those of enabled rules only, so that a suppression of another rule is not called unused.
    """
    affected = {finding.location.path for finding in findings}
    said = {source.path: _said(source, bare=source.path in affected) for source in sources}
    per_file = _PerFile(settings, {source.path: source.absolute for source in sources})
    used: set[tuple[str, Directive]] = set()
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in findings:
        path = finding.location.path
        matching = tuple(_of_finding(said.get(path, NONE), finding))
        used.update((path, directive) for directive in matching)
        if matching:
            reason = next((directive.reason for directive in matching if directive.reason), "")
            suppressed.append(Suppressed(finding, SuppressedBy.COMMENT, reason))
        elif per_file.ignores(path, finding.rule):
            suppressed.append(Suppressed(finding, SuppressedBy.PER_FILE_IGNORES))
        else:
            kept.append(finding)
    unread = {finding.location.path for finding in findings if finding.rule == selectors.UNREADABLE}
    judged = said.items() if settings.enabled(UNUSED.code) else ()
    wanted: list[Finding] = []
    for finding in _unused_in(sources, (pair for pair in judged if pair[0] not in unread), used, settings):
        if per_file.ignores(finding.location.path, UNUSED.code):
            suppressed.append(Suppressed(finding, SuppressedBy.PER_FILE_IGNORES))
        else:
            wanted.append(finding)
    return tuple(kept), tuple(suppressed), tuple(sorted(wanted, key=lambda f: f.sort_key))


def _said(source: Source, *, bare: bool) -> Comments:
    if source.is_configuration:
        return of_configuration(source.path, source.text, bare=bare)
    return comments(source.text, bare=bare)


class _PerFile:
    """The `per-file-ignores` of the settings. `absolute` gives the places of the files."""

    def __init__(self, settings: Settings, absolute: Mapping[str, str]) -> None:
        self._root = str(absolute_path(settings.root))
        self._absolute = absolute
        self._specs = _compiled(settings.per_file_ignores)

    def ignores(self, path: str, code: str) -> bool:
        """Whether findings of a rule are ignored in a file."""
        if not self._specs or path not in self._absolute:
            return False
        place = inside(self._absolute[path], self._root) or self._absolute[path]
        rule = RULES[code]
        return any(selectors.strongest(ignored, rule) and spec.match_file(place) for spec, ignored in self._specs)


def _compiled(
    table: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[tuple[GitIgnoreSpec, tuple[str, ...]], ...]:
    if not table:
        return ()
    from pathspec import GitIgnoreSpec

    return tuple((GitIgnoreSpec.from_lines([pattern]), ignored) for pattern, ignored in table)


def _of_finding(said: Comments, finding: Finding) -> Iterator[Directive]:
    """The directives that suppress a finding."""
    if not said.directives:
        return
    here = finding.location
    lines = said.lines(here.line, here.end_line)
    for directive in said.directives:
        if (directive.whole_file or directive.line in lines) and _means(directive, finding.rule):
            yield directive


def _means(directive: Directive, code: str) -> bool:
    if directive.selector is None or directive.garbled:
        return not directive.garbled
    selector = directive.selector if directive.own else directive.selector.upper()
    return selectors.specificity(selector, RULES[code]) > 0


def _unused_in(
    sources: Sequence[Source],
    said: Iterable[tuple[str, Comments]],
    used: set[tuple[str, Directive]],
    settings: Settings,
) -> Iterator[Finding]:
    texts = {source.path: source.text for source in sources}
    for path, found in said:
        for finding in _unused(path, found, used, settings):
            code = texts[path].split("\n")[finding.location.line - 1].strip()
            proposal = None if may_be(path) else finding.proposal
            yield replace(finding, code=code, proposal=proposal)


def _unused(path: str, said: Comments, used: set[tuple[str, Directive]], settings: Settings) -> Iterator[Finding]:
    """A finding for each directive that is of no use, and each comment to this tool that is no directive."""
    seen: Counter[str | None] = Counter()
    for directive in said.directives:
        what = _complaint(directive, settings, used=(path, directive) in used)
        if what is not None and not _excused(said, directive):
            seen[directive.selector] += 1
            yield _finding(path, directive, seen[directive.selector], what)


def _complaint(directive: Directive, settings: Settings, *, used: bool) -> str | None:
    """What is wrong with a directive; None if it is of use, may be so in another run, or is not for us to judge."""
    selector = directive.selector
    if directive.garbled:
        return f"`monai-tslint: {selector}` is not understood, so it suppresses nothing"
    if used or selector is None or not (directive.own or _CODE.fullmatch(selector)):
        return None
    selector = selector if directive.own else selector.upper()
    meant = selectors.selected(selector)
    if not meant:
        return selectors.mistake(selector)
    judged = [
        settings.enabled(r.code) for r in meant if r.severity is not None or r.code == selector or len(meant) == 1
    ]
    return f"`{directive.selector}` suppresses nothing here" if judged and all(judged) else None


def _excused(said: Comments, directive: Directive) -> bool:
    """Whether a comment on the line, or for the file, suppresses the complaint itself."""
    return any(
        (other.whole_file or other.line == directive.line) and other.selector is not None and _means(other, UNUSED.code)
        for other in said.directives
    )


def _finding(path: str, directive: Directive, nth: int, message: str) -> Finding:
    selector = directive.selector
    key = "\0".join((UNUSED.code, path, selector or "", str(nth)))
    right = "Write `# monai-tslint: ignore[MTS101] reason`, or `ignore-file[MTS101]` for the whole file."
    span = Span(directive.line, directive.column, directive.line, directive.end_column)
    return Finding(
        rule=UNUSED.code,
        name=UNUSED.name,
        severity=UNUSED.severity or Severity.WARNING,
        confidence=Confidence.HIGH,
        message=message,
        location=Location(path, span.line, span.column, span.end_line, span.end_column),
        remedy=right if directive.garbled else f"Remove `{directive.selector}` from the comment.",
        proposal=RemoveSelector(path, selector, span) if selector and not directive.garbled else None,
        fingerprint=sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20],
    )
