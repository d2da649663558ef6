"""Findings and reports made by hand, for the tests of what comes after the checks."""

from __future__ import annotations

from monai_tslint.checks import RULES
from monai_tslint.findings import (
    Confidence,
    Finding,
    FrameworkChoice,
    Location,
    Note,
    Report,
    Severity,
    Step,
    Suppressed,
    SuppressedBy,
)

TEXT = """\
class Smooth(Transform):
    def __call__(self, img):
        self.img_t = img
        return self._apply()

    def _apply(self):
        return self.img_t * 2
"""


def at(
    line: int, column: int, end_column: int, *, end_line: int | None = None, path: str = "pkg/smooth.py"
) -> Location:
    """A range on one line, unless told."""
    return Location(path, line, column, end_line or line, end_column)


def made(code: str = "MTS101", location: Location | None = None, message: str = "the message") -> Finding:
    """A bare finding of a rule."""
    rule = RULES[code]
    severity = rule.severity if rule.severity is not None else Severity.INFO
    return Finding(code, rule.name, severity, Confidence.HIGH, message, location or at(3, 9, 19))


FULL = Finding(
    rule="MTS101",
    name="per-call-state-on-self",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    message="`self.img_t` holds one call's data on a shared object (Smooth, entry `__call__`)",
    location=at(3, 9, 19),
    cls="pkg.smooth.Smooth",
    method="__call__",
    attribute="self.img_t",
    entry_points=("__call__",),
    trace=(Note(at(3, 9, 19), "`Smooth.__call__` writes `self.img_t`"),),
    conflict=Note(at(7, 16, 26), "reads `self.img_t`, perhaps as another thread left it"),
    interleaving=(
        Step("A", 3, "self.img_t = img", at(3, 9, 19)),
        Step("B", 3, "self.img_t = img", at(3, 9, 19)),
        Step("A", 7, "return self.img_t * 2", at(7, 16, 26)),
    ),
    remedy="Use a local variable instead of `self.img_t`.",
    fingerprint="0123456789abcdef0123",
    code="self.img_t = img",
)


def report(*findings: Finding, suppressed: int = 0, files: int = 1, classes: int = 1) -> Report:
    """A report about MONAI 1.4, in which comments suppress so many findings."""
    choice = FrameworkChoice("monai", "1.4", "as requested")
    ignored = (Suppressed(made("MTS103"), SuppressedBy.COMMENT, "a lost count does no harm"),) * suppressed
    return Report(findings, ignored, (), (choice,), files, classes)


def lines(_here: Location) -> tuple[str, ...]:
    """The lines of every file."""
    return tuple(TEXT.split("\n"))
