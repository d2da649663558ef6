"""Notebooks in the editor: cell by cell, or as the text that their files are; and configurations of bundles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lsprotocol import types

from command_line import CONFIG, shell
from editors import Found, editing
from notebook_files import markdown, notebook
from test_live import BUNDLE

HEAD = "%matplotlib inline\nfrom acme import Transform"
CLASS = """\
class Smooth(Transform):
    def __call__(self, img):
        "🧠"; self.img_t = img
        return self.apply()

    def apply(self):
        return self.img_t * 2"""
FIRST = types.Range(types.Position(0, 0), types.Position(10, 0))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A notebook in a project."""
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    (tmp_path / "a.ipynb").write_text(notebook(markdown("# Smooth"), HEAD, CLASS), "utf-8")
    return tmp_path / "a.ipynb"


def _said(found: Found) -> list[tuple[int, int, str, str]]:
    return [(d.range.start.line + 1, d.range.start.character, str(d.code), d.message) for d in found]


async def test_findings_are_those_of_check_in_the_cells(file: Path) -> None:
    report = json.loads(shell("check", str(file), "--output-format", "json").stdout)
    (expected,) = report["findings"]
    async with editing(file.parent) as editor:
        _, head, cell = editor.open_notebook(file)
        (found,) = await editor.diagnostics(cell)
        assert _said([found]) == [(expected["line"], expected["column"], "MTS101", expected["message"])]
        assert {r.location.uri for r in found.related_information or ()} == {cell}
        assert await editor.diagnostics(head) == []


async def test_follow_what_happens_to_the_cells(file: Path) -> None:
    async with editing(file.parent) as editor:
        _, head, cell = editor.open_notebook(file)
        await editor.diagnostics(cell)
        mended = types.VersionedTextDocumentIdentifier(2, cell)
        texts = [types.TextDocumentContentChangeWholeDocument(CLASS.replace("self.img_t = img", "pass"))]
        content = types.NotebookDocumentCellContentChanges(mended, texts)
        editor.change_notebook(file, types.NotebookDocumentCellChanges(text_content=[content]))
        assert await editor.diagnostics(cell) == []
        new, item = editor.cell(f"{cell}new", f"\n{CLASS.replace('Smooth', 'Other')}")
        structure = types.NotebookDocumentCellChangeStructure(
            types.NotebookCellArrayChange(1, 0, [new]), did_open=[item]
        )
        editor.change_notebook(file, types.NotebookDocumentCellChanges(structure=structure))
        (found,) = await editor.diagnostics(new.document)
        assert found.message.endswith("(line 8 of cell 1) reads it (Other, entry `__call__`)")
        gone = types.NotebookDocumentCellChangeStructure(
            types.NotebookCellArrayChange(1, 2, [types.NotebookCell(types.NotebookCellKind.Code, head), new])
        )
        editor.change_notebook(file, types.NotebookDocumentCellChanges(structure=gone))
        await editor.shown(new.document, lambda found: "(line 8 of cell 2)" in found[0].message)
        params = types.DidCloseNotebookDocumentParams(
            types.NotebookDocumentIdentifier(file.as_uri()), [types.TextDocumentIdentifier(uri) for uri in (head, cell)]
        )
        editor.client.notebook_document_did_close(params)
        await editor.shown(new.document, lambda found: not found)


async def test_comments_suppress_in_cells(file: Path) -> None:
    async with editing(file.parent) as editor:
        *_, cell = editor.open_notebook(file)
        (action,) = [action for action in await editor.actions(cell, FIRST) if "noqa" in action.title]
        assert editor.applied(action) == {cell: CLASS.replace("= img", "= img  # noqa: MTS101")}


async def test_a_notebook_as_text_has_the_findings_in_its_lines(file: Path) -> None:
    async with editing(file.parent) as editor:
        uri = editor.open(file, language="json")
        (found,) = await editor.diagnostics(uri)
        assert "self.img_t = img" in editor.texts[uri].split("\n")[found.range.start.line]
        (action,) = [action for action in await editor.actions(uri, found.range) if "noqa" in action.title]
        assert editor.applied(action) == {uri: editor.texts[uri].replace("= img\\n", "= img  # noqa: MTS101\\n")}


async def test_configurations_of_bundles(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "inference.yaml", BUNDLE, "yaml")
        assert [d.code for d in await editor.diagnostics(uri)] == ["MTS401"]
        (action,) = await editor.actions(uri, types.Range(types.Position(0, 0), types.Position(30, 0)))
        assert editor.applied(action) == {uri: BUNDLE.replace("Invertd", "Invertd  # noqa: MTS401")}
        editor.change(uri, text="a: 1\n")
        assert await editor.diagnostics(uri) == []


async def test_fixes_change_cells_as_they_are_typed(file: Path) -> None:
    mended = (
        CLASS.replace("self.img_t", "img_t")
        .replace("apply()", "apply(img_t)")
        .replace("apply(self)", "apply(self, img_t)")
    )
    async with editing(file.parent) as editor:
        *_, cell = editor.open_notebook(file)
        file.write_text(notebook("y = 2"), "utf-8")
        (fix,) = [action for action in await editor.actions(cell, FIRST) if "MTS101 (unsafe fix): " in action.title]
        assert editor.applied(await editor.resolved(fix)) == {cell: mended}


async def test_fixes_change_notebooks_that_are_shown_as_text(file: Path) -> None:
    async with editing(file.parent) as editor:
        file.write_text(notebook(HEAD, "x = 1  # noqa: MTS101"), "utf-8")
        uri = editor.open(file, language="json")
        await editor.diagnostics(uri)
        whole = types.Range(types.Position(0, 0), types.Position(100, 0))
        (fix,) = await editor.actions(uri, whole, "source.fixAll")
        after = editor.texts[uri].replace("  # noqa: MTS101", "")
        assert editor.applied(await editor.resolved(fix)) == {uri: after}
