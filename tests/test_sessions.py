"""A session over a project that changes: each check finds what a first check finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from monai_tslint import analysing, engine
from monai_tslint.config import Settings
from monai_tslint.findings import Report
from monai_tslint.sessions import Session
from notebook_files import notebook

BASE = """\
from acme import Transform


class Base(Transform):
    def __call__(self, image):
        return self.run(image)
"""
USER = """\
from {module} import Base


class Window(Base):
    def run(self, image):
        self.low = image.min()
        return image - self.low
"""
BUNDLE = {
    "pre": {"_target_": "Compose", "transforms": [{"_target_": "ScaleIntensity"}]},
    "post": {"_target_": "Invertd", "keys": "pred", "transform": "@pre"},
    "data": {"_target_": "Dataset", "data": [], "transform": "@pre"},
    "loader": {"_target_": "ThreadDataLoader", "dataset": "@data"},
    "use": "$[@post(x) for x in @loader]",
}


class Checked:
    """Checks a folder in one session, and each time as if for the first time as well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(root=folder, src=(folder,), shared_bases=("acme.Transform",))
        self._session = Session()

    def __call__(self) -> list[tuple[str, str]]:
        """Rule and file of each finding."""
        report = self.again()
        assert report is not None
        assert report == engine.check([self.folder], self.settings, fixes=True)
        return sorted({(f.rule, Path(f.location.path).name) for f in report.findings})

    def again(self) -> Report | None:
        """What the session says."""
        return analysing.recheck([self.folder], self.settings, self._session, fixes=True)


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    (tmp_path / "base.py").write_text(BASE)
    (tmp_path / "user.py").write_text(USER.format(module="base"))
    return Checked(tmp_path)


FOUND = [("MTS101", "user.py")]


def test_nothing_new_is_nothing(checked: Checked) -> None:
    assert checked() == FOUND
    assert checked.again() is None
    (checked.folder / "user.py").touch()
    (checked.folder / "notes.txt").write_text("nothing")
    (checked.folder / "data.json").write_text("{}")
    assert checked.again() is None


def test_changed_new_and_deleted_files(checked: Checked) -> None:
    base, user = checked.folder / "base.py", checked.folder / "user.py"
    assert checked() == FOUND
    base.write_text(BASE.replace("(Transform)", ""))
    assert checked() == []
    base.write_text(BASE)
    assert checked() == FOUND
    (checked.folder / "more.py").write_text(USER.format(module="base"))
    assert checked() == [("MTS101", "more.py"), *FOUND]
    user.unlink()
    assert checked() == [("MTS101", "more.py")]
    base.unlink()
    assert checked() == []


def test_files_that_break_and_are_mended(checked: Checked) -> None:
    user, book = checked.folder / "user.py", checked.folder / "book.ipynb"
    user.write_text("class (:\n")
    assert checked() == [("MTS900", "user.py")]
    user.write_bytes(b"\0")
    assert checked() == [("MTS900", "user.py")]
    user.write_text("")
    book.write_text(notebook(USER.format(module="base")))
    assert checked() == [("MTS101", "book.ipynb")]
    book.write_text(notebook("class (:\n"))
    assert checked() == [("MTS900", "book.ipynb")]
    book.write_text(notebook(USER.format(module="base")))
    assert checked() == [("MTS101", "book.ipynb")]


def test_a_folder_that_becomes_a_package(checked: Checked) -> None:
    inner = checked.folder / "inner"
    inner.mkdir()
    (inner / "user.py").write_text(USER.format(module="inner.base"))
    (inner / "base.py").write_text(BASE)
    assert checked() == FOUND
    (inner / "__init__.py").write_text("")
    (checked.folder / "user.py").write_text("")
    assert checked() == FOUND


def test_configurations(checked: Checked) -> None:
    (checked.folder / "user.py").write_text("")
    checked.settings = replace(checked.settings, monai="1.4")
    file = checked.folder / "inference.json"
    file.write_text(json.dumps(BUNDLE))
    assert checked() == [("MTS401", "inference.json")]
    file.write_text(json.dumps(BUNDLE | {"loader": {"_target_": "DataLoader", "dataset": "@data"}}))
    assert checked() == []
    file.write_text(json.dumps(BUNDLE))
    assert checked() == [("MTS401", "inference.json")]
    file.write_text("{}")
    assert checked() == []


def test_what_is_known_of_libraries(checked: Checked) -> None:
    needs = checked.folder / "requirements.txt"
    needs.write_text("monai>=1.4\n")
    (checked.folder / "user.py").write_text(
        "from monai.transforms import InvertibleTransform\n\n\nclass Window(InvertibleTransform):\n"
        "    def __call__(self, data):\n        return data\n\n    def inverse(self, data):\n"
        "        with self.trace_transform(False):\n            return self(data)\n"
    )
    assert ("MTS201", "user.py") in checked()
    needs.write_text("monai>=1.5\n")
    assert checked() == []
    (checked.folder / "user.py").write_text(
        "import torchio\n\n\nclass Flip(torchio.Transform):\n"
        "    def apply_transform(self, subject):\n        self.seen = subject\n        return self.seen\n"
    )
    assert ("MTS101", "user.py") in checked()


def test_bases_in_installed_packages(
    checked: Checked, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = tmp_path_factory.mktemp("site")
    monkeypatch.syspath_prepend(str(site))
    for name in ("vendor_one", "vendor_two"):
        (site / f"{name}.py").write_text(BASE.replace("acme", "monai.transforms"))
    user = checked.folder / "user.py"
    for module in ("vendor_one", "vendor_two", "vendor_one"):
        for text in (USER.format(module=module), USER.format(module=module) + "\n"):
            user.write_text(text)
            assert checked() == [*FOUND, ("MTS301", "user.py")]
    user.write_text(USER.format(module="vendor_none"))
    assert checked() == []


def test_many_edits_in_a_row(checked: Checked) -> None:
    """Of seven files that inherit from each other, one after the other is written anew, broken or taken away."""
    texts = (
        USER.format(module="base"),
        None,
        USER.replace("{module}", "file{}").replace("Window", "Base"),
        BASE.replace("return", "self.seen = image\n        return"),
        "def (",
    )
    last, seen = checked.again(), set()
    for step in range(70):
        number = step * 5 % 7
        file = checked.folder / f"file{number}.py"
        text = texts[step * 3 % 5]
        if text is not None:
            file.write_text(text.replace("file{}", f"file{(number + 3) % 7}"))
        else:
            file.unlink(missing_ok=True)
        last = checked.again() or last
        assert last == engine.check([checked.folder], checked.settings, fixes=True)
        seen.add(last.findings)
    assert len(seen) > 20
