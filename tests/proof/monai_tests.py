"""MONAI's own tests on released source, untouched and fixed: which results differ?

In `tests`, `python -m proof.monai_tests WORK 1.4.0 1.5.0` clones the repository at each tag into the folder WORK (the unit
tests are not in the wheels), applies `check --fix` and `check --fix --unsafe-fixes` to copies, and runs in each the tests
that touch transforms, under the Python that runs this: it needs what `proof/requirements.txt` lists. It prints every test
with another result, and whatever else is wrong with a fixed tree. `--repository` may name a clone that is at hand.
Exit codes: 0 nothing is wrong, 1 something is.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proof.fixed_trees import SAFE, UNSAFE, changed, contents, copy_of, fix
from proof.outcomes import Difference, Outcomes, differences, read, result, summary

REPOSITORY = "https://github.com/Project-MONAI/MONAI"
TOUCHES_TRANSFORMS = re.compile(r"monai(\.\w+)*\.transforms")
NEEDS_MORE = re.compile(r"integration|dist|mapping_file")  # training, process groups, dozens of processes
SILENCE = 300  # seconds in one test after which the log says where it hangs
PATIENCE = 3600  # seconds for all tests of a tree
RERUNS = 3
# The tests are methods of unittest classes; functions named test_… are helpers, which pytest would take for tests.
INI = ("python_functions=no_function", f"faulthandler_timeout={SILENCE}")
OPTIONS = ("-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", *(f"--override-ini={it}" for it in INI))
NOWHERE = "http://127.0.0.1:9"  # downloads fail at once, in every tree
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "QUICKTEST": "true",
    "CUDA_VISIBLE_DEVICES": "",
    "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1",  # torch loads what it loaded when MONAI 1.4.0 was released
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
}


@dataclass(frozen=True)
class Runner:
    """Runs tests in trees; logs and reports go to a folder."""

    folder: Path
    jobs: int

    def outcomes(self, tree: Path, files: tuple[str, ...]) -> Outcomes:
        """Run test files of a tree. Raises `SubprocessError` if pytest itself fails or hangs."""
        report = self.folder / f"{tree.name}.xml"
        command = [sys.executable, "-m", "pytest", *OPTIONS, f"--junit-xml={report}", *files]
        if self.jobs > 1:
            command += ["-n", str(self.jobs), "--dist=loadfile"]
        with report.with_suffix(".log").open("w") as log:
            done = subprocess.run(
                command, cwd=tree, env=os.environ | ENVIRONMENT, stdout=log, stderr=log, timeout=PATIENCE, check=False
            )
        if done.returncode not in (0, 1):
            raise subprocess.SubprocessError(f"pytest ended with exit code {done.returncode}: see {log.name}")
        return read(report, tree)

    def compare(self, untouched: Path, expected: Outcomes, tree: Path, files: tuple[str, ...]) -> list[Difference]:
        """The tests with another result in another tree, without those that now and then have it in the untouched one."""
        found = differences(expected, self.outcomes(tree, files))
        for _ in range(RERUNS):
            if not found:
                break
            again = self.outcomes(untouched, tuple(file for file in files if any(it.is_in(file) for it in found)))
            found = [it for it in found if result(again.get(it.test)) != result(it.after)]
        return found


def clone(repository: str, version: str, folder: Path) -> Path:
    """The source of a release with its tests, in a folder; cloned if it is not there."""
    if not folder.is_dir():
        options = ["--quiet", "--depth", "1", "--branch", version, "--config", "advice.detachedHead=false"]
        subprocess.run(["git", "clone", *options, repository, str(folder)], check=True)
    return folder


def transform_tests(tree: Path) -> tuple[str, ...]:
    """The test files that touch transforms, relative to the tree, sorted."""
    files = [path for path in tree.glob("tests/**/test_*.py") if not NEEDS_MORE.search(path.name)]
    touching = [path for path in files if TOUCHES_TRANSFORMS.search(path.read_text(encoding="utf-8"))]
    return tuple(sorted(path.relative_to(tree).as_posix() for path in touching))


def prove(source: Path, runner: Runner) -> Iterator[tuple[str, list[str]]]:
    """For each level of fixes what was done, and what is wrong: one line each, none if all is well."""
    untouched = copy_of(source, runner.folder / "untouched")
    files = transform_tests(untouched)
    expected = runner.outcomes(untouched, files)
    yield f"untouched, {len(files)} test files: {summary(expected)}", []
    for name, options in (("safe", SAFE), ("unsafe", UNSAFE)):
        tree = copy_of(untouched, runner.folder / name)
        wrong = fix(tree, options)
        touched = changed(contents(untouched), contents(tree))
        if touched:
            wrong += map(str, runner.compare(untouched, expected, tree, files))
        yield f"check {' '.join(options)}, {len(touched)} files changed", wrong


def main() -> int:
    """Read the command line, and print for each version and level what is wrong; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work", type=Path, help="folder for clones, copies, logs")
    parser.add_argument("versions", nargs="+", metavar="VERSION", help="tags of the repository")
    parser.add_argument("--repository", default=REPOSITORY, help="what to clone (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="how many test files to run at a time")
    options = parser.parse_args()
    code = 0
    for version in options.versions:
        folder = options.work.resolve() / version
        folder.mkdir(parents=True, exist_ok=True)
        source = clone(options.repository, version, folder / "source")
        for done, wrong in prove(source, Runner(folder, options.jobs)):
            print(f"{version}: {done}: {len(wrong)} wrong", *wrong, sep="\n  ", flush=True)
            code = 1 if wrong else code
    return code


if __name__ == "__main__":
    sys.exit(main())
