"""Builds the documentation: `python docs/build.py [FOLDER]`, into `build/docs` by default. Warnings are errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from building.staging import DeadLink, stage

ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str]) -> int:
    """Build into a folder; the exit code, 0 if there is nothing to complain about."""
    from sphinx.cmd.build import build_main

    target = Path(arguments[0]) if arguments else ROOT / "build/docs"
    with TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        try:
            stage(ROOT, source)
        except DeadLink as error:
            sys.stderr.write(f"{error}\n")
            return 1
        options = ["-W", "--keep-going", "-q", "-c", str(ROOT / "docs"), "-d", f"{folder}/doctrees"]
        return build_main([*options, str(source), str(target)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
