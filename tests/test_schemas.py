"""The JSON schemas: fresh in git, and of one opinion with the code that reads configurations and packs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import InProject, Run
from monai_tslint import frameworks
from monai_tslint.checks import RULES
from monai_tslint.cli.schema import NAMES
from monai_tslint.config import Settings, as_toml
from monai_tslint.config.keys import KEYS, Key, Kind
from monai_tslint.config.selectors import selected
from monai_tslint.config.values import Values
from monai_tslint.frameworks import PackError, parse
from monai_tslint.schemas import DIALECT, SCHEMAS, render
from monai_tslint.schemas.settings import SCHEMA_STORE, selectors

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PACKS = [*sorted(Path(frameworks.__file__).parent.glob("*.toml")), ROOT / "examples/acme_pipeline/acme.toml"]

CONFIGURATION = jsonschema.Draft7Validator(SCHEMAS["configuration"]())
PACK = jsonschema.Draft7Validator(SCHEMAS["framework-pack"]())


EVERY_KEY = """\
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
extend-safe-fixes = ["MTS2"]
extend-unsafe-fixes = ["MTS202"]

[per-file-ignores]
"tests/**" = ["MTS1"]
"""


def own_table(text: str) -> object:
    return tomllib.loads(text)["tool"]["monai-tslint"]


def refused(table: dict[str, object], folder: Path) -> list[str]:
    """What the tool says against a configuration in a folder."""
    values = Values(table, "monai-tslint.toml", "", folder)
    for key in KEYS:
        values.read(key)
    values.unknown(KEYS)
    return values.problems


class TestFiles:
    @pytest.mark.parametrize("name", SCHEMAS)
    def test_the_file_is_fresh(self, name: str, request: pytest.FixtureRequest) -> None:
        """`pytest --update-golden` writes it anew, as after a new rule."""
        file = ROOT / "schemas" / f"{name}.schema.json"
        if request.config.getoption("--update-golden"):
            file.write_text(render(name), "utf-8")
        assert file.read_text("utf-8") == render(name)

    def test_there_are_no_others(self) -> None:
        assert {file.name for file in (ROOT / "schemas").iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}

    @pytest.mark.parametrize("name", SCHEMAS)
    def test_it_is_a_schema(self, name: str) -> None:
        jsonschema.Draft7Validator.check_schema(SCHEMAS[name]())


class TestCommand(InProject):
    @pytest.mark.parametrize("name", NAMES)
    def test_the_command_prints_it(self, name: str, run: Run) -> None:
        assert run("schema", name).stdout == render(name)

    def test_that_of_the_configuration_needs_no_name(self, run: Run) -> None:
        assert run("schema").stdout == render("configuration")

    def test_the_command_knows_all(self) -> None:
        assert set(NAMES) == set(SCHEMAS)

    def test_the_nearest_name(self, run: Run) -> None:
        done = run("schema", "pyprojekt")
        assert done.exit_code == 2
        assert done.stderr.endswith("Did you mean 'pyproject'?\n")


class TestConfiguration:
    @pytest.mark.parametrize(
        "text",
        [
            (ROOT / "examples/pyproject.toml").read_text("utf-8"),
            re.findall(r"```toml\n(\[tool\.monai-tslint\].*?)```", README, re.DOTALL)[0],
            as_toml(Settings()),
        ],
        ids=["examples", "readme", "defaults"],
    )
    def test_configurations_are_accepted(self, text: str) -> None:
        CONFIGURATION.validate(own_table(text))

    def test_every_key_is_accepted(self, tmp_path: Path) -> None:
        table = tomllib.loads(EVERY_KEY)
        assert set(table) == {key.name for key in KEYS}
        CONFIGURATION.validate(table)
        assert [problem for problem in refused(table, tmp_path) if "there is no f" not in problem] == []

    def test_defaults_are_what_a_missing_key_means(self, tmp_path: Path) -> None:
        said = {key.name: list(key.default) if isinstance(key.default, tuple) else key.default for key in KEYS}
        table = {name: value for name, value in said.items() if value is not None}
        CONFIGURATION.validate(table)
        assert {name: one.get("default") for name, one in CONFIGURATION.schema["properties"].items()} == said
        given_and_missing = [Values(values, "", "", tmp_path) for values in (table, {})]
        for key in KEYS:
            assert given_and_missing[0].read(key) == given_and_missing[1].read(key)
            if key.name != "src":
                assert given_and_missing[1].read(key) == getattr(Settings(), key.field)

    def test_each_key_is_a_field_of_the_settings(self) -> None:
        assert {key.field for key in KEYS} == set(Settings.__struct_fields__) - {"root", "source", "cache", "jobs"}

    def test_the_options_exist(self) -> None:
        from monai_tslint.cli.check import check

        options = {option for parameter in check.params for option in parameter.opts}
        assert {key.option for key in KEYS if key.option is not None} <= options

    def test_all_selectors_are_those_that_mean_a_rule(self) -> None:
        known = set(selectors())
        assert all(selected(selector) for selector in known)
        texts = {*known, *RULES, *(f"MTS{n}" for n in range(1000)), "MT", "", "mts101", "MTS1011"}
        assert {text for text in texts if selected(text)} == known

    def test_in_a_pyproject(self) -> None:
        """Beside what SchemaStore says, which is not asked here."""
        whole = SCHEMAS["pyproject"]()
        assert isinstance(whole["allOf"], list)
        assert whole["allOf"][0] == {"$ref": SCHEMA_STORE}
        ours = jsonschema.Draft7Validator({"$schema": DIALECT, **whole, "allOf": whole["allOf"][1:]})
        ours.validate(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")))
        ours.validate({"tool": {"monai-tslint": {"select": ["MTS1"]}}})
        assert not ours.is_valid({"tool": {"monai-tslint": {"select": ["E501"]}}})


TEXTS = st.one_of(
    st.sampled_from(
        [*selectors(), "MTS77", "mts101", "E501", "1.4", "1.x", "1.4rc1", "latest", "warning", "warn", "acme.Stage"]
    ),
    st.text("ab1.!\\* _-é", max_size=6),
    st.text("01.!abrcdevpost+-_ vV", max_size=7),
)
VALUES = st.one_of(
    st.none().map(lambda _: {}),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.lists(st.one_of(TEXTS, st.integers()), max_size=2),
    st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2), max_size=2),
)
NAMES_OF_KEYS = st.sampled_from(
    [*(k.name for k in KEYS if k.kind not in (Kind.FILES, Kind.FOLDERS)), "fail_on", "sellect"]
)


@given(NAMES_OF_KEYS, VALUES)
def test_the_schema_and_the_tool_are_of_one_opinion(name: str, value: object) -> None:
    """About every key but those whose files and folders must exist."""
    table = {name: value}
    assert CONFIGURATION.is_valid(table) == (not refused(table, Path("/"))), table


@pytest.mark.parametrize(
    "key", [key for key in KEYS if key.kind in (Kind.FILES, Kind.FOLDERS)], ids=lambda key: str(key.name)
)
def test_of_files_only_the_tool_knows_whether_they_exist(key: Key, tmp_path: Path) -> None:
    name = key.name
    (tmp_path / "there").touch() if name == "frameworks" else (tmp_path / "there").mkdir()
    for value, fine in ((["there"], True), ("there", False), ([1], False), ({}, False)):
        assert CONFIGURATION.is_valid({name: value}) == fine == (not refused({name: value}, tmp_path))
    assert refused({name: ["elsewhere"]}, tmp_path)


class TestEditors:
    """Tombi, which editors run for TOML files, understands the schemas that the files name."""

    def lint(self, name: str, text: str, folder: Path) -> tuple[int, str]:
        (folder / "schema.json").write_text(render(name), "utf-8")
        (folder / "file.toml").write_text(f"#:schema ./schema.json\n{text}", "utf-8")
        command = [str(Path(sys.executable).parent / "tombi"), "lint", "--offline", "file.toml"]
        environment = {**os.environ, "NO_COLOR": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_configurations_are_accepted(self, tmp_path: Path) -> None:
        assert self.lint("configuration", EVERY_KEY, tmp_path)[0] == 0

    @pytest.mark.parametrize("file", PACKS, ids=lambda file: str(file.stem))
    def test_packs_are_accepted(self, file: Path, tmp_path: Path) -> None:
        assert self.lint("framework-pack", file.read_text("utf-8"), tmp_path)[0] == 0

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("select = ['E501']", "E501"),
            ("monai = '1.x'", "1.x"),
            ("fail-on = 'warn'", "warn"),
            ("marker = ['a.B']", "marker"),
            ("exclude = ['!']", "not"),
            ("shared-bases = ['a b']", "a b"),
        ],
    )
    def test_mistakes_are_marked(self, line: str, said: str, tmp_path: Path) -> None:
        code, printed = self.lint("configuration", f"{line}\n", tmp_path)
        assert code == 1
        assert said in printed


class TestPacks:
    @pytest.mark.parametrize("file", PACKS, ids=lambda file: file.stem)
    def test_packs_are_accepted(self, file: Path) -> None:
        PACK.validate(tomllib.loads(file.read_text("utf-8")))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "name = ''",
            "name = 1",
            "name = 'a'\nmodules = 'a'",
            "name = 'a'\nmodules = ['']",
            "name = 'a'\nsurplus = 1",
            "name = 'a'\nmarkers = 3",
            "name = 'a'\nshared = [1]",
            "name = 'a'\n[[shared]]\nkind = 'x'\nbases = []\nentry-points = ['e']",
            "name = 'a'\n[[shared]]\nkind = 'x'\nbases = ['b']",
            "name = 'a'\n[[shared]]\nkind = 'x'\nbases = ['b']\nentry-points = ['e']\ncheck = 'yes'",
            "name = 'a'\n[types]\nlock = ['x']",
            "name = 'a'\n[functions.mutating]\n'x.f' = true",
            "name = 'a'\n[functions.mutating]\n'x.f' = -1",
            "name = 'a'\n[methods.mutators]\n'x.T' = 'push'",
            "name = 'a'\n[canonical]\n'x.T' = 1",
            "name = 'a'\n[[flows.loaders]]\nnames = ['L']\nparameters = ['s']",
            "name = 'a'\n[[flows.executors]]\nnames = ['P']\nparameters = ['n']\nworkers = 'n'\ndefault = -1",
        ],
    )
    def test_mistakes_are_refused_by_both(self, text: str) -> None:
        assert not PACK.is_valid(tomllib.loads(text))
        with pytest.raises(PackError):
            parse("own.toml", text)
