"""The projects of the open files, from one state of the editor to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from command_line import CONFIG, RACING
from monai_tslint.lsp.documents import Document, OpenFile
from monai_tslint.lsp.options import Options
from monai_tslint.lsp.session import Outcome, Session, State, Superseded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a file in a folder of its own."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    return tmp_path


def _open(file: Path, text: str) -> OpenFile:
    return OpenFile(str(file), Document(file.as_uri(), 1, "python", text))


def _state(folder: Path, *names: str) -> State:
    """The editor with files that are not saved, each with its finding one line further down."""
    files = (_open(folder / name, "\n" * number + RACING) for number, name in enumerate(names))
    return State(tuple(files), (str(folder),), Options())


def _found(outcome: Outcome) -> list[tuple[str, int]]:
    return sorted(
        (Path(finding.location.path).name, finding.location.line)
        for project in outcome.projects
        for finding in project.report.findings
    )


def _never() -> bool:
    return False


BOTH = [("a.py", 6), ("b.py", 7)]


def test_files_of_one_configuration_are_one_project(folder: Path) -> None:
    outcome = Session().analyse(_state(folder, "a.py", "sub/b.py"), _never)
    assert (_found(outcome), len(outcome.projects)) == (BOTH, 1)


@pytest.mark.parametrize("wrong", ["nonsense = 1", "frameworks = ['pack.toml']", "select = ['MTS999']"])
def test_files_stay_where_they_were_while_a_configuration_is_wrong(folder: Path, wrong: str) -> None:
    session, state = Session(), _state(folder, "a.py", "sub/b.py")
    session.analyse(state, _never)
    (folder / "sub/pack.toml").write_text("name = 1\n")
    (folder / "sub/pyproject.toml").write_text(f"[tool.monai-tslint]\n{wrong}\n")
    session.stale = True
    outcome = session.analyse(state, _never)
    assert (_found(outcome), len(outcome.projects)) == (BOTH, 1)
    assert len(outcome.mistakes) == 1
    (folder / "sub/pyproject.toml").write_text(f'{CONFIG}ignore = ["MTS101"]\n')
    session.stale = True
    outcome = session.analyse(state, _never)
    assert (_found(outcome), len(outcome.projects), outcome.mistakes) == (BOTH[:1], 2, ())


def test_a_configuration_that_was_never_right_has_no_findings(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.monai-tslint]\nnonsense = 1\n")
    outcome = Session().analyse(_state(folder, "a.py"), _never)
    assert (_found(outcome), len(outcome.mistakes)) == ([], 1)


def test_a_baseline_is_read_again(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(f'{CONFIG}baseline = "accepted.toml"\n')
    session, state = Session(), _state(folder, "a.py")
    outcome = session.analyse(state, _never)
    assert (outcome.files, len(outcome.mistakes)) == ((), 1)
    (folder / "accepted.toml").write_text("version = 1\n")
    session.stale = True
    outcome = session.analyse(state, _never)
    assert (_found(outcome), outcome.mistakes) == ([("a.py", 6)], ())


def test_work_that_is_void_ends_and_nothing_is_lost(folder: Path) -> None:
    session, state = Session(), _state(folder, "a.py", "sub/b.py")
    for looks in range(1, 6):
        asked: list[None] = []

        def later(asked: list[None] = asked, looks: int = looks) -> bool:
            asked.append(None)
            return len(asked) >= looks

        with pytest.raises(Superseded):
            session.analyse(state, later)
    assert _found(session.analyse(state, _never)) == BOTH
    moved = replace(state, files=(_open(folder / "a.py", f"\n\n{RACING}"), state.files[1]))
    with pytest.raises(Superseded):
        session.analyse(moved, lambda: True)
    assert _found(session.analyse(moved, _never)) == [("a.py", 8), ("b.py", 7)]
    assert _found(session.analyse(state, _never)) == BOTH


def test_without_configuration_the_workspace_is_the_project(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("from monai.transforms import Transform as Base\n")
    text = RACING.replace("acme import Transform", "base import Base").replace("(Transform)", "(Base)")
    state = State((_open(tmp_path / "a.py", text),), (str(tmp_path),), Options(ignore=("MTS3",)))
    assert _found(Session().analyse(state, _never)) == [("a.py", 6)]
    alone = replace(state, folders=())
    assert _found(Session().analyse(alone, _never)) == []
