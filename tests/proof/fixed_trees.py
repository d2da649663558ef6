"""A tree with fixes applied by the command line, and what is wrong with it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

PACKAGE = "monai"
SAFE = ("--fix",)
UNSAFE = ("--fix", "--unsafe-fixes")

Contents = dict[str, bytes]


def copy_of(tree: Path, folder: Path) -> Path:
    """A new copy of a tree, without its history and without what Python and earlier copies left behind."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(tree, folder, ignore=shutil.ignore_patterns(".git", "__pycache__"))
    return folder


def contents(tree: Path) -> Contents:
    """The bytes of all files of the package by path."""
    files = [path for path in (tree / PACKAGE).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in files}


def changed(before: Contents, after: Contents) -> list[str]:
    """The paths with other bytes, sorted; also those that only one has."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def fix(tree: Path, options: Sequence[str]) -> list[str]:
    """Apply fixes to the package of a tree; what is wrong afterwards: one line each, none if all is well."""
    before = findings(tree)
    check(tree, *options)
    once = contents(tree)
    left = findings(tree, *options)  # a second run, which has nothing to do
    return [
        *(f"{path} does not compile" for path, content in sorted(once.items()) if not compiles(path, content)),
        *(f"a second run changes {path}" for path in changed(once, contents(tree))),
        *(f"new finding: {finding}" for finding in sorted((left - before).elements())),
    ]


def compiles(path: str, content: bytes) -> bool:
    """Whether Python takes it; what is no Python file counts as well."""
    if not path.endswith(".py"):
        return True
    try:
        compile(content, path, "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def findings(tree: Path, *options: str) -> Counter[str]:
    """What a check of the package says in the end, without line numbers."""
    found = json.loads(check(tree, "--output-format", "json", *options))["findings"]
    return Counter(" ".join(str(it[key]) for key in ("rule", "path", "class", "method", "attribute")) for it in found)


def check(tree: Path, *options: str) -> str:
    """What the command prints for the package; `CalledProcessError` if it fails."""
    command = [sys.executable, "-m", "monai_tslint", "check", PACKAGE, "--exit-zero", *options]
    return subprocess.run(command, cwd=tree, check=True, stdout=subprocess.PIPE, text=True).stdout
