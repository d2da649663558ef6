"""Configurations on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import InProject, Run

PAIR = """\
pre: {_target_: Compose, transforms: [{_target_: LoadImaged, keys: image}]}
loader: {_target_: ThreadDataLoader, dataset: {_target_: Dataset, transform: '@pre'}}
post:
  _target_: Invertd
  transform: '@pre'
"""
OPTIONS = ("configs", "--monai", "1.4", "--output-format", "concise")


class TestConfigurations(InProject):
    def test_a_finding_and_its_suppression(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "configs").mkdir()
        file = tmp_path / "configs/train.yaml"
        file.write_text(PAIR)
        done = run("check", *OPTIONS)
        assert done.exit_code == 1
        assert done.stdout.startswith("configs/train.yaml:4:13: MTS401 `Invertd` inverts `LoadImaged`")
        file.write_text(PAIR.replace("Invertd\n", "Invertd  # noqa: MTS401\n"))
        assert run("check", *OPTIONS).exit_code == 0
        file.write_text(PAIR.replace("keys: image", "keys: image  # noqa: MTS401\n  "))
        assert "MTS901" in run("check", *OPTIONS, "--fix").stdout
        file.write_text(PAIR)
        with (tmp_path / "pyproject.toml").open("a") as config:
            config.write('per-file-ignores = {"configs/*.yaml" = ["MTS401"]}\n')
        assert run("check", *OPTIONS).exit_code == 0

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Invertd", "Invertd  # noqa: MTS401"),
            ("Invertd  # why", "Invertd  # why  # noqa: MTS401"),
            ("Invertd # noqa: E501", "Invertd # noqa: E501, MTS401"),
            ("'Invertd'  ", "'Invertd'  # noqa: MTS401"),
            ('"Inver\\\n    td"', '"Inver\\\n    td"  # noqa: MTS401'),
            ("|-\n    Invertd", "|-  # noqa: MTS401\n    Invertd"),
            (">-  # why\n    Invertd", ">-  # why  # noqa: MTS401\n    Invertd"),
            ("&a\n   Invertd", "&a\n   Invertd  # noqa: MTS401"),
        ],
    )
    def test_comments_are_added_to_yaml(self, run: Run, tmp_path: Path, before: str, after: str) -> None:
        (tmp_path / "configs").mkdir()
        file = tmp_path / "configs/train.yml"
        file.write_text(f"{PAIR}ü: 1".replace("Invertd", before).replace("\n", "\r\n"), newline="")
        done = run("check", *OPTIONS, "--add-noqa")
        assert (done.exit_code, done.stderr) == (0, "monai-tslint: suppressed 1 finding by comments in 1 file\n")
        assert file.read_bytes().decode() == f"{PAIR}ü: 1".replace("Invertd", after).replace("\n", "\r\n")
        assert run("check", *OPTIONS).exit_code == 0

    def test_comments_are_not_in_texts(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "configs").mkdir()
        text = PAIR.replace("Invertd", "Invertd\n  keys: 'a # noqa: MTS401'").replace(
            "post:", "'#': |\n  # noqa\npost:"
        )
        (tmp_path / "configs/train.yaml").write_text(text)
        done = run("check", *OPTIONS)
        assert [line.split()[1] for line in done.stdout.splitlines()] == ["MTS401"]

    def test_json_has_no_comments(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "configs").mkdir()
        pre = {"_target_": "Compose", "transforms": [{"_target_": "LoadImaged", "keys": "image"}]}
        loader = {"_target_": "ThreadDataLoader", "dataset": {"_target_": "Dataset", "transform": "@pre"}}
        text = json.dumps({"pre": pre, "l": loader, "post": {"_target_": "Invertd", "transform": "@pre"}})
        (tmp_path / "configs/train.json").write_text(text)
        done = run("check", *OPTIONS, "--add-noqa")
        assert (done.exit_code, done.stdout.count("MTS401")) == (1, 1)
        assert done.stderr == (
            "monai-tslint: suppressed 0 findings by comments in 0 files\n"
            "monai-tslint: warning: configs/train.json: JSON has no comments; "
            "accept its findings with `per-file-ignores` or `--write-baseline`\n"
        )
        assert (tmp_path / "configs/train.json").read_text() == text

    def test_files_that_are_none_are_passed_over(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
        (tmp_path / "data.json").write_text("{")
        done = run("check", "mkdocs.yml", "data.json", "--force-exclude", "--output-format", "concise")
        assert (done.exit_code, done.output) == (0, "")

    def test_what_is_no_configuration(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "configs").mkdir()
        (tmp_path / "configs/data.json").write_text('{"a": ')
        (tmp_path / "configs/list.json").write_text('["_target_"]')
        (tmp_path / "configs/broken.json").write_text('{"_target_": ')
        assert run("check", *OPTIONS).exit_code == 0
        (tmp_path / "configs/metadata.json").write_text("{}")
        assert run("check", *OPTIONS).stdout.startswith("configs/broken.json:1:1: MTS900 is not valid JSON")
