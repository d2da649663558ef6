"""What a check costs: CPU time beside other tools in the same run, and peak memory.

`python tests/benchmarks/run.py FOLDER` with the folder of a package, say an unpacked release's `monai`. Ratios travel
between machines, seconds do not. Each figure is the least of several runs; children of children count.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BIN = Path(sys.executable).parent
COLD: Sequence[str | Path] = (BIN / "monai-tslint", "check", "--no-cache")
RUFF: Sequence[str | Path] = (BIN / "ruff", "check", "--isolated", "--no-cache", "-s")
COPIES = 16
SAMPLE = 16
PARSE = """\
import ast, sys, pathlib, warnings
warnings.simplefilter("ignore")
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    ast.parse(path.read_bytes())
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system) and peak memory in MB of the largest process."""

    cpu: float
    memory: float


def measure(command: Sequence[str | Path], folder: Path, runs: int) -> Cost:
    """The least cost of several runs of `command`; RuntimeError if it fails with another exit code than 0 or 1."""
    costs = [_once(command, folder) for _ in range(runs)]
    return Cost(min(cost.cpu for cost in costs), min(cost.memory for cost in costs))


def _once(command: Sequence[str | Path], folder: Path) -> Cost:
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"exit code {child.returncode}: {' '.join(map(str, command))}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def megabytes(folder: Path) -> float:
    """Size of all Python files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*.py")) / 1e6


def compare_tools(target: Path, folder: Path, runs: int) -> None:
    """Print the costs of a check and of other tools, with ratios."""
    ours = measure([*COLD, target], folder, runs)
    show("monai-tslint check", ours)
    others: dict[str, list[str | Path]] = {
        "ast.parse": [sys.executable, "-c", PARSE, target],
        "ruff check": [*RUFF, target],
        "flake8": [BIN / "flake8", "--isolated", "--select", "C90,E,F,W", target],
        "torchfix": [BIN / "torchfix", "--select", "ALL", target],
    }
    for name, command in others.items():
        if not shutil.which(command[0]):
            print(f"{name:<28} not installed")
            continue
        show(name, (cost := measure(command, folder, 1 if name == "torchfix" else runs)), ours.cpu / cost.cpu)


EDITS: Mapping[str, Callable[[str], str]] = {
    "a comment at the end": lambda text: text + "#\n",
    "all lines moved": lambda text: "#\n" + text,
    "a function changed": lambda text: text.replace("        return ", "        changed = 1\n        return ", 1),
}


def compare_changes(target: Path, folder: Path, runs: int) -> None:
    """Print the costs of a check that remembers the last one: of everything, and of files that were edited since."""
    command: list[str | Path] = [BIN / "monai-tslint", "check", "--cache-dir", folder / "cache"]
    measure([*command, target], folder, 1)
    warm = measure([*command, target], folder, runs)
    show("warm, nothing changed", warm)
    if shutil.which(RUFF[0]):
        ruff = measure([*RUFF, target], folder, runs)
        show("ruff check", ruff, warm.cpu / ruff.cpu)
    for name, edit in EDITS.items():
        ratios = sorted(_once_edited(file, edit, command, folder, runs) / warm.cpu for file in sample(target))
        few = sum(ratio <= 2 for ratio in ratios)
        print(
            f"{name:<28} ÷ warm, one of {len(ratios)} files given alone: median {median(ratios):.2f}, "
            f"{few} at most 2, largest {ratios[-1]:.2f}",
            flush=True,
        )


def sample(target: Path) -> list[Path]:
    """Some files with transforms, from the smallest to the largest."""
    called = (path for path in target.rglob("*.py") if "def __call__(" in path.read_text("utf-8"))
    files = sorted(called, key=lambda path: (path.stat().st_size, path))
    return [files[number * (len(files) - 1) // (SAMPLE - 1)] for number in range(SAMPLE)]


def _once_edited(
    file: Path, edit: Callable[[str], str], command: Sequence[str | Path], folder: Path, runs: int
) -> float:
    """CPU seconds of a check of a file that has been edited since the check before."""
    costs = []
    for _ in range(runs):
        file.write_text(edit(file.read_text("utf-8")), "utf-8")
        costs.append(_once([*command, file], folder).cpu)
    return min(costs)


def compare_sizes(target: Path, folder: Path, runs: int) -> None:
    """Print the costs of starting, of one file, and per MB of one and many copies of the tree."""
    nothing = measure([sys.executable, "-c", "pass"], folder, runs)
    version = measure([BIN / "monai-tslint", "--version"], folder, runs)
    show("python -c pass", nothing)
    show("monai-tslint --version", version, version.cpu / nothing.cpu, "python -c pass")
    largest = max(target.rglob("*.py"), key=lambda path: path.stat().st_size)
    show(f"one file ({largest.stat().st_size // 1000} kB)", measure([*COLD, largest], folder, runs))
    many = folder / "many"
    for number in range(COPIES):
        shutil.copytree(target, many / f"copy{number}" / target.name)
    one, all_copies = measure([*COLD, target], folder, 1), measure([*COLD, many], folder, 1)
    show(f"{COPIES} copies", all_copies)
    per_megabyte = (all_copies.cpu / megabytes(many)) / (one.cpu / megabytes(target))
    print(f"cost per MB, {COPIES} copies ÷ one: {per_megabyte:.2f}")


def show(name: str, cost: Cost, ratio: float | None = None, other: str = "") -> None:
    """Print one line of the table."""
    what = f"  ÷ {other}" if other else "  of ours ÷ this"
    print(f"{name:<28} {cost.cpu:8.2f} s {cost.memory:7.0f} MB" + (f" {ratio:8.2f}{what}" if ratio else ""), flush=True)


def main() -> None:
    """Read the command line and print everything."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", type=Path, help="folder of a package")
    parser.add_argument("--runs", type=int, default=3, help="take the least of so many runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        target = folder / "one" / options.target.resolve().name
        shutil.copytree(options.target, target, ignore=shutil.ignore_patterns("__pycache__"))
        print(f"{target.name}: {megabytes(target):.1f} MB of Python")
        compare_tools(target, folder, options.runs)
        compare_sizes(target, folder, options.runs)
        compare_changes(target, folder, options.runs)


if __name__ == "__main__":
    main()
