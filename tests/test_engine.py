"""The engine on small projects: catalogues, installed packages, private knowledge, broken files, order of files."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from monai_tslint import check_paths, check_source, engine
from monai_tslint.config import ConfigError, Settings
from monai_tslint.effects.summaries import Summaries
from monai_tslint.findings import Report

INVERTIBLE = """\
from monai.transforms import InvertibleTransform


class Window(InvertibleTransform):
    def __call__(self, data):
        return data

    def inverse(self, data):
        with self.trace_transform(False):
            return self(data)
"""

STATEFUL = """\
class Window(Base):
    def __call__(self, image):
        self.low = image.min()
        return image - self.low
"""


def check(folder: Path, settings: Settings | None = None) -> Report:
    return engine.check([folder], replace(settings or Settings(), root=folder))


def facts(report: Report) -> list[tuple[str, str, int]]:
    return [(f.rule, Path(f.location.path).name, f.location.line) for f in report.findings]


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def test_a_user_class_differs_as_the_releases_differ(tmp_path: Path) -> None:
    write(tmp_path, window=INVERTIBLE)
    old = facts(check(tmp_path, Settings(monai="1.4")))
    assert ("MTS201", "window.py", 9) in old
    assert facts(check(tmp_path, Settings(monai="1.5"))) == []
    assert facts(check(tmp_path, Settings(monai="1.6"))) == []


def test_the_report_says_which_release_and_why(tmp_path: Path) -> None:
    write(tmp_path, window=INVERTIBLE)
    (tmp_path / "requirements.txt").write_text("monai>=1.3,<1.5\n")
    (choice,) = check(tmp_path).frameworks
    assert (choice.name, choice.version, choice.origin) == ("monai", "1.3", "the lowest that requirements.txt allows")


def test_a_project_without_the_framework_assumes_none(tmp_path: Path) -> None:
    assert check(write(tmp_path, plain="x = 1\n")).frameworks == ()


def test_a_wrong_version_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'newest' is not a version"):
        check(write(tmp_path, window=INVERTIBLE), Settings(monai="newest"))


def test_private_bases_and_entry_points(tmp_path: Path) -> None:
    text = "class Base: ...\n" + STATEFUL.replace("__call__", "apply")
    settings = Settings(shared_bases=("stages.Base",), entry_points=("apply",))
    assert ("MTS101", "stages.py", 4) in facts(check(write(tmp_path, stages=text), settings))
    assert facts(check(tmp_path)) == []


def test_private_markers(tmp_path: Path) -> None:
    text = "class Unsafe: ...\nclass Base: ...\n" + STATEFUL.replace("(Base)", "(Unsafe, Base)")
    settings = Settings(shared_bases=("stages.Base",), markers=("stages.Unsafe",))
    assert facts(check(write(tmp_path, stages=text), settings)) == []
    assert ("MTS101", "stages.py", 5) in facts(check(tmp_path, replace(settings, strict=True)))


def test_known_safe_types(tmp_path: Path) -> None:
    text = (
        "from metrics import Meter\nclass Base: ...\nclass Count(Base):\n"
        "    def __init__(self):\n        self.meter = Meter()\n"
        "    def __call__(self, image):\n        self.meter.total += 1\n        return image\n"
    )
    settings = Settings(shared_bases=("stages.Base",))
    assert ("MTS103", "stages.py", 7) in facts(check(write(tmp_path, stages=text), settings))
    assert facts(check(tmp_path, replace(settings, known_safe_types=("metrics.Meter",)))) == []


def test_a_base_in_another_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its source is found and read, and findings stay in the project."""
    site = tmp_path / "site"
    (site / "vendor_kit").mkdir(parents=True)
    (site / "vendor_kit" / "__init__.py").write_text("from vendor_kit.base import Stage\n")
    (site / "vendor_kit" / "base.py").write_text(
        "from monai.transforms import Transform\nclass Stage(Transform):\n    def __call__(self, image):\n"
        "        self.seen = image\n        return self.run(image) + self.seen\n"
    )
    monkeypatch.syspath_prepend(str(site))
    project = tmp_path / "project"
    project.mkdir()
    text = (
        "from vendor_kit import Stage\nclass Window(Stage):\n    def run(self, image):\n        self.low = image.min()\n"
        "        return image - self.low\n"
    )
    report = check(write(project, window=text))
    assert {(rule, line) for rule, _, line in facts(report)} == {("MTS101", 4), ("MTS301", 2)}
    assert "vendor_kit" not in sys.modules


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"def f(:\n", "invalid syntax"),
        (b"x = '\xff'\n", "not encoded in utf-8"),
        (b"x = 1\0\n", "NUL"),
        (b"# coding: no-such-codec\n", "no-such-codec"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, window=INVERTIBLE)
    (tmp_path / "broken.py").write_bytes(content)
    report = check(tmp_path, Settings(monai="1.4"))
    assert [f[0] for f in facts(report) if f[1] == "broken.py"] == ["MTS900"]
    assert ("MTS201", "window.py", 9) in facts(report)
    (problem,) = report.problems
    assert message.lower() in problem.message.lower()


def test_an_error_of_ours_in_one_class_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, stages="class Base: ...\n" + STATEFUL, good="from stages import Base\n" + STATEFUL)
    original = Summaries.accessor

    def broken(self: Summaries, cls: object, name: str, protocol: str) -> object:
        if str(cls) == "ClassInfo('stages.Window')":
            raise ZeroDivisionError("a bug")
        return original(self, cls, name, protocol)  # type: ignore[arg-type]

    monkeypatch.setattr(Summaries, "accessor", broken)
    report = check(tmp_path, Settings(shared_bases=("stages.Base",)))
    (problem,) = report.problems
    assert problem.internal
    assert "`Window`: ZeroDivisionError: a bug" in problem.message
    assert problem.path.endswith("stages.py")
    assert ("MTS101", "good.py", 4) in facts(report)


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    write(
        tmp_path, stages="class Base: ...\n" + STATEFUL, good="from stages import Base\n" + STATEFUL, window=INVERTIBLE
    )
    settings = Settings(shared_bases=("stages.Base",), monai="1.4", root=tmp_path)
    paths: Sequence[Path] = sorted(tmp_path.glob("*.py"))
    assert engine.check(paths, settings) == engine.check(paths[::-1], settings)


def test_the_public_functions(tmp_path: Path) -> None:
    write(tmp_path, window=INVERTIBLE)
    assert {f.rule for f in check_paths([tmp_path], monai="1.4").findings} >= {"MTS201"}
    assert {f.rule for f in check_source(INVERTIBLE, monai="1.4")} >= {"MTS201"}
    with pytest.raises(FileNotFoundError, match=r"missing\.py"):
        check_paths([tmp_path / "missing.py"])
