"""The schema of `[tool.monai-tslint]`, from the declarations of its keys.

What only a file system can answer is left to the run: whether files and folders exist.
"""

from __future__ import annotations

from monai_tslint.checks import RULES
from monai_tslint.config.keys import KEYS, Key, Kind
from monai_tslint.findings import Severity
from monai_tslint.schemas.forms import Json, listed, record, text

SCHEMA_STORE = "https://json.schemastore.org/pyproject.json"
"""What editors know of all other tables."""

_FIRST = r"[^\x00-@\[-^`{-\x7f]"  # no digit, no punctuation; letters outside of ASCII count
_NAME = rf"{_FIRST}[^\x00-/:-@\[-^`{{-\x7f]*"
_NO_PATTERN = r"^! *$|(^|[^\\])(\\\\)*\\$"
_VERSION = (
    r"^\s*[vV]?(\d+!)?\d+(\.\d+)*"
    r"([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(-\d+|[-_.]?(post|rev|r)[-_.]?\d*)?([-_.]?dev[-_.]?\d*)?"
    r"(\+[a-z0-9]+([-_.][a-z0-9]+)*)?\s*$"
)


def settings() -> dict[str, Json]:
    """The table itself, as it is in a `monai-tslint.toml`."""
    return {
        **record({key.name: _described(key) for key in KEYS}),
        "title": "The configuration of monai-tslint",
        "definitions": {"rule": {"type": "string", "enum": [*selectors()]}},
    }


def pyproject() -> dict[str, Json]:
    """A pyproject.toml: all that editors know of one, and our table in it."""
    table = settings()
    definitions = table.pop("definitions")
    tools: Json = {"type": "object", "properties": {"monai-tslint": table}}
    ours: Json = {"type": "object", "properties": {"tool": tools}}
    return {"title": "pyproject.toml", "allOf": [{"$ref": SCHEMA_STORE}, ours], "definitions": definitions}


def selectors() -> tuple[str, ...]:
    """Every rule selector that means a rule: prefixes of codes, codes, names."""
    prefixes = {code[:length] for code in RULES for length in range(len("MTS"), len(code) + 1)}
    return (*sorted(prefixes), *(rule.name for rule in RULES.values()))


def _described(key: Key) -> Json:
    form = {**_form(key.kind), "description": key.meaning}
    if key.default is None:
        return form
    return {**form, "default": [*key.default] if isinstance(key.default, tuple) else key.default}


def _form(kind: Kind) -> dict[str, Json]:
    rules = listed({"$ref": "#/definitions/rule"})
    pattern: dict[str, Json] = {"type": "string", "not": {"pattern": _NO_PATTERN}}
    by_pattern: dict[str, Json] = {"type": "object", "propertyNames": pattern, "additionalProperties": rules}
    forms: dict[Kind, dict[str, Json]] = {
        Kind.FLAG: {"type": "boolean"},
        Kind.SEVERITY: {"enum": [severity.label for severity in Severity]},
        Kind.VERSION: text(_VERSION),
        Kind.SELECTORS: rules,
        Kind.PATTERNS: listed(pattern),
        Kind.CLASSES: listed(text(rf"^{_NAME}(\.{_NAME})*$")),
        Kind.METHODS: listed(text(rf"^{_NAME}$")),
        Kind.FILE: {"type": "string", "minLength": 1},
        Kind.FILES: listed(text()),
        Kind.FOLDERS: listed(text()),
        Kind.RULES_BY_PATTERN: by_pattern,
    }
    return forms[kind]
