"""Configurations on the command line."""

from __future__ import annotations

from pathlib import Path

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
        assert run("check", *OPTIONS, "--add-noqa").exit_code == 1
        file.write_text(PAIR.replace("Invertd\n", "Invertd  # noqa: MTS401\n"))
        assert run("check", *OPTIONS).exit_code == 0
        file.write_text(PAIR.replace("keys: image", "keys: image  # noqa: MTS401\n  "))
        assert "MTS901" in run("check", *OPTIONS, "--fix").stdout
        file.write_text(PAIR)
        with (tmp_path / "pyproject.toml").open("a") as config:
            config.write('per-file-ignores = {"configs/*.yaml" = ["MTS401"]}\n')
        assert run("check", *OPTIONS).exit_code == 0

    def test_what_is_no_configuration(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "configs").mkdir()
        (tmp_path / "configs/data.json").write_text('{"a": ')
        (tmp_path / "configs/list.json").write_text('["_target_"]')
        (tmp_path / "configs/broken.json").write_text('{"_target_": ')
        assert run("check", *OPTIONS).exit_code == 0
        (tmp_path / "configs/metadata.json").write_text("{}")
        assert run("check", *OPTIONS).stdout.startswith("configs/broken.json:1:1: MTS900 is not valid JSON")
