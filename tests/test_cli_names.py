"""Names: whoever mistypes one is told the nearest, whoever presses Tab is offered all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import InProject, Run
from monai_tslint import catalogues
from monai_tslint.checks import RULES
from monai_tslint.cli import cli
from monai_tslint.cli.reports import FORMATS

PROGRAM = Path(sys.executable).parent / "monai-tslint"


class TestSuggestions(InProject):
    @pytest.mark.parametrize(
        ("arguments", "nearest"),
        [
            (["chekc"], "check"),
            (["check", "--fial-on", "error"], "--fail-on"),
            (["check", "--fail-on", "eror"], "error"),
            (["check", "--select", "MTS1O1"], "MTS101"),
            (["check", "--ignore", "publishd-result"], "published-result"),
            (["check", "--output-format", "sarf"], "sarif"),
            (["inventory", "--output-format", "jsn"], "json"),
            (["explain", "unguarded-countr"], "unguarded-counter"),
            (["explain", "torchoi"], "torchio"),
            (["schema", "framework"], "framework-pack"),
        ],
    )
    def test_of_a_mistyped_name_the_nearest_is_told(self, arguments: list[str], nearest: str, run: Run) -> None:
        done = run(*arguments)
        assert done.exit_code == 2
        assert "id you mean" in done.stderr
        assert nearest in done.stderr.partition("id you mean")[2]

    @pytest.mark.parametrize(
        ("line", "nearest"),
        [
            ("exlude = []", "exclude"),
            ("fail-on = 'warn'", "warning"),
            ("select = ['restore-without-finaly']", "restore-without-finally"),
            ("per-file-ignores = { 'a.py' = ['MTS20I'] }", "MTS201"),
        ],
    )
    def test_in_the_configuration(self, line: str, nearest: str, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(f"[tool.monai-tslint]\n{line}\n")
        done = run("check")
        assert done.exit_code == 2
        assert f"did you mean `{nearest}`?" in done.stderr

    def test_in_a_pack(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nframeworks = ['own.toml']\n")
        (tmp_path / "own.toml").write_text("name = 'own'\nmodule = ['own']\n")
        done = run("check")
        assert done.exit_code == 2
        assert "own.toml: `module` is unknown; did you mean `modules`?" in done.stderr

    def test_a_version_that_is_not_known_is_told(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/racing.py").write_text("from monai.transforms import Transform\n")
        newest = catalogues.available("monai")[-1]
        done = run("check", "src/racing.py", "--monai", "14")
        assert f"Assuming monai {newest} (the nearest known to 14, as requested).\n" in done.stdout


def shell_completes(*words: str) -> list[str]:
    """What bash is told to offer for the last of these words."""
    environment = {**os.environ, "_MONAI_TSLINT_COMPLETE": "bash_complete"}
    environment |= {"COMP_WORDS": " ".join(("monai-tslint", *words)), "COMP_CWORD": str(len(words))}
    done = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_script_is_printed(self, shell: str) -> None:
        environment = {**os.environ, "_MONAI_TSLINT_COMPLETE": f"{shell}_source"}
        done = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"_MONAI_TSLINT_COMPLETE={shell}_complete" in done.stdout
        assert "monai-tslint" in done.stdout

    def test_bash_understands_the_script(self, tmp_path: Path) -> None:
        """The function that it defines offers the commands."""
        script = (
            '. <(_MONAI_TSLINT_COMPLETE=bash_source "$1"); COMP_WORDS=("$1" ch); COMP_CWORD=1;'
            ' _monai_tslint_completion "$1"; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        command = ["bash", "--norc", "-c", script, "bash", str(PROGRAM)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.stdout.split(), done.stderr) == (["check"], "")

    def test_commands(self) -> None:
        assert shell_completes("") == sorted(cli.commands)

    def test_options(self) -> None:
        assert shell_completes("check", "--se") == ["--select"]

    def test_rules(self) -> None:
        assert shell_completes("check", "--select", "MTS20") == ["MTS201", "MTS202"]
        assert shell_completes("check", "--ignore", "MTS1,unguarded") == ["MTS1,unguarded-counter"]
        assert shell_completes("explain", "restore") == ["restore-without-finally"]
        offered = shell_completes("explain", "")
        assert {word for rule in RULES.values() for word in (rule.code, rule.name)} | {"monai", "torchio"} <= set(
            offered
        )

    def test_versions_formats_and_names(self) -> None:
        assert shell_completes("check", "--monai", "1.") == [v for v in catalogues.available("monai") if v[:2] == "1."]
        assert shell_completes("check", "--output-format", "") == list(FORMATS)
        assert shell_completes("inventory", "--output-format", "j") == ["json"]
        assert shell_completes("check", "--fail-on", "") == ["info", "warning", "error"]
        assert shell_completes("schema", "pyp") == ["pyproject"]
