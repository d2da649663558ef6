"""The action for GitHub, and the recipes of the documentation: valid, and the script of the action runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from command_line import InProject
from picking import pick

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent
PAGES = ("README.md", "docs/ci.md")
RECIPES = [
    recipe
    for page in PAGES
    for recipe in re.findall(r"^```yaml\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
]
BASH = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def check_schema(name: str, file: Path) -> None:
    """A file has the form that a service wants, by the schema that check-jsonschema ships."""
    command = [str(SCRIPTS / "check-jsonschema"), "--builtin-schema", f"vendor.{name}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_is_valid() -> None:
    check_schema("github-actions", ROOT / "action.yml")


@pytest.mark.parametrize(("key", "schema"), [("jobs", "github-workflows"), ("monai-tslint", "gitlab-ci")])
def test_the_recipes_are_valid(key: str, schema: str, tmp_path: Path) -> None:
    (recipe,) = (recipe for recipe in RECIPES if key in yaml.safe_load(recipe))
    (tmp_path / "recipe.yml").write_text(recipe)
    check_schema(schema, tmp_path / "recipe.yml")


@pytest.mark.parametrize("recipe", [recipe for recipe in RECIPES if "repos" in yaml.safe_load(recipe)], ids=PAGES)
def test_the_recipes_for_pre_commit_are_valid(recipe: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(recipe)
    command = [str(SCRIPTS / "pre-commit"), "validate-config", str(tmp_path / "config.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    ids = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {hook["id"] for hook in yaml.safe_load(recipe)["repos"][0]["hooks"]} < ids
    assert set(re.findall(r"monai-tslint(?:-\w+)?(?=\s|,|$)", recipe.partition("hooks:")[2])) <= ids


@BASH
class TestAction(InProject):
    """The script of the step that checks, with this environment in the place of the installed one."""

    def checked(self, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        (step,) = (step for step in action["runs"]["steps"] if step.get("name") == "Check")
        given = {name.upper(): str(pick(action, "inputs", name, "default")) for name in ("paths", "arguments")}
        (folder / "temp/monai-tslint").mkdir(parents=True, exist_ok=True)
        if not (folder / "temp/monai-tslint/bin").exists():
            (folder / "temp/monai-tslint/bin").symlink_to(SCRIPTS)
        environment = {**os.environ, **given, "SARIF_FILE": "a.sarif", **inputs, "RUNNER_TEMP": str(folder / "temp")}
        assert set(step["env"]) <= set(environment)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    @pytest.mark.usefixtures("run")
    def test_annotations_and_sarif(self, tmp_path: Path) -> None:
        done = self.checked(tmp_path)
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.startswith("::error file=src/racing.py,line=6,")
        (result,) = json.loads((tmp_path / "a.sarif").read_text("utf-8"))["runs"][0]["results"]
        assert result["ruleId"] == "MTS101"

    @pytest.mark.usefixtures("run")
    def test_arguments_and_paths_are_lines(self, tmp_path: Path) -> None:
        (tmp_path / "a b").mkdir()
        (tmp_path / "src/racing.py").rename(tmp_path / "a b/$(racing).py")
        inputs = {"paths": "src\na b/$(racing).py", "arguments": "--select\nMTS1\n\n--exit-zero\n"}
        done = self.checked(tmp_path, **{name.upper(): value for name, value in inputs.items()}, SARIF_FILE="")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("::error file=a b/$(racing).py,line=6,")
        assert not (tmp_path / "a.sarif").exists()
