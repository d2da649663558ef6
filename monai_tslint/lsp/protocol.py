"""What of the protocol's messages is about documents. pygls keeps them as well, but has other ideas of where a line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from monai_tslint.lsp.server import Server


class Protocol(LanguageServerProtocol):
    """The protocol, with our own documents."""

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        self._server.documents.open(params.text_document)
        self._server.changed()

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """The text of a document was changed."""
        self._server.documents.change(params.text_document, params.content_changes)
        self._server.typed()

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A document was closed: what counts is what is in the file."""
        self._server.documents.close(params.text_document.uri)
        self._server.changed()

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook was opened."""
        self._server.documents.open_notebook(params.notebook_document, params.cell_text_documents)
        self._server.changed()

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """The cells of a notebook were changed."""
        self._server.documents.change_notebook(params.notebook_document, params.change)
        self._server.typed()

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """A notebook was closed."""
        self._server.documents.close_notebook(params.notebook_document.uri)
        self._server.changed()
