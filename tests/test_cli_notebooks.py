"""The commands on notebooks: places are those of cells in everything that is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import InProject, Run
from notebook_files import code, markdown, notebook

CLASS = """\
class Smooth(Transform):
    def __call__(self, img):
        self.img_t = img
        return self.apply()
"""
APPLY = "    def apply(self):\n        return self.img_t * 2\n"
CELLS = (markdown("# Smooth"), "%matplotlib inline\n!ls\nfrom acme import Transform", CLASS + APPLY, "Smooth?")
MESSAGE = (
    "`self.img_t` holds one call's data on a shared object; a second thread replaces it before `apply` "
    "(line 6 of cell 2) reads it (Smooth, entry `__call__`)"
)
LINE = f"nb/a.ipynb:cell 2:3:9: MTS101 {MESSAGE}\n"


class InNotebook(InProject):
    """The project has one notebook, and none of the other files."""

    @pytest.fixture(autouse=True)
    def project(self, run: Run) -> Run:
        Path("nb").mkdir()
        _write(*CELLS)
        for name in ("racing", "mended"):
            Path(f"src/{name}.py").unlink()
        return run


def _write(*cells: dict[str, object] | str, name: str = "nb/a.ipynb") -> None:
    Path(name).write_text(notebook(*cells), encoding="utf-8")


class TestCheck(InNotebook):
    def test_finds_notebooks_below_folders(self, run: Run) -> None:
        _write(*CELLS, name=str(_made("nb/.ipynb_checkpoints") / "a-checkpoint.ipynb"))
        done = run("check", "--output-format", "concise")
        assert (done.stdout, done.exit_code) == (LINE, 1)
        assert run("check", "--show-files").stdout == "nb/a.ipynb\n"

    def test_shows_the_lines_of_the_cell(self, run: Run) -> None:
        shown = run("check").stdout
        assert "  3 |         self.img_t = img\n    |         ^^^^^^^^^^\n" in shown
        assert "    nb/a.ipynb:cell 2:6:16: reads `self.img_t`" in shown
        assert "    6   return self.img_t * 2 |" in shown

    def test_reports_for_machines_name_lines_of_the_file(self, run: Run) -> None:
        formats = ("sarif:a.sarif", "gitlab:a.json", "github")
        shown = run("check", *(part for form in formats for part in ("--output-format", form))).stdout
        number = next(
            n for n, line in enumerate(Path("nb/a.ipynb").read_text().split("\n"), 1) if "self.img_t = img" in line
        )
        (result,) = json.loads(Path("a.sarif").read_text())["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": number, "endLine": number}
        (issue,) = json.loads(Path("a.json").read_text())
        assert issue["location"]["lines"] == {"begin": number, "end": number}
        assert shown.startswith(
            f"::error file=nb/a.ipynb,title=MTS101 per-call-state-on-self,line={number},endLine={number}::"
        )

    def test_so_do_those_of_syntax_errors(self, run: Run) -> None:
        _write(*CELLS[:2], "x = 1\ny = (\n")
        run("check", "--output-format", "gitlab:a.json")
        (issue,) = json.loads(Path("a.json").read_text())
        line = Path("nb/a.ipynb").read_text().split("\n")[issue["location"]["lines"]["begin"] - 1]
        assert "y = (" in line

    def test_json_has_the_cell_of_every_place(self, run: Run) -> None:
        (finding,) = json.loads(run("check", "--output-format", "json").stdout)["findings"]
        assert [finding[key] for key in ("cell", "line", "column", "end_line", "end_column")] == [2, 3, 9, 3, 19]
        assert (finding["class"], finding["message"]) == ("a.Smooth", MESSAGE)
        places = [*finding["trace"], finding["conflict"], *finding["interleaving"]]
        assert [(place["cell"], place["line"]) for place in places] == [(2, 3), (2, 6), (2, 3), (2, 3), (2, 6)]

    @pytest.mark.parametrize(
        ("form", "part"),
        [
            ("github", "::nb/a.ipynb:cell 2:3:9: "),
            ("gitlab", '"description": "nb/a.ipynb:cell 2:3:9: '),
            ("junit", 'name="MTS101 per-call-state-on-self (nb/a.ipynb:cell 2:3:9)"'),
            ("sarif", '"text": "Cell 2, line 3: '),
            ("html", "<td>nb/<wbr>a.ipynb:cell 2:1</td>"),
        ],
    )
    def test_every_report_names_the_cell(self, run: Run, form: str, part: str) -> None:
        assert part in run("check", "--output-format", form).stdout

    def test_reads_stdin(self, run: Run) -> None:
        text = Path("nb/a.ipynb").read_bytes()
        done = run("check", "-", "--stdin-filename", "nb/a.ipynb", stdin=text)
        assert "error MTS101" in done.stdout
        assert "  3 |         self.img_t = img\n" in done.stdout

    def test_says_what_cannot_be_read(self, run: Run) -> None:
        _write("x = 1", "x = 1\ny = (\n")
        Path("nb/b.ipynb").write_bytes(b'{"cells": [\n"\xff"]}')
        Path("nb/c.ipynb").write_text("{}")
        done = run("check", "--output-format", "concise")
        assert done.stdout.splitlines() == [
            "nb/a.ipynb:cell 1:2:1: MTS900 '(' was never closed",
            "nb/b.ipynb:2:1: MTS900 is not encoded in utf-8: unexpected byte 0xff",
            "nb/c.ipynb:1:1: MTS900 is no notebook: it has no number `nbformat`",
        ]
        (first, *_) = json.loads(run("check", "--output-format", "json").stdout)["errors"]
        assert first == {"path": "nb/a.ipynb", "cell": 1, "line": 2, "message": "'(' was never closed"}

    def test_leaves_other_languages_alone(self, run: Run) -> None:
        Path("nb/a.ipynb").write_text(notebook("x <- (", metadata={"kernelspec": {"language": "R"}}))
        done = run("check", "nb", "src")
        assert (done.exit_code, done.stderr) == (
            0,
            "monai-tslint: warning: there are no Python files, notebooks or bundle configurations in the given paths\n",
        )

    def test_knows_what_cells_before_define(self, run: Run) -> None:
        _write(
            "from acme import Transform\nclass Base(Transform):\n    pass", CLASS.replace("Transform", "Base") + APPLY
        )
        assert "nb/a.ipynb:cell 1:3:9: MTS101" in run("check", "--output-format", "concise").stdout

    def test_takes_the_last_class_of_a_name(self, run: Run) -> None:
        mended = CLASS.replace("self.img_t", "img_t").replace("apply()", "apply(img_t)") + APPLY.replace("f.img_t", "f")
        _write("from acme import Transform", mended, CLASS + APPLY)
        assert "nb/a.ipynb:cell 2:3:9: MTS101" in run("check", "--output-format", "concise").stdout
        _write("from acme import Transform", CLASS + APPLY, mended)
        assert run("check").exit_code == 0

    def test_is_no_module_for_others(self, run: Run) -> None:
        _write("from acme import Transform as Base\nclass Kept(Base):\n    pass", name="nb/kept.ipynb")
        Path("nb/kept.py").write_text("class Kept:\n    pass\n")
        _write("from kept import Kept", CLASS.replace("Transform", "Kept") + APPLY)
        assert run("check").exit_code == 0

    def test_reads_bases_from_files_beside_it(self, run: Run) -> None:
        Path("nb/kept.py").write_text("from acme import Transform as Kept\n")
        _write("from kept import Kept", CLASS.replace("Transform", "Kept") + APPLY)
        assert run("check").exit_code == 1

    def test_names_the_cells_of_pipelines(self, run: Run) -> None:
        _write(
            "from monai.data import ThreadDataLoader\nfrom monai.transforms import Compose, Invertd, Spacingd",
            "pre = Compose([Spacingd('a', (1, 1, 1))])\nloader = ThreadDataLoader([], pre)",
            "from monai.data import Dataset\n\nloader = ThreadDataLoader(Dataset([], pre), num_workers=0)",
            "post = Invertd('b', transform=pre, orig_keys='a')\nfor batch in loader:\n    post(batch)",
        )
        done = run("check", "--monai", "1.4", "--output-format", "json")
        (finding,) = json.loads(done.stdout)["findings"]
        assert (finding["rule"], finding["cell"], finding["line"]) == ("MTS401", 3, 1)
        assert "`ThreadDataLoader` (line 3 of cell 2) runs" in finding["message"]
        assert {(step["cell"], step["line"]) for step in finding["interleaving"]} == {(3, 1), (2, 3)}

    def test_names_the_cell_of_a_reader_in_a_notebook(self, run: Run) -> None:
        Path("nb/kept.py").write_text("from acme import Transform\n" + CLASS)
        _write("from kept import Smooth", "class Own(Smooth):\n" + APPLY)
        done = run("check", "--output-format", "concise", "--ignore", "MTS3")
        assert "nb/kept.py:4:9: MTS101 " in done.stdout
        assert "before `Own.apply` (a.ipynb:cell 1:3) reads it" in done.stdout


class TestSuppression(InNotebook):
    @pytest.mark.parametrize("comment", ["# noqa: MTS101", "# noqa", "# monai-tslint: ignore[MTS101] one object"])
    def test_by_comments_in_cells(self, run: Run, comment: str) -> None:
        _write(CELLS[1], CLASS.replace("= img", f"= img  {comment}") + APPLY)
        done = run("check")
        assert (done.exit_code, "1 suppressed" in done.stdout) == (0, True)

    def test_for_the_whole_notebook(self, run: Run) -> None:
        _write("# monai-tslint: ignore-file[MTS101]", *CELLS)
        assert run("check").exit_code == 0

    def test_not_by_other_cells(self, run: Run) -> None:
        _write(markdown("# monai-tslint: ignore-file[MTS101]"), *CELLS, "%%html\n# monai-tslint: ignore-file[MTS101]")
        assert run("check").exit_code == 1

    def test_says_what_is_not_used(self, run: Run) -> None:
        _write("%cd\nx = 1", "y = 2\nz = 3  # noqa: MTS101\n")
        done = run("check", "--output-format", "concise")
        assert done.stdout == "nb/a.ipynb:cell 1:2:16: MTS901 `MTS101` suppresses nothing here\n"

    def test_by_the_configuration(self, run: Run) -> None:
        config = Path("pyproject.toml").read_text()
        Path("pyproject.toml").write_text(f'{config}per-file-ignores = {{ "*.ipynb" = ["MTS101"] }}\n')
        assert run("check").exit_code == 0
        Path("pyproject.toml").write_text(f'{config}extend-exclude = ["nb/*.ipynb"]\n')
        assert run("check", "--show-files").stdout == ""

    def test_by_a_baseline_that_knows_no_cells(self, run: Run) -> None:
        assert run("check", "--write-baseline", "accepted.toml").exit_code == 0
        _write(markdown("new"), "x = 1", *CELLS)
        assert run("check", "--baseline", "accepted.toml").exit_code == 0

    def test_comments_are_added_to_cells(self, run: Run) -> None:
        before = Path("nb/a.ipynb").read_text()
        done = run("check", "--add-noqa")
        assert (done.exit_code, "suppressed 1 finding by comments in 1 file" in done.stderr) == (0, True)
        after = before.replace("self.img_t = img", "self.img_t = img  # noqa: MTS101")
        assert Path("nb/a.ipynb").read_text() == after
        assert run("check").exit_code == 0

    def test_comments_are_not_added_to_commands(self, run: Run) -> None:
        _write(CELLS[1], CLASS.replace("= img", "= !ls") + APPLY)
        before = Path("nb/a.ipynb").read_bytes()
        done = run("check", "--add-noqa")
        assert (done.exit_code, Path("nb/a.ipynb").read_bytes()) == (2, before)
        assert "nb/a.ipynb: cell 1 has a command in the lines to change" in done.stderr


class TestFixes(InNotebook):
    BODY = CLASS.replace("        self.img_t = img\n        return self.apply()\n", "{}")
    SCRATCH = BODY.format("        self._img = img\n        return self._img * 2\n")
    MENDED = BODY.format("        img_ = img\n        return img_ * 2\n")

    @pytest.fixture(autouse=True)
    def scratch(self, run: Run) -> None:
        assert callable(run)
        _write(*CELLS[:2], self.SCRATCH, code("Smooth()", outputs=["self._img = img"]))

    def test_change_the_cell_and_nothing_else(self, run: Run) -> None:
        before = Path("nb/a.ipynb").read_text(encoding="utf-8")
        done = run("check", "--fix")
        assert (done.exit_code, done.stderr) == (0, "Fixed 1 finding (1 MTS101).\n")
        assert Path("nb/a.ipynb").read_text(encoding="utf-8") == _cell(before, self.SCRATCH, self.MENDED)
        assert run("check", "--fix").stderr == "Fixed 0 findings.\n"

    def test_are_shown_cell_by_cell(self, run: Run) -> None:
        before = Path("nb/a.ipynb").read_bytes()
        done = run("check", "--diff")
        assert done.exit_code == 1
        assert done.stdout == (
            "--- nb/a.ipynb:cell 2\n+++ nb/a.ipynb:cell 2\n@@ -1,4 +1,4 @@\n"
            " class Smooth(Transform):\n     def __call__(self, img):\n"
            "-        self._img = img\n-        return self._img * 2\n"
            "+        img_ = img\n+        return img_ * 2\n"
        )
        assert Path("nb/a.ipynb").read_bytes() == before

    def test_leave_what_is_left_with_its_lines(self, run: Run) -> None:
        _write(*CELLS[:2], "# noqa: MTS101\n" + CLASS + APPLY)
        shown = run("check", "--fix").stdout
        assert shown.startswith("nb/a.ipynb:cell 2:3:9: error MTS101 ")
        assert "  3 |         self.img_t = img\n    |         ^^^^^^^^^^\n" in shown

    def test_are_edits_of_cells_in_json_and_none_in_sarif(self, run: Run) -> None:
        (finding,) = json.loads(run("check", "--output-format", "json").stdout)["findings"]
        assert finding["fix"]["edits"][0] == {
            "path": "nb/a.ipynb",
            "cell": 2,
            "start_line": 3,
            "start_column": 9,
            "end_line": 3,
            "end_column": 18,
            "replacement": "img_",
        }
        (done,) = json.loads(run("check", "--output-format", "sarif").stdout)["runs"]
        assert "fixes" not in done["results"][0]

    def test_of_files_do_not_change_the_notebooks_beside_them(self, run: Run) -> None:
        Path("nb/b.py").write_text("from acme import Transform\n" + self.SCRATCH)
        before = Path("nb/a.ipynb").read_bytes()
        assert run("check", "nb/b.py", "--fix").stderr == "Fixed 1 finding (1 MTS101).\n"
        assert Path("nb/a.ipynb").read_bytes() == before

    def test_read_stdin(self, run: Run) -> None:
        text = Path("nb/a.ipynb").read_text(encoding="utf-8")
        for mark in (b"", b"\xef\xbb\xbf"):
            done = run("check", "-", "--stdin-filename", "nb/a.ipynb", "--fix", stdin=mark + text.encode())
            assert done.stdout_bytes == mark + _cell(text, self.SCRATCH, self.MENDED).encode()

    def test_say_why_there_is_none(self, run: Run) -> None:
        _write(*CELLS[:2], self.SCRATCH.replace("= img", "= !ls"))
        before = Path("nb/a.ipynb").read_bytes()
        done = run("check", "--fix")
        assert "  no fix: cell 2 has a command in the lines to change\n" in done.stdout
        assert (done.exit_code, Path("nb/a.ipynb").read_bytes()) == (1, before)


def _cell(text: str, before: str, after: str) -> str:
    """The text of a notebook with other lines of code."""
    old, new = (",\n".join(f"    {json.dumps(line)}" for line in t.splitlines(keepends=True)) for t in (before, after))
    assert text.count(old) == 1
    return text.replace(old, new)


class TestChangedLines(InNotebook):
    def test_are_those_of_the_cell_in_the_file(self, run: Run) -> None:
        def git(*arguments: str) -> None:
            own = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
            subprocess.run(["git", *own, *arguments], check=True, capture_output=True)

        for step in (("init",), ("add", "."), ("commit", "-m", "first")):
            git(*step)
        _write(*CELLS[:3], code("Smooth?", outputs=["new"]))
        assert run("check", "--diff-base", "HEAD").exit_code == 0
        _write(*CELLS[:2], (CLASS + APPLY).replace("self.img_t = img", "self.img_t = +img"))
        assert run("check", "--diff-base", "HEAD").exit_code == 1


class TestInventory(InNotebook):
    def test_has_the_cells(self, run: Run) -> None:
        (row,) = json.loads(run("inventory", "--output-format", "json").stdout)["classes"]
        assert (row["class"], row["cell"], row["line"], row["verdict"]) == ("a.Smooth", 2, 1, "unsafe")
        assert [(effect["cell"], effect["line"]) for effect in row["effects"]] == [(2, 3)]
        assert "(nb/a.ipynb:cell 2:3)" in run("inventory").stdout


def test_costs_nothing_without_notebooks(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    look = "import sys; from monai_tslint import check_paths; check_paths(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look, str(tmp_path)], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if name == "monai_tslint.notebooks.reading"]


def _made(name: str) -> Path:
    Path(name).mkdir(parents=True)
    return Path(name)
