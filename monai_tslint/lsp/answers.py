"""What the server answers, worked out in the thread that the session belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lsprotocol import types
from msgspec import Struct, field

from monai_tslint.findings import Problem
from monai_tslint.lsp import actions, hovering
from monai_tslint.lsp.actions import Request
from monai_tslint.lsp.documents import Document
from monai_tslint.lsp.options import Client
from monai_tslint.lsp.positions import Units
from monai_tslint.lsp.session import Outcome, Session, State
from monai_tslint.lsp.showing import Showing, Shown

Outdated = Callable[[], bool]
"""Whether the state that is worked on is no longer that of the editor."""


class Answer(Struct, frozen=True):
    """What is known of the documents in one state of the editor: the versions of those that are open, and the findings."""

    outcome: Outcome
    versions: Mapping[str, int | None] = field(default_factory=dict)
    shown: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)


class Answers:
    """Answers to one client. All calls come from one thread."""

    def __init__(self, client: Client, units: Units) -> None:
        self.session = Session()
        self._client = client
        self._units = units
        self._last: tuple[State, Answer] | None = None

    def diagnostics(self, state: State, outdated: Outdated) -> Answer:
        """The findings in the documents. Raises `Superseded`."""
        if self._last is not None and self._last[0] == state and not self.session.stale:
            return self._last[1]
        outcome = self.session.analyse(state, outdated)
        shown: dict[str, list[Shown]] = {}
        for one in _shown(state, outcome, Showing(state.files, self._client, self._units)):
            shown.setdefault(one.uri, []).append(one)
        versions = {document.uri: document.version for file in outcome.files for document in file.documents}
        answer = Answer(outcome, versions, {uri: tuple(found) for uri, found in shown.items()})
        self._last = (state, answer)
        return answer

    def actions(
        self, params: types.CodeActionParams, state: State, outdated: Outdated
    ) -> tuple[list[types.CodeAction], tuple[Problem, ...]]:
        """What can be done about the findings in a range, and errors of ours in that. Raises `Superseded`."""
        request = self._request(state, outdated, params.text_document.uri)
        if request is None:
            return [], ()
        request.home.planner.failures.clear()
        offered = list(actions.offered(request, params.range, params.context.only))
        return offered, tuple(request.home.planner.failures)

    def resolved(self, action: types.CodeAction, state: State, outdated: Outdated) -> tuple[types.CodeAction, str]:
        """An action with its edit, or with the reason why there is none. Raises `Superseded`."""
        wanted = actions.wanted(action)
        request = None if wanted is None else self._request(state, outdated, wanted.uri)
        if wanted is None or request is None:
            return action, "the document has changed"
        self._last = None
        return actions.resolved(request, action, wanted)

    def hover(self, params: types.HoverParams, state: State, outdated: Outdated) -> types.Hover | None:
        """The pages of the rules at a position. Raises `Superseded`."""
        answer = self.diagnostics(state, outdated)
        uri = params.text_document.uri
        document = next((d for file in state.files for d in file.documents if d.uri == uri), None)
        if document is None:
            return None
        return hovering.hover(document, params.position, answer.shown.get(uri, ()), self._units, self._client)

    def _request(self, state: State, outdated: Outdated, uri: str) -> Request | None:
        answer = self.diagnostics(state, outdated)
        file = next((file for file in state.files if any(d.uri == uri for d in file.documents)), None)
        home = None if file is None else answer.outcome.homes.get(file.path)
        if file is None or home is None:
            return None
        open_: dict[str, Document] = {d.uri: d for f in state.files for d in f.documents}
        shown: Sequence[Shown] = answer.shown.get(uri, ())
        return Request(home, file, open_[uri], shown, state.files, self._client, self._units)


def _shown(state: State, outcome: Outcome, showing: Showing) -> Iterator[Shown]:
    """The findings in open files, each from the project that the file belongs to, and in others from any."""
    homes = {document.uri: outcome.homes.get(file.path) for file in state.files for document in file.documents}
    seen: set[tuple[str, str]] = set()
    for analysed in outcome.projects:
        for one in showing.shown(analysed):
            key = (one.uri, one.finding.fingerprint)
            if homes.get(one.uri, analysed) is analysed and (one.uri in homes or key not in seen):
                seen.add(key)
                yield one
