"""What the editor offers to do about findings: fixes, and comments that suppress them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from lsprotocol import types
from msgspec import Struct
from msgspec.structs import replace
from pygls.uris import from_fs_path

from monai_tslint import mending
from monai_tslint.files import Source
from monai_tslint.findings import Finding
from monai_tslint.fixes import Mended, NotWritten, rewrite, rewritten
from monai_tslint.lsp.documents import Document, OpenFile
from monai_tslint.lsp.editing import changed_cells, workspace_edit
from monai_tslint.lsp.options import Client
from monai_tslint.lsp.positions import Units
from monai_tslint.lsp.session import Analysed
from monai_tslint.lsp.showing import Shown
from monai_tslint.proposals import Applicability
from monai_tslint.suppress.adding import commented

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.monai-tslint"
"""The kind of the action that applies all safe fixes of a document."""

QUICK = types.CodeActionKind.QuickFix.value


class Request(Struct, frozen=True):
    """A document with its findings, the file and the project that it belongs to, and all open files."""

    home: Analysed
    file: OpenFile
    document: Document
    shown: Sequence[Shown]
    files: Sequence[OpenFile]
    client: Client
    units: Units

    @property
    def source(self) -> Source | None:
        """What the file is to the analysis; None if it cannot be read."""
        return next((source for source in self.home.run.sources if source.absolute == self.file.path), None)


class Wanted(Struct, frozen=True):
    """What an action is about, to be found again: the fix of the finding with that fingerprint, or all safe ones."""

    uri: str
    version: int | None
    fingerprint: str | None
    line: int

    @property
    def data(self) -> dict[str, str | int | None]:
        """As it travels to the client and back."""
        return {"uri": self.uri, "version": self.version, "fingerprint": self.fingerprint, "line": self.line}


def wanted(action: types.CodeAction) -> Wanted | None:
    """What an action that the client sends back is about."""
    match action.data:
        case {
            "uri": str(uri),
            "version": int() | None as version,
            "fingerprint": str() | None as mark,
            "line": int(line),
        }:
            return Wanted(uri, version, mark, line)
    return None


def offered(
    request: Request, span: types.Range, only: Sequence[types.CodeActionKind | str] | None
) -> Iterator[types.CodeAction]:
    """The actions for the findings in a range; `only` names the kinds that are wanted.

    All safe fixes are offered to who asks for them, and where one of them is.
    """
    if request.source is None:
        return
    here = [one for one in request.shown if _wants(QUICK, only) and _touch(one.diagnostic.range, span)]
    fixes = [action for one in here for action in _fix(request, one)]
    yield from fixes
    for one in here:
        yield from _suppression(request, one)
    asked_for = bool(only) and any(one.finding.proposal is not None for one in request.shown)
    if _wants(FIX_ALL, only) and (asked_for or any(action.is_preferred for action in fixes)):
        yield from _mending(request, types.CodeAction("monai-tslint: apply all safe fixes", FIX_ALL), None)


def _wants(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    names = [name.value if isinstance(name, types.CodeActionKind) else name for name in only or ()]
    return only is None or any(not name or kind == name or kind.startswith(f"{name}.") for name in names)


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _fix(request: Request, one: Shown) -> Iterator[types.CodeAction]:
    """The fix of a finding, if there is one that can be applied."""
    (finding,) = request.home.planner.planned([one.finding])
    fix = finding.fix
    if fix is None or not fix.edits or fix.applicability is Applicability.DISPLAY:
        return
    unsafe = fix.applicability is Applicability.UNSAFE
    title = f"{finding.rule}{' (unsafe fix)' if unsafe else ''}: {fix.message.removesuffix('.')}"
    action = types.CodeAction(title, QUICK, diagnostics=[one.diagnostic], is_preferred=None if unsafe else True)
    yield from _mending(request, action, finding)


def _mending(request: Request, action: types.CodeAction, finding: Finding | None) -> Iterator[types.CodeAction]:
    """An action that the client asks for its edit later, or that has it already if it cannot ask."""
    mark = None if finding is None else finding.fingerprint
    line = 0 if finding is None else finding.location.line
    about = Wanted(request.document.uri, request.document.version, mark, line)
    if request.client.resolves:
        action.data = about.data
        yield action
    else:
        done, _ = resolved(request, action, about)
        if done.edit is not None and (done.edit.changes or done.edit.document_changes):
            yield done


def resolved(request: Request, action: types.CodeAction, about: Wanted) -> tuple[types.CodeAction, str]:
    """An action with its edit, or with the reason why there is none."""
    if request.document.version != about.version or request.source is None:
        return action, "the document has changed"
    request.home.live.renew()
    if about.fingerprint is None:
        run = replace(request.home.run, sources=(request.source,))
        mended = mending.tried(run, request.home.live.settings, _texts(request))
    else:
        same = (f for f in request.home.report.findings if (f.fingerprint, f.location.line) == _key(about))
        finding = next((f for f in request.home.planner.planned(same) if f.fix is not None), None)
        if finding is None:
            return action, "the finding is gone"
        run = replace(request.home.run, sources=request.home.live.sources)
        mended = mending.tried(run, request.home.live.settings, _texts(request), finding)
        left = (f.unfixable for f in mended.findings if f.fingerprint == finding.fingerprint and f.unfixable)
        if not mended.batches:
            return action, f"{finding.rule} was left as it is: {next(left, 'the fix does not hold')}"
    try:
        action.edit = workspace_edit(list(_changes(request, mended)), request.units, request.client)
    except NotWritten as error:
        return action, f"a file that is to be changed as well {error}"
    return action, ""


def _texts(request: Request) -> dict[str, str]:
    """The texts of the open files, as they are typed."""
    return {file.path: file.text for file in request.files}


def _key(about: Wanted) -> tuple[str | None, int]:
    return (about.fingerprint, about.line)


def _changes(request: Request, mended: Mended) -> Iterator[tuple[Document, str]]:
    """The documents that fixes change, with their new texts."""
    open_ = {file.path: file for file in request.files}
    for source in request.home.live.sources:
        batches = mended.batches.get(source.path)
        if batches is None:
            continue
        file = open_.get(source.absolute)
        if file is None:
            change = rewrite(source.absolute, source.digest, partial(rewritten, source, batches), write=False)
            yield Document(from_fs_path(source.absolute) or "", None, "python", change.before), change.after
        else:
            yield from _documents(file, rewritten(source, batches, file.text))


def _documents(file: OpenFile, after: str) -> Iterator[tuple[Document, str]]:
    """The documents of an open file, with their texts where that of the file is another one."""
    if file.document is not None:
        yield file.document, after
    else:
        yield from ((file.cells[number].document, text) for number, text in changed_cells(file.text, after))


def _suppression(request: Request, one: Shown) -> Iterator[types.CodeAction]:
    """The comment that suppresses a finding, if one can."""
    source = request.source
    if source is None:
        return
    edits, _ = commented([one.finding], source.path, source.text)
    try:
        changes = list(_documents(request.file, rewritten(source, (edits,), request.file.text))) if edits else []
    except NotWritten:
        return
    if changes:
        title = f"{one.finding.rule}: suppress here with `# noqa: {one.finding.rule}`"
        edit = workspace_edit(changes, request.units, request.client)
        yield types.CodeAction(title, QUICK, diagnostics=[one.diagnostic], edit=edit)
