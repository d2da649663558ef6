"""The rules, with their pages as help."""

from __future__ import annotations

from monai_tslint.checks import RULES
from monai_tslint.findings import Severity
from monai_tslint.report.json import Json
from monai_tslint.rulebook import page

LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}
_PROBLEMS = {Severity.INFO: "recommendation", Severity.WARNING: "warning", Severity.ERROR: "error"}


def descriptor(code: str) -> Json:
    """The declaration of a rule."""
    rule = RULES[code]
    text = page(code)
    severity = Severity.INFO if rule.severity is None else rule.severity
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _section(text, "What it does")},
        "help": {
            "text": f"{rule.summary}. `monai-tslint explain {code}` shows examples and remedies.",
            "markdown": text,
        },
        "defaultConfiguration": {"enabled": rule.severity is not None, "level": LEVELS[severity]},
        "properties": {
            "tags": ["concurrency", "thread-safety"],
            "precision": "high",
            "problem.severity": _PROBLEMS[severity],
        },
    }


def _section(text: str, title: str) -> str:
    """The first paragraph under a heading of a page, as one line."""
    paragraph = text.partition(f"## {title}\n")[2].strip().partition("\n\n")[0]
    return " ".join(paragraph.split())
