"""What the editor offers to do about findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from lsprotocol import types

from command_line import CONFIG, RACING
from editors import Editor, capabilities, editing
from monai_tslint.cli import cli

FIX_ALL = "source.fixAll.monai-tslint"
QUICK = "quickfix"
EVERYTHING = types.Range(types.Position(0, 0), types.Position(10_000, 0))
LEAKY = """\
from contextlib import contextmanager

from acme import Transform


class Quiet(Transform):
    def __init__(self):
        self.flag = True

    @contextmanager
    def switched(self, flag):
        before = self.flag
        self.flag = flag
        yield
        self.flag = before

    def __call__(self, img):
        with self.switched(False):  # "🧠" noqa: MTS105
            return self.apply(img)

    def apply(self, img):
        return img if self.flag else -img
"""
SCRATCH = """\
from acme import Transform


class Window(Transform):
    def __call__(self, img):
        self.low = img.min()  # 🧠 stays
        return img - self.low
"""
UNUSED = "x = 1  # noqa: MTS101, MTS102\n"
FILES = {"leaky": LEAKY, "scratch": SCRATCH, "racing": RACING, "unused": UNUSED}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a project in it."""
    for name, text in FILES.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    return tmp_path


def _fixed(project: Path, tmp_path_factory: pytest.TempPathFactory, name: str, *options: str) -> str:
    """What the command line makes of a file."""
    copy = tmp_path_factory.mktemp("fixed") / "copy"
    shutil.copytree(project, copy)
    CliRunner().invoke(cli, ["check", str(copy / name), "--fix", *options], catch_exceptions=False)
    return (copy / name).read_bytes().decode("utf-8")


async def _only(editor: Editor, uri: str, word: str) -> types.CodeAction:
    """The one action whose title has this word, with its edit."""
    (action,) = [action for action in await editor.actions(uri, EVERYTHING) if word in action.title]
    return await editor.resolved(action) if action.edit is None else action


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
async def test_all_safe_fixes_give_what_the_command_line_writes(
    project: Path, tmp_path_factory: pytest.TempPathFactory, newline: str
) -> None:
    for name, text in FILES.items():
        (project / f"{name}.py").write_text(text, "utf-8", newline=newline)
    async with editing(project) as editor:
        for name in FILES:
            file = project / f"{name}.py"
            uri = editor.open(file, file.read_bytes().decode("utf-8"))
            (action,) = await editor.actions(uri, EVERYTHING, "source.fixAll")
            expected = _fixed(project, tmp_path_factory, file.name)
            assert (action.kind, action.edit) == (FIX_ALL, None)
            done = editor.applied(await editor.resolved(action))
            assert done.get(uri) == (expected if expected != editor.texts[uri] else None)


async def test_single_fixes_mend_one_finding(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    async with editing(project) as editor:
        uri = editor.open(project / "leaky.py")
        safe = await _only(editor, uri, "MTS202: Put")
        assert (safe.is_preferred, [d.code for d in safe.diagnostics or ()]) == (True, ["MTS202"])
        done = editor.applied(safe)
        assert done == {uri: _fixed(project, tmp_path_factory, "leaky.py", "--select", "MTS202")}
        editor.change(uri, text=done[uri])
        unsafe = await _only(editor, uri, "MTS201 (unsafe fix)")
        assert unsafe.is_preferred is None
        done = editor.applied(unsafe)
        assert done == {uri: _fixed(project, tmp_path_factory, "leaky.py", "--unsafe-fixes")}
        editor.change(uri, text=done[uri])
        assert await editor.diagnostics(uri) == []


async def test_are_offered_where_the_finding_is(project: Path) -> None:
    async with editing(project) as editor:
        uri = editor.open(project / "racing.py")
        away = types.Range(types.Position(0, 0), types.Position(0, 0))
        assert await editor.actions(uri, away) == []
        assert await editor.actions(uri, EVERYTHING, "refactor") == []
        assert {action.kind for action in await editor.actions(uri, EVERYTHING)} == {QUICK}
        assert {action.kind for action in await editor.actions(uri, away, "source")} == {FIX_ALL}
        unused = editor.open(project / "unused.py")
        assert {action.kind for action in await editor.actions(unused, EVERYTHING)} == {QUICK, FIX_ALL}


async def test_comments_suppress(project: Path) -> None:
    async with editing(project) as editor:
        uri = editor.open(project / "scratch.py")
        action = await _only(editor, uri, "noqa: MTS101")
        assert action.title == "MTS101: suppress here with `# noqa: MTS101`"
        done = editor.applied(action)
        assert done == {uri: SCRATCH.replace("# 🧠 stays", "# 🧠 stays  # noqa: MTS101")}
        editor.change(uri, text=done[uri])
        assert await editor.diagnostics(uri) == []


async def test_comments_that_suppress_nothing_go(project: Path) -> None:
    async with editing(project) as editor:
        uri = editor.open(project / "unused.py")
        action = await _only(editor, uri, "Remove `MTS102`")
        assert editor.applied(action) == {uri: "x = 1  # noqa: MTS101\n"}
        assert not [a for a in await editor.actions(uri, EVERYTHING) if "suppress here" in a.title]


async def test_come_with_their_edits_for_simple_clients(project: Path) -> None:
    async with editing(project, can=capabilities(resolves=False, versioned=False)) as editor:
        uri = editor.open(project / "leaky.py")
        (fix,) = [action for action in await editor.actions(uri, EVERYTHING) if "MTS202: Put" in action.title]
        assert fix.edit is not None
        assert fix.edit.document_changes is None
        assert "finally" in editor.applied(fix)[uri]


async def test_are_not_made_of_another_text(project: Path) -> None:
    async with editing(project) as editor:
        uri = editor.open(project / "leaky.py")
        (action,) = [a for a in await editor.actions(uri, EVERYTHING) if "MTS202: Put" in a.title]
        editor.change(uri, text=f"\n{LEAKY}")
        assert (await editor.resolved(action)).edit is None
        assert "has changed" in editor.client.messages[0].message
