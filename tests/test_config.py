"""The configuration: where it is found, what it says, and that every mistake is reported at once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from monai_tslint.config import ConfigError, Settings, as_toml, load
from monai_tslint.findings import Severity

Configured = Callable[..., Settings]

TABLE_EXAMPLE = 'such as "tests/**" = ["MTS1"]'


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configured:
    """Loads a table `[tool.monai-tslint]`, from a pyproject.toml in the working directory."""
    monkeypatch.chdir(tmp_path)

    def loaded(body: str) -> Settings:
        (tmp_path / "pyproject.toml").write_text(f"[tool.monai-tslint]\n{body}", "utf-8")
        return load(tmp_path)

    return loaded


def problems(action: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        action()
    return caught.value.problems


def test_without_a_file_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(tmp_path)
    assert settings == Settings(root=tmp_path)
    assert settings.source is None
    assert settings.fail_on is Severity.WARNING


def test_every_key(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs/acme.toml").touch()
    settings = configured(
        """
        select = ["MTS1", "missing-thread-unsafe-marker"]
        ignore = ["MTS108"]
        extend-select = ["MTS110"]
        exclude = ["attic/"]
        extend-exclude = ["*_pb2.py"]
        strict = true
        monai = "1.4.0"
        fail-on = "error"
        respect-gitignore = false
        force-exclude = true
        src = ["packs"]
        baseline = "accepted.toml"
        frameworks = ["packs/acme.toml"]
        shared-bases = ["acme.Stage"]
        entry-points = ["process"]
        markers = ["acme.SingleThreaded"]
        known-safe-types = ["acme.Locked"]
        check-modules = true
        [tool.monai-tslint.per-file-ignores]
        "tests/**" = ["MTS1"]
        """
    )
    assert settings == Settings(
        root=tmp_path,
        source=tmp_path / "pyproject.toml",
        select=("MTS1", "missing-thread-unsafe-marker"),
        ignore=("MTS108",),
        extend_select=("MTS110",),
        per_file_ignores=(("tests/**", ("MTS1",)),),
        exclude=("attic/",),
        extend_exclude=("*_pb2.py",),
        strict=True,
        monai="1.4.0",
        fail_on=Severity.ERROR,
        respect_gitignore=False,
        force_exclude=True,
        src=(tmp_path / "packs",),
        baseline=tmp_path / "accepted.toml",
        frameworks=(tmp_path / "packs/acme.toml",),
        shared_bases=("acme.Stage",),
        entry_points=("process",),
        markers=("acme.SingleThreaded",),
        known_safe_types=("acme.Locked",),
        check_modules=True,
    )


def test_settings_can_be_sent_to_another_process(configured: Configured) -> None:
    settings = configured('select = ["MTS2"]\n[tool.monai-tslint.per-file-ignores]\n"a" = ["MTS1"]')
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(pickle.loads(pickle.dumps(settings)))


class TestFinding:
    def test_the_nearest_file_with_our_table_wins(self, tmp_path: Path) -> None:
        inner = tmp_path / "a/b/c"
        inner.mkdir(parents=True)
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nstrict = true\n")
        (tmp_path / "a/pyproject.toml").write_text("[tool.monai-tslint]\nmonai = '1.3'\n")
        (tmp_path / "a/b/pyproject.toml").write_text("[tool.ruff]\n")
        assert load(inner).root == tmp_path / "a"
        assert load(inner).monai == "1.3"
        assert load(inner).strict is False

    def test_a_file_starts_in_its_folder(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nstrict = true\n")
        (tmp_path / "transforms.py").touch()
        assert load(tmp_path / "transforms.py").strict is True

    def test_our_own_file_has_no_prefix_and_wins(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nmonai = '1.3'\n")
        (tmp_path / "monai-tslint.toml").write_text("monai = '1.4'\n")
        assert load(tmp_path).monai == "1.4"

    def test_an_explicit_file_wins(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\nmonai = '1.3'\n")
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere/ci.toml").write_text("monai = '1.5'\n")
        settings = load(tmp_path, tmp_path / "elsewhere/ci.toml")
        assert (settings.monai, settings.root) == ("1.5", tmp_path / "elsewhere")

    def test_an_explicit_file_may_have_the_long_table(self, tmp_path: Path) -> None:
        (tmp_path / "ci.toml").write_text("[tool.monai-tslint]\nmonai = '1.5'\n")
        assert load(tmp_path, tmp_path / "ci.toml").monai == "1.5"

    def test_an_explicit_pyproject_needs_our_table(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("pyproject.toml").write_text("[tool.ruff]\n")
        assert problems(lambda: load(tmp_path, Path("pyproject.toml"))) == (
            "pyproject.toml: there is no table `[tool.monai-tslint]`",
        )

    def test_an_explicit_file_must_exist(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert problems(lambda: load(tmp_path, Path("ci.toml"))) == (
            "ci.toml: cannot be read: No such file or directory",
        )


class TestMistakes:
    def test_all_are_reported_at_once(self, configured: Configured) -> None:
        body = """
        ignroe = ["MTS101"]
        extend_select = ["MTS110"]
        colour = "red"
        select = ["MTS1O1", "per-call-state", 7]
        ignore = ["mts101", "E501", "per-call-state-on-sel"]
        strict = "yes"
        monai = 1.4
        fail-on = "warn"
        frameworks = ["acme.toml"]
        shared-bases = ["acme Stage"]
        entry-points = ["pkg.process"]
        exclude = "attic"
        extend-exclude = ["!"]
        per-file-ignores = { "a.py" = ["MTS77"], "b.py" = "MTS1" }
        """
        found = problems(lambda: configured(body))
        assert [p.removeprefix("pyproject.toml: `tool.monai-tslint.") for p in found[:-1]] == [
            "select` must be a list of strings",
            "ignore` is wrong: `mts101` is no rule; did you mean `MTS101`?",
            "ignore` is wrong: `E501` is no rule; `monai-tslint rules` lists all rules",
            "ignore` is wrong: `per-call-state-on-sel` is no rule; did you mean `per-call-state-on-self`?",
            'per-file-ignores."a.py"` is wrong: `MTS77` is no rule; did you mean `MTS107`?',
            'per-file-ignores."b.py"` must be a list of strings',
            "exclude` must be a list of strings",
            "extend-exclude` is wrong: `!` is no pattern as in .gitignore",
            "strict` must be true or false",
            'monai` must be a version in quotes, such as "1.4"',
            "fail-on` must be one of info, warning, error; did you mean `warning`?",
            f"frameworks` is wrong: there is no file `acme.toml` in {Path.cwd()}",
            'shared-bases` is wrong: `acme Stage` is no dotted name; write one such as "package.module.Class"',
            'entry-points` is wrong: `pkg.process` is no name of a method; write one such as "__call__"',
            "ignroe` is unknown; did you mean `ignore`?",
            "extend_select` is unknown; did you mean `extend-select`?",
        ]
        assert found[-1].startswith(
            "pyproject.toml: `tool.monai-tslint.colour` is unknown; known keys are baseline, check-modules, "
        )

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ("monai = 'latest'", '`tool.monai-tslint.monai` is wrong: `latest` is no version; write one such as "1.4"'),
            ("monai = true", "`tool.monai-tslint.monai` must be a string"),
            ("fail-on = 3", "`tool.monai-tslint.fail-on` must be one of info, warning, error"),
            ("select = 'MTS1'", "`tool.monai-tslint.select` must be a list of strings"),
            ("check-modules = 1", "`tool.monai-tslint.check-modules` must be true or false"),
            (
                "per-file-ignores = ['a.py']",
                f"`tool.monai-tslint.per-file-ignores` must be a table of patterns with lists, {TABLE_EXAMPLE}",
            ),
            (
                "per-file-ignores = { '!' = ['MTS1'] }",
                "`tool.monai-tslint.per-file-ignores` is wrong: `!` is no pattern as in .gitignore",
            ),
        ],
    )
    def test_each_says_what_to_write(self, body: str, problem: str, configured: Configured) -> None:
        assert problems(lambda: configured(body)) == (f"pyproject.toml: {problem}",)

    def test_invalid_toml_names_the_line(self, configured: Configured) -> None:
        (problem,) = problems(lambda: configured("select = [\n"))
        assert problem.startswith("pyproject.toml: is not valid TOML: ")
        assert "line" in problem or "end of document" in problem

    def test_a_file_that_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_bytes(b"\xff")
        assert problems(lambda: load(tmp_path)) == (f"{tmp_path}/pyproject.toml: is not encoded in UTF-8",)

    def test_our_table_must_be_one(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool]\nmonai-tslint = 3\n")
        (problem,) = problems(lambda: load(tmp_path))
        assert problem == f"{tmp_path}/pyproject.toml: `tool.monai-tslint` must be a table"

    def test_the_error_prints_all(self) -> None:
        assert str(ConfigError(("a", "b"))) == "a\nb"


class TestShown:
    def test_what_is_shown_gives_the_same_settings(self, configured: Configured, tmp_path: Path) -> None:
        (tmp_path / "acme.toml").touch()
        settings = configured(
            """
            ignore = ["MTS108"]
            frameworks = ["acme.toml"]
            monai = "1.4"
            extend-exclude = ["back\\\\slash", "quo\\"te", "ünï"]
            [tool.monai-tslint.per-file-ignores]
            "tests/**" = ["MTS1"]
            """
        )
        (tmp_path / "pyproject.toml").write_text(as_toml(settings), "utf-8")
        assert load(tmp_path) == settings

    def test_defaults_are_valid_as_well(self, tmp_path: Path) -> None:
        (tmp_path / "monai-tslint.toml").write_text(as_toml(Settings()), "utf-8")
        assert load(tmp_path) == Settings(root=tmp_path, source=tmp_path / "monai-tslint.toml")
