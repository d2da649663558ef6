"""MTS406: a switch of a loader goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mended import block, mended, refusals
from monai_tslint import engine
from monai_tslint.config import Settings
from monai_tslint.proposals import Applicability

HEAD = "from monai.data import ThreadDataLoader\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(ds, batch_size=2, use_thread_workers=True)", "f(ds, batch_size=2)"),
        ("f(ds, use_thread_workers=True, batch_size=2)", "f(ds, batch_size=2)"),
        ("f(ds, num_workers=0, use_thread_workers=True, )", "f(ds, num_workers=0, )"),
        ("f(use_thread_workers=True, dataset=ds)", "f(dataset=ds)"),
        ("f(ds, use_thread_workers=(True))", "f(ds)"),
        (
            "f(\n    ds,\n    use_thread_workers=True,\n    batch_size=2,  # two\n)",
            "f(\n    ds,\n    batch_size=2,  # two\n)",
        ),
        ("f(\n    ds,  # a\n    use_thread_workers=True,  # b\n)", "f(\n    ds,  # a\n    # b\n)"),
        ("f(\n    ds,  # a\n    use_thread_workers=True  # b, c\n)", "f(\n    ds,  # a\n    # b, c\n)"),
        ("f(ds,\n  use_thread_workers=True, batch_size=3)", "f(ds,\n  batch_size=3)"),
        ("f(ds,  # a\n  use_thread_workers=True)", "f(ds,  # a\n  )"),
        ("f(ds\n  , use_thread_workers=True\n  , batch_size=2)", "f(ds\n  , batch_size=2)"),
        ("f(\n    ds, use_thread_workers=True\n)", "f(\n    ds\n)"),
        ("f(\n    use_thread_workers\n    =\n    True,\n    dataset=ds,\n)", "f(\n    dataset=ds,\n)"),
    ],
)
def test_the_argument_goes(before: str, after: str) -> None:
    text = f"{HEAD}loader = {before.replace('f(', 'ThreadDataLoader(', 1)}\n"
    assert mended(text, "MTS406") == f"{HEAD}loader = {after.replace('f(', 'ThreadDataLoader(', 1)}\n"
    assert mended(text, "MTS406", unsafe=False) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "l = ThreadDataLoader(1\n  , use_thread_workers=True  # a\n  , batch_size=2)",
            "a comment separates the argument from its comma",
        ),
        (
            "ON = True\nl = ThreadDataLoader(1, use_thread_workers=ON)",
            "the call does not say `use_thread_workers=True`",
        ),
        (
            "def make(n):\n    return ThreadDataLoader(1, num_workers=n, use_thread_workers=True)\nmake(0)\n",
            "`num_workers` may be another number in other calls",
        ),
        (
            "OPTIONS = {'use_thread_workers': True}\nl = ThreadDataLoader(1, **OPTIONS)",
            "the call's arguments are put together elsewhere",
        ),
    ],
)
def test_refused(text: str, reason: str) -> None:
    assert refusals(f"{HEAD}{text}\n", "MTS406") == [reason]


def test_in_a_configuration_the_line_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = """
        loader:
          _target_: ThreadDataLoader
          dataset: []
          use_thread_workers: true
    """
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "metadata.json").write_text("{}", encoding="utf-8")
    (tmp_path / "configs" / "train.yaml").write_text(block(config), encoding="utf-8")
    (finding,) = engine.check((tmp_path,), Settings(select=("MTS406",)), fixes=True).findings
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.DISPLAY
    assert finding.fix.message == "Remove this:\nuse_thread_workers: true"
