"""The schemas of the JSON output: `check` and `inventory`. The form is a contract, see `monai_tslint.report.json`."""

from __future__ import annotations

from collections.abc import Mapping

from monai_tslint.findings import Confidence, Severity
from monai_tslint.proposals import Applicability
from monai_tslint.report.json import SCHEMA_VERSION
from monai_tslint.schemas.forms import Json, listed, record, text

_NUMBER: dict[str, Json] = {"type": "integer", "minimum": 1}
_COUNT: dict[str, Json] = {"type": "integer", "minimum": 0}
_MAYBE_TEXT: dict[str, Json] = {"type": ["string", "null"]}
_FLAG: dict[str, Json] = {"type": "boolean"}

_PATH = "the file, posix, relative to the working directory"
_CELL = "in a notebook: the index of the cell in the file, from 0"
_LINE = "the line, from 1; in a notebook, in the cell"
_COLUMN = "the column, from 1, in code points"


def report() -> dict[str, Json]:
    """What `check --output-format json` prints."""
    framework = _whole(
        name=_text("the framework"),
        version={**_MAYBE_TEXT, "description": "the release that is assumed; null if it is not known"},
        **{"from": _text("how that was found out")},
    )
    summary = _whole(
        files=_said(_COUNT, "files that were checked"),
        classes=_said(_COUNT, "shared classes in them"),
        findings=_said(_COUNT, "findings in the list"),
        suppressed=_said(_COUNT, "findings that a comment, the configuration or the baseline suppresses"),
    )
    return {
        **_whole(
            schema_version=_said({"const": SCHEMA_VERSION}, "changes when this form does"),
            tool=_said(_whole(name={"const": "monai-tslint"}, version=_text("its version")), "what made the report"),
            frameworks=_said(listed(framework), "what is assumed of frameworks"),
            findings=_said(listed(_finding()), "by path, line, column and rule"),
            errors=_said(
                listed(_located(message=_text("what went wrong"))), "files that are not checked, or not wholly"
            ),
            summary=_said(summary, "counts"),
        ),
        "title": "The report of monai-tslint check",
    }


def inventory() -> dict[str, Json]:
    """What `inventory --output-format json` prints."""
    effect = _located(
        attribute=_text("what is written"),
        kind=_text("how: assign, augment, delete or mutate"),
        method=_text("the method whose code writes"),
        via={**listed(text()), "description": "the calls that lead there, from the entry point"},
        guard={**_MAYBE_TEXT, "description": "the lock that is held, if there is one"},
    )
    verdicts: Json = {"enum": ["safe", "unsafe", "unsafe-marked", "unknown"], "description": "the verdict"}
    row = _located(
        **{"class": _text("dotted module and qualified name")},
        framework=_text("the framework that makes it shared"),
        verdict=verdicts,
        marker={**_MAYBE_TEXT, "description": "the marker that it carries, and through which base"},
        entry_points=_said(listed(text()), "the methods that threads call"),
        effects=_said(listed(effect), "all hot writes that nothing protects, inherited ones included"),
        unknown=_said(listed(text()), "what the analysis cannot see, in words"),
    )
    version = _said({"const": SCHEMA_VERSION}, "changes when this form does")
    return {
        **_whole(schema_version=version, classes=_said(listed(row), "every shared class")),
        "title": "The report of monai-tslint inventory",
    }


def _finding() -> dict[str, Json]:
    note = _located(column=_said(_NUMBER, _COLUMN), message=_text("what happens there"))
    step = _whole(
        ("cell",),
        thread=_text("A or B"),
        cell=_said(_COUNT, _CELL),
        line=_said(_NUMBER, _LINE),
        code=_text("the code there"),
    )
    return _whole(
        rule=_said(text(r"^MTS\d{3}$"), "the code of the rule"),
        name=_said(text("^[a-z-]+$"), "the name of the rule"),
        severity=_said({"enum": [s.label for s in Severity]}, "the level"),
        confidence=_said({"enum": [c.value for c in Confidence]}, "how sure the analysis is"),
        message=_text("one line that stands alone"),
        path=_text(_PATH),
        cell={"type": ["integer", "null"], "minimum": 0, "description": _CELL},
        line=_said(_NUMBER, _LINE),
        column=_said(_NUMBER, _COLUMN),
        end_line=_said(_NUMBER, "the line of the end"),
        end_column=_said(_NUMBER, "the column behind the end"),
        **{"class": {**_MAYBE_TEXT, "description": "dotted module and qualified name of the class"}},
        method={**_MAYBE_TEXT, "description": "the method whose code writes"},
        attribute={**_MAYBE_TEXT, "description": "what is written, as in `self.img_t`"},
        entry_points=_said(listed(text()), "the methods that threads call, and that lead there"),
        marked=_said(_FLAG, "whether the class carries the thread-safety marker"),
        trace=_said(listed(note), "the calls that lead there, from the entry point"),
        conflict={"anyOf": [note, {"type": "null"}], "description": "the access that it collides with"},
        interleaving=_said(listed(step), "one order of two threads that goes wrong"),
        fix={"anyOf": [_fix(), {"type": "null"}], "description": "how to mend it"},
        fingerprint=_text("stays when lines move"),
    )


def _fix() -> dict[str, Json]:
    edit = _whole(
        ("cell",),
        path=_text(_PATH),
        cell=_said(_COUNT, _CELL),
        start_line=_said(_NUMBER, _LINE),
        start_column=_said(_NUMBER, _COLUMN),
        end_line=_said(_NUMBER, "the line of the end"),
        end_column=_said(_NUMBER, "the column behind the end"),
        replacement=_text("the new text"),
    )
    return _whole(
        applicability=_said({"enum": [a.value for a in Applicability]}, "who may apply it"),
        message=_text("what it does, and what may change"),
        edits=_said(listed(edit), "by place, apart from each other"),
    )


def _located(**others: Json) -> dict[str, Json]:
    """A record with a place."""
    place: Mapping[str, Json] = {"path": _text(_PATH), "cell": _said(_COUNT, _CELL), "line": _said(_NUMBER, _LINE)}
    return _whole(("cell",), **place, **others)


def _whole(optional: tuple[str, ...] = (), /, **fields: Json) -> dict[str, Json]:
    """A record that has all fields but the optional ones."""
    return record(fields, [name for name in fields if name not in optional])


def _text(said: str) -> Json:
    return _said(text(), said)


def _said(form: Mapping[str, Json], description: str) -> dict[str, Json]:
    return {**form, "description": description}
