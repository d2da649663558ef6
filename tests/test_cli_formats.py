"""Formats on the command line: one on stdout, others in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import InProject, Run


class TestFormats(InProject):
    def test_several_in_one_run(self, run: Run) -> None:
        arguments = ["sarif:a.sarif", "json:a.json", "gitlab:gl.json", "junit:a.xml", "concise", "text:a.txt"]
        done = run("check", "src", *(word for item in arguments for word in ("--output-format", item)))
        assert done.exit_code == 1
        assert done.stdout == run("check", "src", "--output-format", "concise").stdout
        for name, file in (argument.split(":") for argument in arguments if ":" in argument):
            expected = run("check", "src", "--output-format", name).stdout
            assert Path(file).read_text("utf-8") == expected
            assert expected

    def test_all_in_files(self, run: Run) -> None:
        done = run("check", "src", "--output-format", "json:a.json")
        assert (done.exit_code, done.output) == (1, "")
        assert json.loads(Path("a.json").read_text("utf-8"))["findings"]

    def test_output_file_is_for_the_format_without_one(self, run: Run) -> None:
        run("check", "src", "--output-format", "json:a.json", "--output-format", "github", "--output-file", "log")
        assert Path("log").read_text("utf-8").startswith("::error file=src/racing.py,line=6,")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--output-format", "xml"], "There is no format `xml`. Known are text, concise, json,"),
            (["--output-format", "srif:a"], "There is no format `srif`. Did you mean `sarif`?"),
            (["--output-format", "json", "--output-format", "text"], "json and text cannot both go to stdout"),
            (["--output-format", "json:a", "--output-file", "b"], "--output-file needs an --output-format without"),
            (["--output-format", "json:a", "--output-format", "text:a"], "several reports for one file, a"),
            (["--output-format", "sarif", "--statistics"], "--statistics has the formats text and json, not sarif"),
        ],
    )
    def test_mistakes(self, arguments: list[str], message: str, run: Run) -> None:
        done = run("check", "src", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in " ".join(done.stderr.split())

    def test_sarif_is_relative_to_the_working_directory(self, run: Run, tmp_path: Path) -> None:
        (found,) = json.loads(run("check", "src", "--output-format", "sarif").stdout)["runs"]
        assert found["originalUriBaseIds"]["%SRCROOT%"]["uri"] == f"{tmp_path.as_uri()}/"
        places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found["results"]}
        assert places == {"src/racing.py"}

    def test_suppressed_findings_are_in_sarif_with_their_reasons(self, run: Run, tmp_path: Path) -> None:
        text = (tmp_path / "src/racing.py").read_text().replace("= img\n", "= img  # noqa: MTS101 - one thread\n")
        (tmp_path / "src/racing.py").write_text(text)
        done = run("check", "src", "--select", "MTS101", "--output-format", "sarif")
        (result,) = json.loads(done.stdout)["runs"][0]["results"]
        assert done.exit_code == 0
        assert [(s["kind"], s["justification"]) for s in result["suppressions"]] == [("inSource", "one thread")]
        done = run("check", "src", "--select", "MTS101", "--output-format", "sarif", "--no-suppressed")
        assert json.loads(done.stdout)["runs"][0]["results"] == []

    def test_an_unreadable_file_has_a_fingerprint(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/a.py").write_text("x = (\n")
        (tmp_path / "src/b.py").write_text("x = (\n")
        issues = json.loads(run("check", "src", "--select", "MTS9", "--output-format", "gitlab").stdout)
        assert len({issue["fingerprint"] for issue in issues}) == 2
