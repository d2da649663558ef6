"""The store of released wheels."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import releases
from releases import Releases, Unavailable


def wheel(folder: Path) -> Path:
    """A tiny wheel that tries to write outside of its folder."""
    made = folder / "monai-9.9-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("monai/__init__.py", "VERSION = 9\n")
        archive.writestr("monai/../../escaped.py", "")
        archive.writestr("monai-9.9.dist-info/METADATA", "")
    return made


def test_a_release_is_downloaded_once_and_stays_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def download(self: Releases, name: str, version: str, folder: Path) -> Path:
        calls.append(f"{name} {version}")
        return wheel(folder)

    monkeypatch.setattr(Releases, "_download", download)
    store = Releases(tmp_path / "cache")
    first, second = store.folder("monai", "9.9"), store.folder("monai", "9.9")
    assert first == second
    assert calls == ["monai 9.9"]
    assert (first / "monai" / "__init__.py").read_text() == "VERSION = 9\n"
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["monai-9.9"]
    assert not list(tmp_path.glob("*.py"))


def test_who_comes_second_keeps_what_is_there(tmp_path: Path) -> None:
    unpacked, target = tmp_path / "unpacked", tmp_path / "monai-9.9"
    for folder, text in ((unpacked, "second"), (target, "first")):
        (folder / "monai").mkdir(parents=True)
        (folder / "monai" / "__init__.py").write_text(text)
    releases._publish(unpacked, target)
    assert (target / "monai" / "__init__.py").read_text() == "first"


def test_an_index_out_of_reach_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for option in ("FIND_LINKS", "INDEX_URL", "EXTRA_INDEX_URL", "NO_INDEX"):
        monkeypatch.delenv(f"PIP_{option}", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "empty").as_uri())
    store = Releases(tmp_path)
    with pytest.raises(Unavailable, match=r"pip download monai==1\.4\.0"):
        store.folder("monai", "1.4.0")
    assert not (tmp_path / "monai-1.4.0").exists()
