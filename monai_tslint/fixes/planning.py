"""From what the checks propose to edits of the code as it is: one function for each kind of fix."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from monai_tslint.findings import Edit, Finding, Fix, Problem
from monai_tslint.fixes import (
    arguments,
    copy_input,
    counter,
    display,
    guard_restore,
    loaders,
    make_local,
    markers,
    per_thread,
    remove_selector,
)
from monai_tslint.fixes.base import Code, Plan, Refused
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

    `failures` are errors of ours, for findings that therefore have no fix.
    """

    def __init__(self, code: Code, judge: Judge) -> None:
        self._code = code
        self._judge = judge
        self._known: dict[Proposal, tuple[Sequence[str], Plan | Refused]] = {}
        self.failures: list[Problem] = []

    def planned(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with their fixes, or with the reason why there is none."""
        return tuple(f if f.proposal is None else self._finding(f, f.proposal) for f in findings)

    def _finding(self, finding: Finding, proposal: Proposal) -> Finding:
        lines = self._code.lines(finding.location.path)
        known = self._known.get(proposal)
        if known is None or known[0] is not lines:
            known = self._known[proposal] = (lines, self._answer(finding, proposal))
        plan = known[1]
        if isinstance(plan, Refused):
            return replace(finding, unfixable=str(plan))
        return replace(finding, fix=Fix(self._judge(finding.rule, plan.applicability), plan.message, plan.edits))

    def _answer(self, finding: Finding, proposal: Proposal) -> Plan | Refused:
        try:
            plan = _verified(_plan(proposal, self._code), self._code)
        except Refused as refusal:
            return refusal
        except Exception as error:  # noqa: BLE001 - an error of ours is reported, and the other findings are still fixed
            self.failures.append(_failure(finding, error))
            return Refused("of an internal error")
        return plan


def _failure(finding: Finding, error: Exception) -> Problem:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    message = f"while planning the fix of {finding.rule}: {type(error).__name__}: {error} (at {where})"
    return Problem(finding.location.path, finding.location.line, message, internal=True)


def _plan(proposal: Proposal, code: Code) -> Plan:
    match proposal:
        case GuardRestore():
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
