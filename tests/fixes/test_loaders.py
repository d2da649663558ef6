"""MTS401: a loader without a thread of its own."""

from __future__ import annotations

import pytest

from mended import mended, refusals

PIPELINE = """\
from monai.transforms import Compose, Invertd, Spacingd

pre = Compose([Spacingd("image", pixdim=(1, 1, 1))])
"""


@pytest.fixture(autouse=True)
def _before_1_5(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of these tests name a version in which inverting switches state."""
    monkeypatch.setattr("mended.MONAI", "1.4")


def script(imports: str, loader: str) -> str:
    """A script that inverts what a loader's thread runs."""
    return f"{imports}{PIPELINE}{loader}\npost = Invertd(keys='pred', transform=pre)\n"


@pytest.mark.parametrize(
    ("imports", "loader", "new_imports", "new_loader"),
    [
        (
            "from monai.data import Dataset, ThreadDataLoader\n",
            "loader = ThreadDataLoader(Dataset([], pre), batch_size=2)",
            "from monai.data import DataLoader, Dataset\n",
            "loader = DataLoader(Dataset([], pre), batch_size=2)",
        ),
        (
            "from monai.data import (\n    ThreadDataLoader,  # threads\n    Dataset,\n)\n",
            "loader = ThreadDataLoader(Dataset([], pre))",
            "from monai.data import (\n    DataLoader,  # threads\n    Dataset,\n)\n",
            "loader = DataLoader(Dataset([], pre))",
        ),
        (
            "from monai.data import DataLoader, Dataset, ThreadDataLoader\n",
            "loader = ThreadDataLoader(Dataset([], pre))",
            "from monai.data import DataLoader, Dataset\n",
            "loader = DataLoader(Dataset([], pre))",
        ),
        (
            "from monai.data import Dataset, ThreadDataLoader\nprint(ThreadDataLoader)\n",
            "loader = ThreadDataLoader(Dataset([], pre))",
            "from monai.data import DataLoader, Dataset, ThreadDataLoader\nprint(ThreadDataLoader)\n",
            "loader = DataLoader(Dataset([], pre))",
        ),
        (
            "import monai.data as md\n",
            "loader = md.ThreadDataLoader(\n    md.Dataset([], pre),  # all\n)",
            "import monai.data as md\n",
            "loader = md.DataLoader(\n    md.Dataset([], pre),  # all\n)",
        ),
    ],
)
def test_the_loader_is_replaced(imports: str, loader: str, new_imports: str, new_loader: str) -> None:
    text = script(imports, loader)
    assert mended(text, "MTS401") == script(new_imports, new_loader)
    assert mended(text, "MTS401", unsafe=False) == text


@pytest.mark.parametrize(
    ("imports", "loader", "reason"),
    [
        ("", "ThreadDataLoader(Dataset([], pre), buffer_size=2)", "`DataLoader` has no argument `buffer_size`"),
        ("", "ThreadDataLoader(Dataset([], pre), **{})", "it is not clear which arguments the call has"),
        ("", "ThreadDataLoader(Dataset([], pre), 2)", "it is not clear which arguments the call has"),
        (
            "from torch.utils.data import DataLoader\n",
            "ThreadDataLoader(Dataset([], pre))",
            "`DataLoader` already means something else in the file",
        ),
        (
            "class Own(ThreadDataLoader):\n    pass\n",
            "Own(Dataset([], pre))",
            "`Own` is not known to be the loader itself",
        ),
    ],
)
def test_refused(imports: str, loader: str, reason: str) -> None:
    head = f"from monai.data import Dataset, ThreadDataLoader\n{imports}"
    assert refusals(script(head, f"loader = {loader}"), "MTS401") == [reason]
