"""A project whose texts change is at every moment what a check of it from the start would find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import CONFIG
from lesions import BASE as OF_MONAI
from lesions import CHILD
from monai_tslint import analysing, config, engine
from monai_tslint.config import ConfigError
from monai_tslint.findings import Report
from monai_tslint.live import Live
from monai_tslint.reporting import placed
from notebook_files import notebook

BASE = OF_MONAI.replace("monai.transforms", "acme")
UNSAFE_AUGMENTATION = """\
from torchio.transforms import IntensityTransform


class Scale(IntensityTransform):
    def apply_transform(self, subject):
        self.factor = subject.factor
        return subject * self.factor
"""
BUNDLE = """\
preprocessing:
  _target_: Compose
  transforms:
  - _target_: Spacingd
    keys: image
    pixdim: [1, 1, 1]
loader:
  _target_: ThreadDataLoader
  dataset: {_target_: Dataset, data: [], transform: "@preprocessing"}
  num_workers: 0
post:
  _target_: Invertd
  keys: pred
  transform: "@preprocessing"
  orig_keys: image
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in the working directory."""
    (tmp_path / "lesions").mkdir()
    for name, text in {"__init__": "", "base": BASE, "child": CHILD}.items():
        (tmp_path / f"lesions/{name}.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Steps:
    """A project in two forms: one that lives through all steps, and one analysed from the start after each."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settings = config.load(root)
        self._live = Live(self._settings)
        self._live.read([root], {})

    def said(self) -> list[str]:
        """What both find, as `path:line rule`."""
        run = self._live.run()
        live = placed(analysing.report_of(run, self._settings), run.notebooks)
        scratch = engine.check([self._root], self._settings)
        assert _comparable(live) == _comparable(scratch)
        return [f"{Path(f.location.path).name}:{f.location.line} {f.rule}" for f in live.findings]

    def write(self, name: str, text: str) -> None:
        """Change a text in the editor, and then in the file."""
        file = self._root / name
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_text("")
            self._live.read([self._root], {})
        self._live.write(str(file), text)
        file.write_text(text)

    def read(self) -> None:
        """Notice what has changed on the disk."""
        self._live.read([self._root], {})


def _comparable(report: Report) -> tuple[object, ...]:
    return (report.findings, report.suppressed, report.problems, report.frameworks, report.files, report.classes)


Start = Callable[[], Steps]


def test_follows_what_is_typed(project: Path) -> None:
    steps = Steps(project)
    before = steps.said()
    assert any(line.startswith("base.py:6 MTS101") for line in before)
    steps.write("lesions/base.py", BASE.replace("class", "clas", 1))
    assert "base.py:4 MTS900" in steps.said()
    steps.write("lesions/base.py", "\n" + BASE)
    assert any(line.startswith("base.py:7 MTS101") for line in steps.said())
    steps.write("lesions/base.py", BASE)
    assert steps.said() == before


def test_follows_bases_in_other_files(project: Path) -> None:
    steps = Steps(project)
    steps.write("lesions/base.py", BASE.replace("(Transform)", ""))
    assert not [line for line in steps.said() if line.startswith("child.py")]
    steps.write("lesions/base.py", BASE)
    assert [line for line in steps.said() if line.startswith("child.py")]


def test_follows_libraries_that_come_into_use(project: Path) -> None:
    steps = Steps(project)
    steps.write("lesions/scale.py", UNSAFE_AUGMENTATION.replace("torchio", "elsewhere"))
    assert not [line for line in steps.said() if line.startswith("scale.py")]
    steps.write("lesions/scale.py", UNSAFE_AUGMENTATION)
    assert "scale.py:6 MTS101" in steps.said()


def test_follows_files_that_come_and_go(project: Path) -> None:
    steps = Steps(project)
    (project / "lesions/base.py").unlink()
    (project / "lesions/more.py").write_text(BASE)
    steps.read()
    assert any(line.startswith("more.py") for line in steps.said())
    (project / "lesions/__init__.py").unlink()
    steps.read()
    steps.said()


def test_follows_notebooks(project: Path) -> None:
    steps = Steps(project)
    steps.write("a.ipynb", notebook("%ls", BASE))
    assert "a.ipynb:6 MTS101" in steps.said()
    steps.write("a.ipynb", notebook("%ls", BASE.replace(":", "", 1)))
    assert [line for line in steps.said() if line.startswith("a.ipynb")] == ["a.ipynb:4 MTS900"]
    steps.write("a.ipynb", notebook(BASE, metadata={"kernelspec": {"language": "R"}}))
    assert not [line for line in steps.said() if line.startswith("a.ipynb")]


def test_follows_bundles(project: Path) -> None:
    steps = Steps(project)
    steps.write("configs/inference.yaml", BUNDLE)
    assert any(line.startswith("inference.yaml") for line in steps.said())
    steps.write("configs/inference.yaml", BUNDLE.replace("_target_", "_target"))
    assert not [line for line in steps.said() if line.startswith("inference.yaml")]


def test_keeps_what_it_knew_when_the_settings_are_wrong(project: Path) -> None:
    pack = project / "own.toml"
    pack.write_text('name = "own"\nmodules = ["own"]\n')
    (project / "pyproject.toml").write_text(f'{CONFIG}frameworks = ["own.toml"]\n')
    live = Live(config.load(project))
    live.read([project], {})
    before = live.run()
    pack.write_text("name = 1\n")
    with pytest.raises(ConfigError):
        live.read([project], {})
    assert live.run() is before


def test_ends_when_told_so_and_takes_it_up_again(project: Path) -> None:
    class Enough(Exception):
        pass

    def watch(_done: int, _total: int) -> None:
        raise Enough

    live = Live(config.load(project))
    live.read([project], {})
    with pytest.raises(Enough):
        live.run(watch)
    assert analysing.report_of(live.run(), live.settings).findings
