"""Diagnostics while one types, as a client gets them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from command_line import CONFIG, MENDED, RACING, shell
from editors import Found, capabilities, editing
from lesions import BASE as OF_MONAI
from lesions import CHILD

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = OF_MONAI.replace("monai.transforms", "acme")
UNUSED = "x = 1  # noqa: MTS101\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a project in it."""
    (tmp_path / "lesions").mkdir()
    for name, text in {"__init__": "", "base": BASE, "child": CHILD, "racing": RACING}.items():
        (tmp_path / f"lesions/{name}.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    return tmp_path


def _said(found: Found) -> list[tuple[int, str]]:
    """Lines from 1, and rules."""
    return [(d.range.start.line + 1, str(d.code)) for d in found]


async def test_say_what_check_says(project: Path) -> None:
    async with editing(project) as editor:
        file = project / "lesions/racing.py"
        uri = editor.open(file)
        (finding,) = await editor.diagnostics(uri)
    assert finding.message.startswith("`self.img_t` holds one call's data on a shared object")
    assert (finding.code, finding.source, finding.severity) == (
        "MTS101",
        "monai-tslint",
        types.DiagnosticSeverity.Error,
    )
    assert finding.range == types.Range(types.Position(5, 8), types.Position(5, 18))
    assert finding.code_description is not None
    assert finding.code_description.href.endswith("/MTS101-per-call-state-on-self.md")
    related = [(r.location.uri, r.location.range.start.line + 1, r.message) for r in finding.related_information or ()]
    assert related == [
        (uri, 6, "`Smooth.__call__` writes `self.img_t`"),
        (uri, 10, "reads `self.img_t`, perhaps as another thread left it"),
    ]


async def test_follow_what_is_typed_and_not_saved(project: Path) -> None:
    async with editing(project) as editor:
        uri = editor.open(project / "lesions/racing.py", MENDED)
        assert await editor.diagnostics(uri) == []
        editor.change(uri, text=f"\n{RACING}")
        assert _said(await editor.diagnostics(uri)) == [(7, "MTS101")]
        editor.change(uri, text=RACING.replace("self.img_t = img", "self.img_t = (img"))
        assert _said(await editor.diagnostics(uri)) == [(6, "MTS900")]
        editor.change(uri, text=MENDED)
        assert await editor.diagnostics(uri) == []


@pytest.mark.parametrize(("encoding", "units"), [("utf-16", 15), ("utf-8", 18), ("utf-32", 14)])
async def test_count_as_the_client_does(project: Path, encoding: str, units: int) -> None:
    line = '        "🧠é"; self.img_t = img\n'
    text = RACING.replace("        self.img_t = img\n", line)
    async with editing(project, can=capabilities(encodings=[encoding])) as editor:
        uri = editor.open(project / "lesions/racing.py", MENDED)
        await editor.diagnostics(uri)
        editor.change(uri, text=text)
        (finding,) = await editor.diagnostics(uri)
        assert (finding.range.start.character, finding.range.end.character) == (units, units + 10)
        start = types.Position(5, finding.range.end.character + len(" = "))
        change = types.TextDocumentContentChangePartial(
            types.Range(start, types.Position(5, start.character + 3)), "img + 0"
        )
        editor.change(uri, change, text=text.replace("= img", "= img + 0"))
        assert len(await editor.diagnostics(uri)) == 1
        gone = types.Range(types.Position(5, finding.range.start.character), types.Position(6, 0))
        editor.change(
            uri,
            types.TextDocumentContentChangePartial(gone, "pass\n"),
            text=text.replace("self.img_t = img + 0", "pass"),
        )
        assert await editor.diagnostics(uri) == []


async def test_split_lines_as_the_protocol_does(project: Path) -> None:
    """A form feed and a line separator end no line; a carriage return does."""
    text = RACING.replace("\n\n\nclass", '\n\f\n"\u2028"\rclass')
    async with editing(project) as editor:
        uri = editor.open(project / "lesions/racing.py", "")
        await editor.diagnostics(uri)
        editor.change(uri, text=text)
        assert _said(await editor.diagnostics(uri)) == [(6, "MTS101")]
        here = types.Range(types.Position(5, 8), types.Position(5, 19))
        editor.change(uri, types.TextDocumentContentChangePartial(here, "img_t ="), text=text)
        assert await editor.diagnostics(uri) == []


async def test_appear_where_a_base_is_edited_elsewhere(project: Path) -> None:
    async with editing(project) as editor:
        base = editor.open(project / "lesions/base.py", BASE.replace("(Transform)", ""))
        child = editor.open(project / "lesions/child.py")
        assert await editor.diagnostics(child) == []
        editor.change(base, text=BASE)
        assert _said(await editor.shown(child, bool)) == [(6, "MTS101")]
        editor.close(base)
        assert _said(await editor.shown(base, lambda found: not found)) == []


async def test_fade_what_is_of_no_use(project: Path) -> None:
    async with editing(project) as editor:
        (finding,) = await editor.diagnostics(editor.open(project / "lesions/unused.py", UNUSED))
    assert (finding.code, list(finding.tags or ())) == ("MTS901", [types.DiagnosticTag.Unnecessary])


async def test_are_only_those_of_open_files_unless_others_are_wanted(project: Path) -> None:
    (project / "other").mkdir()
    (project / "other/more.py").write_text(RACING)
    async with editing(project) as editor:
        await editor.diagnostics(editor.open(project / "lesions/child.py"))
        assert list(editor.published) == [(project / "lesions/child.py").as_uri()]
    async with editing(project, options={"diagnosticMode": "workspace"}) as editor:
        uri = (project / "other/more.py").as_uri()
        assert _said(await editor.shown(uri, bool)) == [(6, "MTS101")]
        (project / "other/more.py").unlink()
        editor.touched(project / "other/more.py", kind=types.FileChangeType.Deleted)
        await editor.shown(uri, lambda found: not found)


async def test_know_the_folders_apart(project: Path) -> None:
    one, other = project / "one", project / "other"
    for folder, config in ((one, CONFIG), (other, f'{CONFIG}ignore = ["MTS101"]\n')):
        folder.mkdir()
        (folder / "a.py").write_text(RACING)
        (folder / "pyproject.toml").write_text(config)
    async with editing(one, other) as editor:
        found = [_said(await editor.diagnostics(editor.open(folder / "a.py"))) for folder in (one, other)]
    assert found == [[(6, "MTS101")], []]


async def test_are_given_outside_of_all_folders(project: Path) -> None:
    async with editing() as editor:
        assert _said(await editor.diagnostics(editor.open(project / "lesions/racing.py"))) == [(6, "MTS101")]


async def test_leave_out_what_is_not_ours_to_check(project: Path) -> None:
    async with editing(project) as editor:
        for name in ("build/a.py", ".venv/lib/python3/site-packages/a.py", "a.pyi"):
            assert await editor.diagnostics(editor.open(project / name, RACING)) == []
        assert await editor.diagnostics(editor.open(project / "a.txt", RACING, "plaintext")) == []
        assert _said(await editor.diagnostics(editor.open(project / "script", RACING))) == [(6, "MTS101")]


async def test_survive_any_text(project: Path) -> None:
    (project / "lesions/undecodable.py").write_bytes(b"x = '\xff'\n")
    async with editing(project) as editor:
        uri = editor.open(project / "lesions/racing.py", "x = 1\0")
        assert _said(await editor.diagnostics(uri)) == [(1, "MTS900")]
        for text in ("'\ud800'", "(" * 500, "-" * 5000 + "1", "", "\ufeffx = 1\n", "# coding: nonsense\n"):
            editor.change(uri, text=text)
            await editor.diagnostics(uri)
        editor.change(uri, text=RACING)
        assert _said(await editor.diagnostics(uri)) == [(6, "MTS101")]
        assert not editor.client.messages


async def test_are_those_of_the_text_that_they_are_given_for(project: Path) -> None:
    """What is typed while a text is analysed makes the answer void."""
    async with editing(project) as editor:
        uri = editor.open(project / "lesions/racing.py")
        for newlines in range(1, 40):
            editor.change(uri, text="\n" * newlines + RACING)
            await asyncio.sleep(0)
        await editor.diagnostics(uri)
        assert [_said(list(p.diagnostics)) for p in editor.history] == [
            [(5 + (p.version or 0), "MTS101")] for p in editor.history
        ]


async def test_go_on_after_an_error_of_ours(project: Path) -> None:
    prelude = (
        "from monai_tslint import analysing\n"
        "whole = analysing.report_of\n"
        "def broken(run, settings):\n"
        "    return 1 / 0 if '# odd' in run.sources[0].text else whole(run, settings)\n"
        "analysing.report_of = broken\n"
    )
    async with editing(project, prelude=prelude) as editor:
        uri = editor.open(project / "lesions/racing.py")
        before = await editor.diagnostics(uri)
        editor.change(uri, text=f"# odd\n{RACING}")
        await editor.until(lambda: bool(editor.client.log_messages))
        assert "racing.py" in editor.client.log_messages[0].message
        assert "ZeroDivisionError" in editor.client.log_messages[0].message
        assert list(editor.published[uri].diagnostics) == before
        editor.change(uri, text=f"\n{RACING}")
        assert _said(await editor.diagnostics(uri)) == [(7, "MTS101")]


async def test_are_those_of_check_on_the_examples() -> None:
    report = json.loads(shell("check", str(EXAMPLES), "--output-format", "json").stdout)
    expected = sorted(
        (Path(f["path"]).name, f["line"], f["column"], f["end_line"], f["end_column"], f["rule"], f["message"])
        for f in report["findings"]
    )
    files = sorted(EXAMPLES.rglob("*.py"))
    async with editing(EXAMPLES, can=capabilities(encodings=["utf-32"])) as editor:
        for file in files:
            editor.open(file)
        found = [_places(file, await editor.diagnostics(file.as_uri())) for file in files]
    assert sorted(one for each in found for one in each) == expected
    assert len(expected) > 5


def _places(file: Path, found: Found) -> Sequence[tuple[str, int, int, int, int, str, str]]:
    return [
        (
            file.name,
            d.range.start.line + 1,
            d.range.start.character + 1,
            d.range.end.line + 1,
            d.range.end.character + 1,
            str(d.code),
            d.message,
        )
        for d in found
    ]


class TestConfiguration:
    async def test_is_read_again(self, project: Path) -> None:
        config = project / "pyproject.toml"
        async with editing(project) as editor:
            uri = editor.open(project / "lesions/racing.py")
            assert _said(await editor.diagnostics(uri)) == [(6, "MTS101")]
            config.write_text(f'{CONFIG}ignore = ["MTS101"]\n')
            editor.touched(config)
            await editor.shown(uri, lambda found: not found)
            config.write_text(f"{CONFIG}nonsense = 1\n")
            editor.touched(config)
            await editor.until(lambda: bool(editor.client.messages))
            assert "nonsense" in editor.client.messages[0].message
            editor.change(uri, text=f"\n{RACING}")
            assert await editor.diagnostics(uri) == []
            config.write_text(CONFIG)
            editor.touched(config)
            assert _said(await editor.shown(uri, bool)) == [(7, "MTS101")]
            assert len(editor.client.messages) == 1

    async def test_of_the_editor_changes_that_of_the_project(self, project: Path) -> None:
        settings = {"ignore": ["MTS101"]}
        async with editing(project, can=capabilities(configuration=True), settings=settings) as editor:
            uri = editor.open(project / "lesions/racing.py")
            assert await editor.diagnostics(uri) == []
            editor.client.set_configuration({"strict": True}, section="monai-tslint")
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
            assert _said(await editor.shown(uri, bool)) == [(6, "MTS101")]

    async def test_of_the_editor_is_told_or_sent_along(self, project: Path) -> None:
        async with editing(project, options={"select": ["MTS2"]}) as editor:
            uri = editor.open(project / "lesions/racing.py")
            assert await editor.diagnostics(uri) == []
            told = types.DidChangeConfigurationParams({"monai-tslint": {"select": ["MTS1"]}})
            editor.client.workspace_did_change_configuration(told)
            assert _said(await editor.shown(uri, bool)) == [(6, "MTS101")]

    async def test_of_the_editor_may_be_wrong(self, project: Path) -> None:
        options = {"select": "MTS1", "strict": 1, "diagnosticMode": "all", "selcet": [], "ignore": ["MTS999"]}
        async with editing(project, options=options) as editor:
            assert _said(await editor.diagnostics(editor.open(project / "lesions/racing.py"))) == [(6, "MTS101")]
            said = " ".join(message.message for message in editor.client.messages)
        for key in ("select: must", "strict: must", "diagnosticMode: must", "selcet: there is no such", "MTS999"):
            assert key in said


async def test_without_pygls_the_remedy_is_told() -> None:
    code = "import sys; sys.modules['pygls'] = None; from monai_tslint.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "server"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "monai-tslint: error: server needs pygls: run `pip install 'monai-tslint[lsp]'`\n"


async def test_end_without_shutdown_is_an_error(project: Path) -> None:
    done = shell("server", stdin="")
    assert (done.returncode, done.stdout) == (1, "")
