"""The command line from end to end: what is printed where, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import HEADLINE, RACING, InProject, Run, shell
from monai_tslint.checks import RULES
from monai_tslint.cli import cli
from monai_tslint.frameworks.pages import page as framework_page
from monai_tslint.rulebook import page


class TestExitCodes(InProject):
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["src"], 1),
            ([], 1),
            (["src/racing.py"], 1),
            (["src/mended.py"], 0),
            (["src", "--exit-zero"], 0),
            (["src", "--fail-on", "error"], 1),
            (["src", "--select", "MTS301"], 0),
            (["src", "--ignore", "MTS101,MTS3"], 0),
            (["src", "--no-such-option"], 2),
            (["src", "--fail-on", "never"], 2),
            (["src", "--select", "E501"], 2),
            (["src", "--monai", "new"], 2),
            (["src", "--config", "no.toml"], 2),
            (["nowhere"], 2),
            (["nowhere", "--exit-zero"], 2),
            (["src", "nowhere"], 2),
            (["src", "--stdin-filename", "a.py"], 2),
        ],
    )
    def test_check(self, arguments: list[str], code: int, run: Run) -> None:
        assert run("check", *arguments).exit_code == code

    @pytest.mark.parametrize("level", ["info", "warning", "error"])
    def test_findings_below_the_level_do_not_fail(self, level: str, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/racing.py").write_text("x = 1  # noqa: MTS101\n")
        done = run("check", "src", "--fail-on", level)
        assert "warning MTS901" in done.stdout
        assert done.exit_code == (0 if level == "error" else 1)

    def test_the_level_may_be_configured(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/racing.py").write_text("x = 1  # noqa: MTS101\n")
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nfail-on = 'error'\n")
        assert run("check").exit_code == 0
        assert run("check", "--fail-on", "warning").exit_code == 1

    def test_inventory_has_no_opinion(self, run: Run) -> None:
        assert run("inventory", "src").exit_code == 0
        assert run("inventory", "src", "nowhere").exit_code == 2
        assert run("inventory", "nowhere").exit_code == 2

    @pytest.mark.usefixtures("run")
    def test_the_process_exits_with_the_code(self) -> None:
        assert [shell("check", path).returncode for path in ("src", "src/mended.py", "nowhere")] == [1, 0, 2]
        assert shell("no-such-command").returncode == 2


class TestCheck(InProject):
    def test_findings_and_summary_go_to_stdout(self, run: Run) -> None:
        done = run("check", "src")
        assert HEADLINE in done.stdout
        assert "\n  6 |         self.img_t = img\n    |         ^^^^^^^^^^\n" in done.stdout
        assert "thread B" in done.stdout
        assert "in 2 files (2 shared classes)" in done.stdout
        assert done.stderr == ""

    def test_nothing_found(self, run: Run) -> None:
        assert run("check", "src/mended.py").stdout.endswith("No findings in 1 file (1 shared class).\n")

    def test_quiet(self, run: Run) -> None:
        assert run("check", "src/mended.py", "--quiet").output == ""
        assert run("check", "src", "-q").stdout.startswith(HEADLINE)

    def test_concise(self, run: Run) -> None:
        lines = run("check", "src", "--output-format", "concise", "--select", "MTS101").stdout.splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("src/racing.py:6:9: MTS101 `self.img_t` ")

    def test_json(self, run: Run) -> None:
        done = run("check", "src", "--output-format", "json", "--select", "MTS101")
        report = json.loads(done.stdout)
        (finding,) = report["findings"]
        assert (finding["rule"], finding["path"], finding["line"]) == ("MTS101", "src/racing.py", 6)
        assert finding["class"] == "racing.Smooth"
        assert report["summary"] == {"files": 2, "classes": 2, "findings": 1, "suppressed": 0}
        assert done.stderr == ""

    def test_output_file(self, run: Run) -> None:
        done = run("check", "src", "--output-file", "report.txt")
        assert (done.exit_code, done.stdout) == (1, "")
        assert Path("report.txt").read_text("utf-8") == run("check", "src").stdout

    def test_an_output_file_that_cannot_be_written(self, run: Run) -> None:
        done = run("check", "src", "--output-file", "no/report.txt")
        assert done.exit_code == 2
        assert done.stderr == "monai-tslint: error: --output-file: no/report.txt: No such file or directory\n"

    def test_statistics(self, run: Run) -> None:
        assert "1  MTS101  per-call-state-on-self\n" in run("check", "src", "--statistics").stdout
        done = run("check", "src", "--statistics", "--select", "MTS101", "--output-format", "json")
        assert json.loads(done.stdout)["statistics"] == [
            {"rule": "MTS101", "name": "per-call-state-on-self", "count": 1}
        ]

    def test_the_options_accept_lists_and_repetition(self, run: Run) -> None:
        arguments = ["--select", "MTS2, MTS103", "--select", "per-call-state-on-self", "--ignore", "MTS9"]
        done = run("check", "src", *arguments, "--output-format", "concise")
        assert [line.split()[1] for line in done.stdout.splitlines()] == ["MTS101"]

    def test_a_suppression_is_counted(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/racing.py").write_text(RACING.replace("= img\n", "= img  # noqa: MTS101\n"))
        done = run("check", "src", "--select", "MTS101,MTS901")
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (
            0,
            "No findings in 2 files (2 shared classes); 1 suppressed.",
        )

    def test_a_broken_file_is_a_finding_and_the_rest_is_checked(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "src/broken.py").write_text("x = (\n")
        (tmp_path / "src/binary.py").write_bytes(b"a\n\0")
        done = run("check", "src", "--output-format", "concise", "--select", "MTS101")
        assert [line.split(": ")[1][:6] for line in done.stdout.splitlines()] == ["MTS900", "MTS900", "MTS101"]
        assert done.stdout.startswith("src/binary.py:2:1: MTS900 contains a NUL byte")

    def test_the_rest_is_checked_if_a_path_is_missing(self, run: Run) -> None:
        done = run("check", "src", "nowhere", "no/where")
        assert HEADLINE in done.stdout
        assert done.stderr == (
            "monai-tslint: error: nowhere: no such file or folder\n"
            "monai-tslint: error: no/where: no such file or folder\n"
        )

    def test_a_folder_without_python_is_worth_a_warning(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        done = run("check", "empty")
        assert done.exit_code == 0
        assert (
            done.stderr
            == "monai-tslint: warning: there are no Python files, notebooks or bundle configurations in the given paths\n"
        )
        assert run("check", "empty", "--quiet").stderr == ""

    def test_verbose_says_on_stderr_what_is_read(self, run: Run, tmp_path: Path) -> None:
        done = run("check", "src", "--verbose")
        assert done.stderr.splitlines()[0] == f"settings: {tmp_path}/pyproject.toml"
        assert done.stdout == run("check", "src").stdout

    def test_the_order_of_paths_does_not_matter(self, run: Run) -> None:
        assert run("check", "src/racing.py", "src/mended.py").stdout == run("check", "src").stdout


class TestInventory(InProject):
    def test_table(self, run: Run) -> None:
        lines = run("inventory", "src").stdout.splitlines()
        assert any(line.split()[:2] == ["racing.Smooth", "unsafe"] for line in lines)
        assert any(line.split()[:2] == ["mended.Smooth", "safe"] for line in lines)
        assert lines[-1] == "2 shared classes in 2 files: 1 unsafe, 1 safe."

    def test_json(self, run: Run) -> None:
        rows = json.loads(run("inventory", "src", "--output-format", "json").stdout)["classes"]
        assert [(row["class"], row["verdict"]) for row in rows] == [
            ("mended.Smooth", "safe"),
            ("racing.Smooth", "unsafe"),
        ]
        (effect,) = rows[1]["effects"]
        assert (effect["attribute"], effect["line"], effect["kind"]) == ("self.img_t", 6, "assign")

    def test_output_file(self, run: Run) -> None:
        assert run("inventory", "src", "--output-file", "table.txt").stdout == ""
        assert Path("table.txt").read_text("utf-8") == run("inventory", "src").stdout


class TestRules(InProject):
    def test_all_rules_are_listed(self, run: Run) -> None:
        lines = run("rules").stdout.splitlines()
        assert [line.split()[:2] for line in lines] == [[r.code, r.name] for r in RULES.values()]
        assert {line.split()[2] for line in lines} == {"error", "warning", "info", "off"}

    @pytest.mark.parametrize("rule", ["MTS101", "mts101", "per-call-state-on-self"])
    def test_explain_shows_the_page(self, rule: str, run: Run) -> None:
        assert run("explain", rule).stdout == page("MTS101")

    def test_explain_shows_the_page_of_a_framework(self, run: Run) -> None:
        assert run("explain", "TorchIO").stdout == framework_page("torchio")

    @pytest.mark.parametrize(
        ("rule", "answer"),
        [
            ("per-call-state", "did you mean `per-call-state-on-self`?"),
            ("MTS1O3", "did you mean `MTS103`?"),
            ("MTS1", "`MTS1` means several rules"),
            ("racecar", "`monai-tslint rules` lists all rules"),
            ("torchvison", "did you mean `torchvision`?"),
        ],
    )
    def test_an_unknown_rule_gets_a_suggestion(self, rule: str, answer: str, run: Run) -> None:
        done = run("explain", rule)
        assert done.exit_code == 2
        assert answer in done.stderr


class TestColor(InProject):
    def test_is_off_in_a_pipe(self, run: Run) -> None:
        for command in ("check", "inventory"):
            assert "\x1b" not in run(command, "src").output

    def test_can_be_forced(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = run("check", "src").stdout
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[" in run("check", "src").stdout
        assert "\x1b[" in run("inventory", "src").stdout
        assert "\x1b[" in run("explain", "MTS101").stdout
        assert run("check", "src", "--output-file", "a.txt").exit_code == 1
        assert Path("a.txt").read_text("utf-8") == plain

    def test_no_color_wins(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in run("check", "src").stdout


class TestHelp(InProject):
    @pytest.mark.parametrize("command", sorted(cli.commands))
    def test_each_command_explains_itself(self, command: str, run: Run) -> None:
        done = run(command, "--help")
        assert done.exit_code == 0
        assert "\n  Examples:\n" in done.stdout
        assert f"\n    monai-tslint {command}" in done.stdout
        assert all(len(line) <= 80 or line.startswith("    monai-tslint") for line in done.stdout.splitlines())

    @pytest.mark.parametrize("command", [None, "check", "inventory", "explain", "schema"])
    def test_exit_codes_are_told(self, command: str | None, run: Run) -> None:
        told = run(*([command] if command else []), "--help").stdout.partition("  Exit codes:\n")[2]
        assert {"0", "2"} <= {line.split()[0] for line in told.splitlines() if line.startswith("    ")}

    def test_the_environment_is_told(self, run: Run) -> None:
        assert {"NO_COLOR", "FORCE_COLOR", "_MONAI_TSLINT_COMPLETE"} <= set(run("--help").stdout.split())

    def test_no_summary_of_a_command_is_cut(self, run: Run) -> None:
        assert "..." not in run("--help").stdout.partition("Commands:\n")[2]

    def test_options_are_in_groups(self, run: Run) -> None:
        text = run("check", "--help").stdout
        titles = [line for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]
        assert titles[-1] == "Other options:"
        assert {"Rules:", "Files:", "Reports:", "Projects with findings:"} <= set(titles)
        others = text.partition("Other options:\n")[2]
        found = {line.split()[0].rstrip(",") for line in others.splitlines() if line.startswith("  -")}
        assert found == {"--config", "-q", "-v", "--show-settings", "-h"}

    def test_the_group_lists_the_commands(self, run: Run) -> None:
        done = run("--help")
        assert [
            line.split()[0] for line in done.stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
        ] == [
            "check",
            "clean",
            "explain",
            "inventory",
            "rules",
            "schema",
            "server",
        ]
