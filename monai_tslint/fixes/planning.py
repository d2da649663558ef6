"""From what the checks propose to edits of the code as it is: one function for each kind of fix."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from monai_tslint.findings import Edit, Finding, Fix, Problem
from monai_tslint.fixes import (
    arguments,
    copy_input,
    counter,
    display,
    loaders,
    make_local,
    markers,
    per_thread,
    remove_selector,
)
from monai_tslint.fixes.base import Code, Plan, Refused
from monai_tslint.fixes.noting import Answer, Noted
from monai_tslint.proposals import (
    AddMarker,
    Applicability,
    CopyInput,
    GuardCounter,
    GuardRestore,
    MakeLocal,
    PerThread,
    Proposal,
    RemoveArgument,
    RemoveMarker,
    RemoveSelector,
    ReplaceLoader,
    ShowCopy,
    ShowCopying,
    ShowLock,
)

Judge = Callable[[str, Applicability], Applicability]
"""What the user's settings make of the applicability of a rule's fix."""


class Planner:
    """Plans fixes; of findings whose files have not changed, only once.

    `recalled` are answers of an earlier run that are still right. `failures` are errors of ours, for findings that therefore
    have no fix.
    """

    def __init__(self, code: Code, judge: Judge, recalled: Mapping[Proposal, Answer] | None = None) -> None:
        self._code = code
        self._judge = judge
        self._recalled = recalled or {}
        self._known: dict[Proposal, tuple[Mapping[str, Sequence[str]], Answer]] = {}
        self.failures: list[Problem] = []

    def planned(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with their fixes, or with the reason why there is none."""
        return tuple(f if f.proposal is None else self._finding(f, f.proposal) for f in findings)

    def found(self) -> dict[Proposal, Answer]:
        """The answers that were found now."""
        return {proposal: answer for proposal, (_, answer) in self._known.items()}

    def _finding(self, finding: Finding, proposal: Proposal) -> Finding:
        answer = self._recalled.get(proposal) or self._answer(finding, proposal)
        if answer.plan is None:
            return replace(finding, unfixable=answer.refusal)
        plan = answer.plan
        return replace(finding, fix=Fix(self._judge(finding.rule, plan.applicability), plan.message, plan.edits))

    def _answer(self, finding: Finding, proposal: Proposal) -> Answer:
        known = self._known.get(proposal)
        if known is None or any(self._code.lines(path) is not lines for path, lines in known[0].items()):
            code = Noted(self._code)
            plan, refusal = self._plan(finding, proposal, code)
            answer = Answer(plan, refusal, tuple(code.files), code.mentions)
            known = self._known[proposal] = (code.files, answer)
        return known[1]

    def _plan(self, finding: Finding, proposal: Proposal, code: Code) -> tuple[Plan | None, str]:
        try:
            return _verified(_plan(proposal, code), code), ""
        except Refused as refusal:
            return None, str(refusal)
        except Exception as error:  # noqa: BLE001 - an error of ours is reported, and the other findings are still fixed
            self.failures.append(_failure(finding, error))
            return None, "of an internal error"


def _failure(finding: Finding, error: Exception) -> Problem:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    message = f"while planning the fix of {finding.rule}: {type(error).__name__}: {error} (at {where})"
    return Problem(finding.location.path, finding.location.line, message, internal=True)


def _plan(proposal: Proposal, code: Code) -> Plan:
    match proposal:
        case GuardRestore():
            from monai_tslint.fixes import guard_restore  # with libcst, which no other plan needs

            return guard_restore.plan(proposal, code)
        case RemoveSelector():
            return remove_selector.plan(proposal, code)
        case MakeLocal():
            return make_local.plan(proposal, code)
        case CopyInput():
            return copy_input.plan(proposal, code)
        case RemoveArgument():
            return arguments.remove(proposal, code)
        case ReplaceLoader():
            return loaders.replace(proposal, code)
        case PerThread():
            return per_thread.plan(proposal, code)
        case GuardCounter():
            return counter.plan(proposal, code)
        case ShowLock() | ShowCopy() | ShowCopying():
            return display.plan(proposal, code)
        case AddMarker():
            return markers.add(proposal, code)
        case RemoveMarker():
            return markers.remove(proposal, code)


def _verified(plan: Plan, code: Code) -> Plan:
    """The plan with edits within cells. Raises `Refused` if it changes a file outside the given paths, or no Python."""
    outside = next((edit.path for edit in plan.edits if not code.writable(edit.path)), None)
    if outside is not None:
        raise Refused(f"it would change {outside}, which is not among the given paths")
    return replace(plan, edits=tuple(_in_cell(edit, code) for edit in plan.edits))


def _in_cell(edit: Edit, code: Code) -> Edit:
    notebook = code.notebooks.get(edit.path)
    if notebook is None:
        return edit
    from monai_tslint.notebooks.editing import within

    try:
        return within(notebook, edit)
    except ValueError as error:
        raise Refused(str(error)) from None
