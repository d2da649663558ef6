"""The server itself: what the client tells becomes states of the editor, what is worked out becomes messages to it."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException
from pygls.lsp.server import LanguageServer

from monai_tslint.config import ConfigError
from monai_tslint.files import may_be, names_target
from monai_tslint.lsp import options
from monai_tslint.lsp.answers import Answer, Answers, Outdated
from monai_tslint.lsp.documents import Documents, path_of
from monai_tslint.lsp.options import Client, Options
from monai_tslint.lsp.positions import Units
from monai_tslint.lsp.protocol import Protocol
from monai_tslint.lsp.session import Analysed, State, Superseded

_TYPING = 0.1
"""Seconds without a change after which a text is looked at."""

_IDLE = 2.0
"""Seconds without anything to do after which memory is tidied up."""

_UNTIDY = 20
"""How many times a project may be analysed until memory is tidied up even if there is no pause."""

_STACK = 64 * 1024 * 1024
"""Bytes of stack for the thread that analyses: code may be nested deeply. Only what is used is taken."""

_WATCHED = ("**/*.{py,ipynb,json,yaml,yml,toml}", "**/requirements*.txt", "**/.gitignore")

Result = TypeVar("Result")


class Server(LanguageServer):
    """Our server. Everything here runs in the loop's thread, and what takes time in one other."""

    def __init__(self, version: str) -> None:
        whole = types.NotebookDocumentFilterWithNotebook(
            notebook=types.NotebookDocumentFilterNotebookType(notebook_type="jupyter-notebook")
        )
        super().__init__(
            "monai-tslint",
            version,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=types.NotebookDocumentSyncOptions([whole], save=True),
            protocol_cls=Protocol,
        )
        self.stopping = False
        self.documents = Documents()
        self.client = Client()
        self.options = Options()
        self._answers = Answers(self.client, self.documents.units)
        self._generation = 0
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._pause: asyncio.TimerHandle | None = None
        self._untidy = 0
        self._published: set[str] = set()
        self._projects: tuple[Analysed, ...] = ()
        self._told: tuple[str, ...] = ()
        self._initial: object = None
        self._worker = _worker()

    def begin(self, params: types.InitializeParams) -> None:
        """Take over what the client says of itself, and the settings that it sends along."""
        self.client = Client.of(params.capabilities)
        self.documents = Documents(Units(self.workspace.position_encoding or types.PositionEncodingKind.Utf16))
        self._answers = Answers(self.client, self.documents.units)
        self._initial = options.own(params.initialization_options) or params.initialization_options
        self._take(self._initial)

    async def register(self) -> None:
        """Ask the client to say when files and settings change, and for the settings; then look at everything."""
        registrations = []
        if self.client.registers_watchers:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            watching = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registrations.append(types.Registration(f"monai-tslint: {method}", method, watching))
        if self.client.registers_configuration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            listening = types.DidChangeConfigurationRegistrationOptions(options.SECTION)
            registrations.append(types.Registration(f"monai-tslint: {method}", method, listening))
        if registrations:
            try:
                await self.client_register_capability_async(types.RegistrationParams(registrations))
            except JsonRpcException as error:
                self.log(f"the client does not say when files change: {error}")
        await self.configure(None)

    async def configure(self, told: object) -> None:
        """Take over the settings: those that the client answers with, else those that it has told, else its first ones."""
        value = told
        if self.client.answers_configuration:
            item = types.ConfigurationItem(section=options.SECTION)
            try:
                answer = await self.workspace_configuration_async(types.ConfigurationParams([item]))
                value = answer[0] if answer else None
            except JsonRpcException as error:
                self.log(f"the client does not say what its settings are: {error}")
        self._take(self._initial if value is None else value)
        self.changed(stale=True)

    def _take(self, value: object) -> None:
        """Take over settings; mistakes in them are told, and the last ones stay in force."""
        try:
            self.options = options.read(value, next(iter(self._folders()), None))
        except ConfigError as error:
            self._tell(error.problems)

    def changed(self, *, stale: bool = False, wait: float = 0.0) -> None:
        """Look at everything again: after `wait` seconds in which nothing else happens. `stale` if files may have changed."""
        self._generation += 1
        if stale:
            self._answers.session.stale = True
        for pending in (self._timer, self._pause):
            if pending is not None:
                pending.cancel()
        self._timer = asyncio.get_running_loop().call_later(wait, self._start)

    def typed(self) -> None:
        """Look at everything again when the typing pauses."""
        self.changed(wait=_TYPING)

    def watched(self, changes: Sequence[types.FileEvent]) -> None:
        """Look at everything again if one of these files matters; data in JSON and YAML files come and go."""
        paths = [path for change in changes if (path := path_of(change.uri)) is not None]
        known = {source.absolute for analysed in self._projects for source in analysed.live.sources}
        if any(not may_be(path) or path in known or names_target(path) for path in paths):
            self.changed(stale=True, wait=_TYPING)

    def _start(self) -> None:
        self._timer = None
        task = asyncio.get_running_loop().create_task(self._publish())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def answer(self, work: Callable[[State, Outdated], Result]) -> Result:
        """What the worker makes of the present state. Raises `JsonRpcContentModified` if a document changes meanwhile."""
        loop = asyncio.get_running_loop()
        while True:
            generation = self._generation
            state = State(self.documents.files(), tuple(self._folders()), self.options)
            with suppress(Superseded):
                result = await loop.run_in_executor(self._worker, work, state, partial(self._is_past, generation))
                if not self._is_past(generation):
                    return result
            if self.documents.files() != state.files:
                raise JsonRpcContentModified

    def _is_past(self, generation: int) -> bool:
        return self._generation != generation

    async def _publish(self) -> None:
        try:
            answer = await self.answer(self._answers.diagnostics)
        except JsonRpcContentModified:
            return
        except Exception as error:
            self.log(f"internal error: {type(error).__name__}: {error}")
            logging.getLogger(__name__).exception("internal error")
            return
        self._projects = answer.outcome.projects
        self._tell(answer.outcome.mistakes)
        for message in answer.outcome.errors:
            self.log(message)
        self._show(answer)
        self._untidy += 1
        wait = 0.0 if self._untidy >= _UNTIDY else _IDLE
        self._pause = asyncio.get_running_loop().call_later(wait, self._tidy)

    def _tidy(self) -> None:
        self._untidy = 0
        gc.collect()

    def _show(self, answer: Answer) -> None:
        """Publish the findings of all documents that are open or have some, and that those have none which had some."""
        kept = {d.uri for file in self.documents.files() for d in file.documents} - answer.versions.keys()
        wanted = answer.shown.keys() if self.options.everywhere else answer.shown.keys() & answer.versions.keys()
        for uri in sorted((answer.versions.keys() | wanted | self._published) - kept):
            found = [one.diagnostic for one in answer.shown.get(uri, ())] if uri in wanted else []
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, answer.versions.get(uri)))
        self._published = set(wanted) | (self._published & kept)

    def _tell(self, mistakes: tuple[str, ...]) -> None:
        """Show the user's mistakes, each once until it is mended."""
        for mistake in mistakes:
            if mistake not in self._told:
                self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"monai-tslint: {mistake}"))
                self.log(mistake)
        self._told = mistakes

    def log(self, message: str) -> None:
        """Write an error to the client's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def _folders(self) -> list[str]:
        workspace = self.workspace
        uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
        return [path for uri in uris if (path := path_of(uri)) is not None]

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done about the findings in a range."""
        try:
            offered, failures = await self.answer(partial(self._answers.actions, params))
        except JsonRpcContentModified:
            return []
        for failure in failures:
            self.log(f"{failure.path}: internal error: {failure.message}")
        return offered

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        """An action with its edit. Why there is none, the user is told."""
        done, reason = await self.answer(partial(self._answers.resolved, action))
        if reason:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"monai-tslint: {reason}"))
        return done

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """The page of the rule at a position."""
        try:
            return await self.answer(partial(self._answers.hover, params))
        except JsonRpcContentModified:
            return None


def _worker() -> ThreadPoolExecutor:
    before = threading.stack_size(_STACK)
    try:
        worker = ThreadPoolExecutor(1, "analysis")
        worker.submit(int).result()
    finally:
        threading.stack_size(before)
    return worker
