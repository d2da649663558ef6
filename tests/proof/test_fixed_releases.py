"""Fixed releases compile, have no new findings, and a second run leaves them as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from proof.fixed_trees import SAFE, UNSAFE, changed, compiles, contents, copy_of, fix

VERSIONS = ("1.0.1", "1.3.2", "1.4.0", "1.5.0", "1.6.1")
TOGGLE = """\
from contextlib import contextmanager


class Transform:
    lazy = True

    @contextmanager
    def eager(self):
        before = self.lazy
        self.lazy = False
        yield
        self.lazy = before
"""


@pytest.mark.releases
@pytest.mark.wheels
@pytest.mark.parametrize("options", [SAFE, UNSAFE], ids=" ".join)
@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_is_wrong_with_a_fixed_release(
    version: str, options: Sequence[str], monai_release: Callable[[str], Path], tmp_path: Path
) -> None:
    untouched = monai_release(version)
    tree = copy_of(untouched, tmp_path / "fixed")
    assert fix(tree, options) == []
    assert options == SAFE or changed(contents(untouched), contents(tree))


@pytest.mark.releases
def test_a_small_package_is_fixed(tmp_path: Path) -> None:
    file = tmp_path / "monai/transforms/transform.py"
    file.parent.mkdir(parents=True)
    for folder in (file.parent, file.parents[1]):
        (folder / "__init__.py").touch()
    file.write_text(TOGGLE)
    before = contents(tmp_path)
    assert fix(tmp_path, SAFE) == []
    assert changed(before, contents(tmp_path)) == ["monai/transforms/transform.py"]
    assert "finally" in file.read_text()


def test_what_is_no_python_does_not_compile() -> None:
    assert not compiles("monai/a.py", b"def f(:\n")
    assert compiles("monai/a.py", b"def f():\n    return 1\n")
    assert compiles("monai/a.json", b"{")


def test_changed_are_files_with_other_bytes_and_those_that_came_or_went() -> None:
    assert changed({"a": b"1", "b": b"2", "c": b"3"}, {"a": b"1", "b": b"3", "d": b"4"}) == ["b", "c", "d"]
