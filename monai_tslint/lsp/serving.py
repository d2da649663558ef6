"""Serves one editor over stdin and stdout."""

from __future__ import annotations

import gc
import logging
import os
import sys
from typing import BinaryIO

from lsprotocol import types

from monai_tslint.lsp import options
from monai_tslint.lsp.actions import FIX_ALL
from monai_tslint.lsp.server import Server

_Changed = types.DidSaveTextDocumentParams | types.DidSaveNotebookDocumentParams | types.DidChangeWorkspaceFoldersParams
_ACTIONS = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)


def serve(version: str) -> int:
    """Serve until the client ends. The exit code is that of the protocol: 0 after a request to shut down, else 1."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    server = Server(version)
    _listen(server)
    gc.disable()  # the server says when: in the middle of an analysis it would cost as much as all the rest
    server.start_io(sys.stdin.buffer, _own_stdout())
    return 0 if server.stopping else 1


def _own_stdout() -> BinaryIO:
    """What leads to the client. Nobody else may write there, so what others take for stdout is stderr."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own


def _listen(server: Server) -> None:
    """Tell pygls what there is besides documents."""

    @server.feature(types.INITIALIZE)
    def _(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    async def _(_params: types.InitializedParams) -> None:
        await server.register()

    @server.feature(types.SHUTDOWN)
    def _(_params: None) -> None:
        server.stopping = True

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def _(_params: _Changed) -> None:
        server.changed(stale=True)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _(params: types.DidChangeWatchedFilesParams) -> None:
        server.watched(params.changes)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def _(params: types.DidChangeConfigurationParams) -> None:
        await server.configure(options.own(params.settings))

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _ACTIONS)
    async def _(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await server.actions(params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def _(action: types.CodeAction) -> types.CodeAction:
        return await server.resolve(action)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _(params: types.HoverParams) -> types.Hover | None:
        return await server.hover(params)
