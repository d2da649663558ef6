"""Bundles say for which release they are made, and their findings are those of that release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundles.test_command_line import PAIR
from command_line import InProject, Run

STATED = "stated by {}/configs/metadata.json"


def bundle(name: str, version: object, text: str = PAIR, file: str = "configs/train.yaml") -> None:
    """A bundle that states a version; None for one that has metadata, but does not."""
    path = Path(name, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    said = {"monai_version": version} if version is not None else {"version": "0.1.0"}
    Path(name, "configs").mkdir(exist_ok=True)
    Path(name, "configs/metadata.json").write_text(json.dumps(said))


def severities(run: Run, *options: str) -> dict[str, str]:
    """The severity of the one finding in each bundle."""
    findings = json.loads(run("check", *options, "--output-format", "json").stdout)["findings"]
    assert {finding["rule"] for finding in findings} <= {"MTS401"}
    assert len({finding["path"] for finding in findings}) == len(findings)
    return {finding["path"].partition("/")[0]: finding["severity"] for finding in findings}


def assumptions(run: Run, *options: str) -> list[tuple[str, str]]:
    frameworks = json.loads(run("check", *options, "--output-format", "json").stdout)["frameworks"]
    return [(framework["version"], framework["from"]) for framework in frameworks if framework["name"] == "monai"]


class TestStatements(InProject):
    @pytest.fixture(autouse=True)
    def _without_code(self, run: Run) -> None:
        assert callable(run)
        for file in Path("src").glob("*.py"):
            file.unlink()

    def test_one_bundle(self, run: Run) -> None:
        bundle("a", "1.4.0")
        assert severities(run, "a") == {"a": "error"}
        assert assumptions(run, "a") == [("1.4", STATED.format("a"))]
        bundle("a", "1.5.1")
        assert severities(run, "a") == {"a": "info"}

    def test_each_bundle_by_its_own(self, run: Run) -> None:
        for name, version in {"a": "1.4.0", "b": "1.6.0", "c": "1.3.2", "d": "1.4.1", "e": None}.items():
            bundle(name, version)
        assert severities(run, ".") == {"a": "error", "b": "info", "c": "error", "d": "error", "e": "info"}
        assert assumptions(run, ".") == [
            ("1.6", "the newest known"),
            ("1.4", f"{STATED.format('a')} and 1 more"),
            ("1.3", STATED.format("c")),
        ]
        assert severities(run, "a", "b") == {"a": "error", "b": "info"}

    def test_what_the_user_says_is_stronger(self, run: Run) -> None:
        bundle("a", "1.4.0")
        bundle("b", "1.6.0")
        assert severities(run, ".", "--monai", "1.6") == {"a": "info", "b": "info"}
        assert assumptions(run, ".", "--monai", "1.4") == [("1.4", "as requested")]
        with Path("pyproject.toml").open("a") as config:
            config.write('monai = "1.4"\n')
        assert severities(run, ".") == {"a": "error", "b": "error"}

    def test_what_the_project_requires_is_farther_away(self, run: Run) -> None:
        Path("requirements.txt").write_text("monai>=1.5\n")
        bundle("a", "1.4.0")
        bundle("b", None)
        assert severities(run, ".") == {"a": "error", "b": "info"}
        Path("src/code.py").write_text("import monai\n")
        assert assumptions(run, "a", "src") == [
            ("1.5", "the lowest that requirements.txt allows"),
            ("1.4", STATED.format("a")),
        ]

    def test_code_of_the_bundle_is_of_its_release_too(self, run: Run) -> None:
        smooth = "from acme import Transform\nclass Smooth(Transform):\n    def __call__(self, x):\n        return x\n"
        bundle("a", "1.4.0", PAIR.replace("LoadImaged, keys: image", "scripts.parts.Smooth"))
        Path("a/scripts").mkdir()
        Path("a/scripts/parts.py").write_text(smooth + "        import monai\n")
        assert assumptions(run, "a") == [("1.4", STATED.format("a"))]
        bundle("b", "1.6.0")
        assert severities(run, ".")["a"] == "error"

    @pytest.mark.parametrize("file", ["configs/train.json", "configs/more/train.yaml", "train.yaml"])
    def test_metadata_lies_beside_or_above(self, run: Run, file: str) -> None:
        text = PAIR
        if file.endswith(".json"):
            pre = {"_target_": "Compose", "transforms": [{"_target_": "LoadImaged", "keys": "image"}]}
            loader = {"_target_": "ThreadDataLoader", "dataset": {"_target_": "Dataset", "transform": "@pre"}}
            text = json.dumps({"pre": pre, "l": loader, "post": {"_target_": "Invertd", "transform": "@pre"}})
        bundle("a", "1.4.0", text, file)
        assert severities(run, "a") == {"a": "error"}
        bundle("a", "1.6", text, file)
        assert severities(run, "a") == {"a": "info"}

    @pytest.mark.parametrize("version", ["latest", 1.4, ["1.4"], None])
    def test_what_states_no_version_says_nothing(self, run: Run, version: object) -> None:
        bundle("a", version)
        assert assumptions(run, "a") == [("1.6", "the newest known")]
        Path("a/configs/metadata.json").write_text("{")
        assert severities(run, "a") == {"a": "info"}

    def test_without_threads_it_does_not_matter(self, run: Run) -> None:
        bundle("a", "1.4.0", PAIR.replace("ThreadDataLoader", "DataLoader"))
        bundle("b", "1.6.0")
        assert assumptions(run, ".") == [("1.6", "the newest known")]
