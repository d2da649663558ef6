"""In one thread, `tracing` of fixed 1.4.0 is what it is in the untouched release: copied, pickled, in other processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from proof.fixed_trees import UNSAFE, check, copy_of

pytestmark = [pytest.mark.torch, pytest.mark.wheels]

NAMES = ("Flip", "Compose", "Bare", "Slotted", "OwnState")
INSIDE = "inside `trace_transform(False)`: True"
DIFFERENCES = {
    # A copy that is made inside is not switched off: nobody would ever switch it on again. MONAI 1.5.0 sees it the same way.
    *(f"{name}, tracing {choice}, copied {INSIDE}" for name in NAMES for choice in (None, True)),
    # A subclass that sets `tracing` in its body hides the property of its base, which `trace_transform` does not see.
    f"Quiet, tracing True, {INSIDE}",
    f"Quiet, tracing True, copied {INSIDE}",
}


def kept(folder: Path) -> list[str]:
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("kept_state.py")), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=True).stdout.splitlines()


def test_fixes_keep_what_one_thread_sees(monai_release: Callable[[str], Path], tmp_path: Path) -> None:
    untouched = monai_release("1.4.0")
    tree = copy_of(untouched, tmp_path / "fixed")
    check(tree, *UNSAFE)
    expected, found = kept(untouched), kept(tree)
    assert len(expected) == len(found) > 200
    assert set(found) - set(expected) == DIFFERENCES
