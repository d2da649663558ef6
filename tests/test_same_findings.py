"""One project, and the same findings through each way to run the tool."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hooked import ROOT, Hooked, findings
from lesions import BASE, CHILD
from notebook_files import notebook
from repositories import Repository

BUNDLE = {
    "pre": {"_target_": "Compose", "transforms": [{"_target_": "LoadImaged", "keys": "image"}]},
    "post": {"_target_": "Invertd", "keys": "pred", "transform": "@pre"},
    "loader": {"_target_": "ThreadDataLoader", "dataset": {"_target_": "Dataset", "data": [], "transform": "@pre"}},
    "use": "$[@post(x) for x in @loader]",
}
PACKAGES = {
    "one/core/__init__.py": "from one.core.base import Windowed as Window\n",
    "one/core/base.py": BASE,
    "one/__init__.py": "",
    "two/__init__.py": "from one import core\n",
    "two/deep/__init__.py": "",
    "two/deep/child.py": CHILD.replace("lesions.base import Windowed", "one.core import Window as Windowed"),
    "two/deep/quiet.py": CHILD.replace("lesions.base import Windowed", "two import core").replace(
        "Windowed", "core.Window"
    ),
    "three/noted.py": CHILD.replace("lesions.base", "one.core.base").replace("min()\n", "min()  # noqa: MTS101\n"),
    "three/play.ipynb": notebook("%matplotlib inline", CHILD.replace("lesions.base", "one.core.base")),
    "three/configs/inference.json": json.dumps(BUNDLE, indent=2),
    "three/configs/train.yaml": json.dumps(BUNDLE),
}


@pytest.fixture
def project(tmp_path: Path, hooks: Repository, hook_environment: dict[str, str]) -> Hooked:
    """The examples, with packages that inherit from each other, a notebook and bundle configurations beside them."""
    made = Hooked(tmp_path / "project", hooks, hook_environment)
    shutil.copytree(
        ROOT / "examples", made.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*_cache")
    )
    for name, text in PACKAGES.items():
        made.write(name, text)
    made.commit()
    return made


def run(project: Hooked, *command: str) -> str:
    """What a module prints that is run as a program in the project."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=project.folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


def test_check_flake8_and_pre_commit_find_the_same(project: Hooked) -> None:
    checked = findings(run(project, "monai_tslint", "check"))
    files = {place.split(":")[0] for place in checked}
    assert {"two/deep/child.py", "two/deep/quiet.py", "three/play.ipynb"} <= files
    assert {"three/configs/inference.json", "three/configs/train.yaml", "three/noted.py"} <= files
    assert {"racing/core.py", "acme_pipeline/acme_cells/stages.py", "monai_project/lesions/intensity.py"} <= files
    assert len(checked) == len(set(checked)) > 20

    assert project.pre_commit("--all-files") == (1, checked)

    shown = run(project, "flake8", "--jobs=2", "--select=MTS", ".")
    plugged = [f"{place}:{rule}" for place, rule in re.findall(r"^\./(\S+): (MTS\d+) ", shown, re.MULTILINE)]
    python = [place for place in checked if ".py:" in place]  # flake8 reads nothing else
    assert sorted(plugged) == sorted(python)
    assert len(python) > 15


def test_each_file_alone_has_the_findings_that_it_has_among_all(project: Hooked) -> None:
    checked = findings(run(project, "monai_tslint", "check"))
    for name in ("two/deep/child.py", "three/play.ipynb", "three/configs/train.yaml", "racing/core.py"):
        alone = [place for place in checked if place.startswith(f"{name}:")]
        assert findings(run(project, "monai_tslint", "check", name)) == alone
        assert alone
