"""An editor for tests: a client of the language server, which runs in a process of its own and is spoken to over stdio."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote, urlparse

from lsprotocol import types
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

_PATIENCE = 60
"""Seconds until a test gives up; no test waits for them to pass."""

Found = list[types.Diagnostic]


def capabilities(
    *,
    encodings: Sequence[str] = ("utf-16",),
    resolves: bool = True,
    versioned: bool = True,
    configuration: bool = False,
) -> types.ClientCapabilities:
    """Those of a client that can do nearly everything."""
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=list(encodings)),
        notebook_document=types.NotebookDocumentClientCapabilities(types.NotebookDocumentSyncClientCapabilities()),
        workspace=types.WorkspaceClientCapabilities(
            configuration=configuration,
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=versioned),
            workspace_folders=True,
        ),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True,
                version_support=True,
                code_description_support=True,
                tag_support=types.ClientDiagnosticsTagOptions([types.DiagnosticTag.Unnecessary]),
            ),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            code_action=types.CodeActionClientCapabilities(
                data_support=True,
                resolve_support=types.ClientCodeActionResolveOptions(["edit"]) if resolves else None,
            ),
        ),
    )


class Editor:
    """What a person does in an editor, and what they see."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.texts: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self.published: dict[str, types.PublishDiagnosticsParams] = {}
        self.history: list[types.PublishDiagnosticsParams] = []
        self._news = asyncio.Event()

    def listen(self) -> None:
        """Note what the server says."""

        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published[params.uri] = params
            self.history.append(params)
            self._news.set()

        def message(params: types.ShowMessageParams) -> None:
            self.client.messages.append(params)
            self._news.set()

        def log(params: types.LogMessageParams) -> None:
            self.client.log_messages.append(params)
            self._news.set()

        register_lsp_features(
            self.client,
            {
                **DEFAULT_CLIENT_FEATURES,
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
                types.WINDOW_SHOW_MESSAGE: message,
                types.WINDOW_LOG_MESSAGE: log,
            },
        )

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until what the server has said is enough."""
        async with asyncio.timeout(_PATIENCE):
            while not seen():
                self._news.clear()
                await self._news.wait()

    def open(self, file: Path, text: str | None = None, language: str = "python") -> str:
        """Open a file, or a text that is not saved; gives its address."""
        uri = file.as_uri()
        self.texts[uri] = file.read_text("utf-8") if text is None else text
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri, language, 1, self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def open_notebook(self, file: Path) -> list[str]:
        """Open a notebook as one; gives the addresses of its cells."""
        cells = json.loads(file.read_text("utf-8"))["cells"]
        uris = [f"vscode-notebook-cell:{file}#W{number}" for number in range(len(cells))]
        made = [
            self.cell(uri, "".join(cell["source"]), cell["cell_type"]) for uri, cell in zip(uris, cells, strict=True)
        ]
        notebook = types.NotebookDocument(file.as_uri(), "jupyter-notebook", 1, [cell for cell, _ in made])
        self._versions[file.as_uri()] = 1
        params = types.DidOpenNotebookDocumentParams(notebook, [item for _, item in made])
        self.client.notebook_document_did_open(params)
        return uris

    def cell(self, uri: str, text: str, kind: str = "code") -> tuple[types.NotebookCell, types.TextDocumentItem]:
        """A cell of a notebook, and its text."""
        self.texts[uri] = text
        self._versions[uri] = 1
        code = kind == "code"
        what = types.NotebookCellKind.Code if code else types.NotebookCellKind.Markup
        item = types.TextDocumentItem(uri, "python" if code else "markdown", 1, text)
        return types.NotebookCell(what, uri), item

    def change_notebook(self, file: Path, cells: types.NotebookDocumentCellChanges) -> None:
        """Change which cells a notebook has, or what they say."""
        self._versions[file.as_uri()] += 1
        notebook = types.VersionedNotebookDocumentIdentifier(self._versions[file.as_uri()], file.as_uri())
        for content in cells.text_content or ():
            self._versions[content.document.uri] = content.document.version
            (change,) = content.changes
            self.texts[content.document.uri] = change.text
        change_event = types.NotebookDocumentChangeEvent(cells=cells)
        self.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(notebook, change_event))

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent, text: str) -> None:
        """Change a text, as a whole or by changes that amount to it."""
        self._versions[uri] += 1
        self.texts[uri] = text
        document = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        events = list(changes) or [types.TextDocumentContentChangeWholeDocument(text)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, events))

    def save(self, uri: str) -> None:
        """Write a text to its file."""
        path_of(uri).write_text(self.texts[uri], "utf-8")
        document = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    def close(self, uri: str) -> None:
        """Close a document."""
        document = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    def touched(self, *files: Path, kind: types.FileChangeType = types.FileChangeType.Changed) -> None:
        """Tell that files have changed on the disk."""
        events = [types.FileEvent(file.as_uri(), kind) for file in files]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    async def diagnostics(self, uri: str) -> Found:
        """What is shown in a document as it is now."""
        version = self._versions[uri]
        await self.until(lambda: uri in self.published and self.published[uri].version == version)
        return list(self.published[uri].diagnostics)

    async def shown(self, uri: str, wanted: Callable[[Found], bool]) -> Found:
        """What is shown in a document, whatever its version, once it is as wanted."""
        await self.until(lambda: uri in self.published and wanted(list(self.published[uri].diagnostics)))
        return list(self.published[uri].diagnostics)

    async def actions(self, uri: str, span: types.Range, *only: str) -> list[types.CodeAction]:
        """What the editor offers for a range."""
        context = types.CodeActionContext([], only=list(only) or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), span, context)
        answer = await self.client.text_document_code_action_async(params)
        return [action for action in answer or () if isinstance(action, types.CodeAction)]

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        """An action with its edit."""
        return await self.client.code_action_resolve_async(action)

    async def hover(self, uri: str, line: int, character: int) -> str | None:
        """What is shown at a place."""
        params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        answer = await self.client.text_document_hover_async(params)
        if answer is None:
            return None
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    def applied(self, action: types.CodeAction) -> Mapping[str, str]:
        """The texts of documents after the edit of an action, which must be about them as they are now."""
        assert action.edit is not None
        edits: dict[str, Iterable[types.TextEdit | object]] = dict(action.edit.changes or {})
        for change in action.edit.document_changes or ():
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == self._versions.get(change.text_document.uri)
            edits[change.text_document.uri] = change.edits
        return {uri: edited(self._text(uri), made) for uri, made in edits.items()}

    def _text(self, uri: str) -> str:
        return self.texts[uri] if uri in self.texts else path_of(uri).read_text("utf-8")


def edited(text: str, edits: Iterable[object]) -> str:
    """A text after edits in the units of UTF-16, worked out apart from the server's own code."""
    starts = [0]
    for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text):
        starts.append(starts[-1] + len(line.encode("utf-16-le")))
    whole = text.encode("utf-16-le")
    for edit in sorted(edits, key=_place, reverse=True):
        assert isinstance(edit, types.TextEdit)
        start, end = (starts[p.line] + 2 * p.character for p in (edit.range.start, edit.range.end))
        whole = whole[:start] + edit.new_text.encode("utf-16-le") + whole[end:]
    return whole.decode("utf-16-le")


def _place(edit: object) -> tuple[int, int]:
    assert isinstance(edit, types.TextEdit)
    return edit.range.start.line, edit.range.start.character


def path_of(uri: str) -> Path:
    """The file with an address."""
    return Path(unquote(urlparse(uri).path))


@asynccontextmanager
async def editing(
    *folders: Path,
    can: types.ClientCapabilities | None = None,
    options: object = None,
    settings: object = None,
    prelude: str = "",
) -> AsyncIterator[Editor]:
    """An editor with these folders open, whose server must end well.

    `settings` are what it answers when it is asked; `prelude` is what the server's process runs first.
    """
    client = LanguageClient(configuration={"": {"monai-tslint": settings}})
    editor = Editor(client)
    editor.listen()
    await client.start_io(sys.executable, "-c", f"{prelude}\nfrom monai_tslint.cli import run\nrun()", "server")
    opened = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
    first = folders[0].as_uri() if folders else None
    try:
        await client.initialize_session(
            types.InitializeParams(
                capabilities=can or capabilities(),
                root_uri=first,
                workspace_folders=opened,
                initialization_options=options,
            )
        )
        yield editor
        await client.shutdown_session()
        assert client.error is None
        assert client._server is not None
        assert client._server.returncode == 0
    finally:
        if client._server is not None and client._server.returncode is None:
            client._server.kill()
        await client.stop()  # type: ignore[no-untyped-call]
