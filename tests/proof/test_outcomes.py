"""The comparison of test results finds what a broken tree breaks, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof.monai_tests import Runner, transform_tests
from proof.outcomes import Outcome, differences, summary

PACKAGE = "def double(value):\n    return value * 2\n"
TESTS = """\
import re
import unittest
from pathlib import Path

from monai.transforms import double

VISITS = Path(__file__).with_name("visits")


def test_helper(argument):
    return argument


class TestDouble(unittest.TestCase):
    def test_right(self):
        self.assertEqual(double(2), 4)

    def test_zero(self):
        self.assertEqual(double(0), 0)

    def test_environment(self):
        import no_such_module

    def test_parts(self):
        for value in (0, 3):
            with self.subTest(value):
                self.assertEqual(double(value), value + value)

    @unittest.skipIf(double(1) == 3, "triples")
    def test_skipped(self):
        pass

    def test_now_and_then(self):
        VISITS.write_text((VISITS.read_text() if VISITS.is_file() else "") + "x")
        self.assertNotEqual(VISITS.read_text(), "xx")


setattr(TestDouble, "test_in_" + re.sub(r"\\W", "_", str(VISITS.parent)), TestDouble.test_zero)
"""
OTHER_TESTS = "import unittest\n\n\nclass TestOther(unittest.TestCase):\n    def test_other(self):\n        pass\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return written(tmp_path / "untouched", PACKAGE)


def written(tree: Path, package: str) -> Path:
    """A project with a package `monai` and tests."""
    (tree / "monai").mkdir(parents=True)
    (tree / "tests").mkdir()
    (tree / "monai/__init__.py").touch()
    (tree / "monai/transforms.py").write_text(package)
    (tree / "tests/__init__.py").touch()
    (tree / "tests/test_double.py").write_text(TESTS)
    (tree / "tests/test_integration_double.py").write_text(TESTS)
    (tree / "tests/test_other.py").write_text(OTHER_TESTS)
    return tree


def name(test: str) -> str:
    return f"tests.test_double.TestDouble::{test}"


def test_taken_are_the_files_that_touch_transforms(tree: Path) -> None:
    assert transform_tests(tree) == ("tests/test_double.py",)


def test_outcomes_are_results_with_messages(tree: Path, tmp_path: Path) -> None:
    outcomes = Runner(tmp_path, jobs=1).outcomes(tree, transform_tests(tree))
    missing = "ModuleNotFoundError: No module named 'no_such_module'"
    assert outcomes == {
        name("test_right"): Outcome("passed"),
        name("test_zero"): Outcome("passed"),
        name("test_environment"): Outcome("failure", missing),
        name("test_parts"): Outcome("passed"),
        name("test_in_TREE_tests"): Outcome("passed"),
        name("test_skipped"): Outcome("passed"),
        name("test_now_and_then"): Outcome("passed"),
    }
    assert summary(outcomes) == "6 passed, 0 skipped, 1 failure, 0 error"


def test_a_broken_tree_differs_where_it_is_broken(tree: Path, tmp_path: Path) -> None:
    runner, files = Runner(tmp_path, jobs=1), transform_tests(tree)
    expected = runner.outcomes(tree, files)
    broken = written(tmp_path / "broken", PACKAGE.replace("2", "3"))
    (broken / "tests/visits").write_text("x")
    found = runner.compare(tree, expected, broken, files)
    assert [str(it) for it in found] == [
        f"{name('test_parts')}: passed → failure (AssertionError: 9 != 6)",
        f"{name('test_right')}: passed → failure (AssertionError: 6 != 4)",
        f"{name('test_skipped')}: passed → skipped (triples)",
    ]


def test_a_tree_that_does_not_import_loses_its_tests(tree: Path, tmp_path: Path) -> None:
    runner, files = Runner(tmp_path, jobs=1), transform_tests(tree)
    expected = runner.outcomes(tree, files)
    broken = written(tmp_path / "broken", "def double(value:\n")
    found = differences(expected, runner.outcomes(broken, files))
    assert {it.test for it in found} >= expected.keys()
    assert all(it.after is None for it in found if it.test in expected)
    assert any(it.before is None and it.after and it.after.result == "error" for it in found)
