"""Files are replaced as a whole or not at all."""

from __future__ import annotations

import os
import stat
from hashlib import blake2b
from pathlib import Path

import pytest

from monai_tslint.fixes import NotWritten, rewrite


def digest(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()


def upper(text: str) -> str:
    return text.replace("x", "X")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"x\r\ny\rz\n", b"X\r\ny\rz\n"),
        (b"\xef\xbb\xbfx = 1\n", b"\xef\xbb\xbfX = 1\n"),
        (b"# coding: latin-1\nx = '\xe4'\n", b"# coding: latin-1\nX = '\xe4'\n"),
        (b"x = '\xc3\xa4'", b"X = '\xc3\xa4'"),
    ],
)
def test_encoding_mark_and_line_endings_are_kept(before: bytes, after: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(before)
    file.chmod(0o741)
    rewrite(str(file), digest(file), upper, write=False)
    assert file.read_bytes() == before
    rewrite(str(file), digest(file), upper, write=True)
    assert file.read_bytes() == after
    assert stat.S_IMODE(file.stat().st_mode) == 0o741
    assert [f.name for f in tmp_path.iterdir()] == ["a.py"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    file, link = tmp_path / "folder/a.py", tmp_path / "b.py"
    file.write_text("x\n")
    link.symlink_to(file)
    rewrite(str(link), digest(file), upper, write=True)
    assert link.is_symlink()
    assert file.read_text() == "X\n"


def test_a_file_that_has_changed_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x\n")
    known = digest(file)
    file.write_text("x = 2\n")
    with pytest.raises(NotWritten, match="changed by somebody else"):
        rewrite(str(file), known, upper, write=True)
    assert file.read_text() == "x = 2\n"


def test_a_change_at_the_last_moment_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x\n")

    def change(text: str) -> str:
        file.write_text("x = 2\n")
        return upper(text)

    with pytest.raises(NotWritten, match="changed by somebody else"):
        rewrite(str(file), digest(file), change, write=True)
    assert file.read_text() == "x = 2\n"
    assert [f.name for f in tmp_path.iterdir()] == ["a.py"]


def test_a_file_that_is_read_only(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x\n")
    file.chmod(0o444)
    with pytest.raises(NotWritten, match="cannot be written: it is read-only"):
        rewrite(str(file), digest(file), upper, write=True)
    assert file.read_text() == "x\n"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="cannot be read: No such file"):
        rewrite(str(tmp_path / "a.py"), "", upper, write=True)


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.py"
    file.write_text("x\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match="cannot be written: No space left on device"):
        rewrite(str(file), digest(file), upper, write=True)
    assert file.read_text() == "x\n"
    assert [f.name for f in tmp_path.iterdir()] == ["a.py"]


def test_an_encoding_that_cannot_hold_the_fix(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"# coding: latin-1\nx\n")
    with pytest.raises(NotWritten, match="its encoding, iso-8859-1, cannot hold the fix"):
        rewrite(str(file), digest(file), lambda text: text.replace("x", "€"), write=True)
