"""A matrix of small programs, and a small oracle that derives what must be said of each from what loaders do.

The oracle knows nothing of the tool: it counts threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

VERSIONS = ("1.4", "1.6")

HEAD = """\
import argparse
import copy
from functools import partial

import torch.utils.data
from monai.data import CacheDataset, DataLoader, Dataset, PersistentDataset, ThreadBuffer, ThreadDataLoader
from monai.data import decollate_batch
from monai.transforms import Compose, Invertd, LoadImaged, RandFlipd, Spacingd, allow_missing_keys_mode

files = [{"image": "a.nii.gz"}]
options = argparse.ArgumentParser().parse_args()
"""

PARTS = {
    "random": 'LoadImaged("image"), Spacingd("image", pixdim=(1, 1, 1)), RandFlipd("image")',
    "fixed": 'LoadImaged("image"), Spacingd("image", pixdim=(1, 1, 1))',
}

DATASETS = {
    "plain": "Dataset(files, {t})",
    "persistent": 'PersistentDataset(data=files, transform={t}, cache_dir="cache")',
    "cached": "CacheDataset(files, transform={t})",
    "half-cached": "CacheDataset(files, transform={t}, cache_rate=0.5)",
}

LOADERS = {
    "thread": "ThreadDataLoader({d}{a})",
    "monai": "DataLoader({d}{a})",
    "torch": "torch.utils.data.DataLoader({d}{a})",
    "buffer": "ThreadBuffer(DataLoader({d}{a}))",
}

WORKERS = {
    "default": "",
    "0": ", num_workers=0",
    "1": ", num_workers=1",
    "4": ", num_workers=4",
    "unknown": ", num_workers=options.workers",
    "kwargs": ", **vars(options)",
}
THREADS = {"off": "", "on": ", use_thread_workers=True"}

ROUTES = {
    "variable": "pre = Compose([{p}])\nload, undo = pre, pre\n",
    "alias": "pre = Compose([{p}])\nload = pre\nother = load\nundo = other\n",
    "function": """\
def make():
    return Compose([{p}])


def same(t):
    return t


pre = make()
load, undo = same(pre), same(t=pre)
""",
    "tuple": """\
def make():
    first = Compose([{p}])
    return first, first


load, undo = make()
""",
    "attribute": """\
class Kit:
    def __init__(self):
        self.pre = Compose([{p}])


kit = Kit()
load, undo = kit.pre, kit.pre
""",
    "dict": 'kit = {{"pre": Compose([{p}])}}\nload = undo = kit["pre"]\n',
    "parts": "parts = [{p}]\nload = Compose(parts + [])\nundo = Compose(parts)\n",
    "flatten": "load = Compose([Compose([{p}])])\nundo = load.flatten()\n",
    "either": "first, second = Compose([{p}]), Compose([{p}])\nload = first\nundo = first if options.first else second\n",
    "copied": "load = Compose([{p}])\nundo = copy.deepcopy(load)\n",
    "apart": "load, undo = Compose([{p}]), Compose([{p}])\n",
    "made twice": "def make():\n    return Compose([{p}])\n\n\nload, undo = make(), make()\n",
}
SHARING = frozenset(ROUTES) - {"copied", "apart", "made twice"}

USES = {
    "none": "for batch in loader:\n    print(batch)\n",
    "Invertd": 'post = Compose([Invertd(keys="pred", transform=undo)])\nfor batch in loader:\n    post(batch)\n',
    "partial": """\
inverse = partial(Invertd, transform=undo)
post = inverse(keys="pred")
for batch in loader:
    post(batch)
""",
    "inverse": "for batch in loader:\n    restored = [undo.inverse(item) for item in decollate_batch(batch)]\n",
    "missing keys": "for batch in loader:\n    with allow_missing_keys_mode(undo):\n        undo(batch)\n",
    "tracing": "for batch in loader:\n    with undo.trace_transform(False):\n        undo(batch)\n",
    "lazy": "for batch in loader:\n    undo.lazy = True\n",
    "lazy before": "",
    "inverse after": "batches = list()\nfor batch in loader:\n    batches.append(batch)\nrestored = undo.inverse(batches[0])\n",
}

Expected = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """One program of the matrix."""

    loader: str
    dataset: str
    workers: str
    threads: str
    route: str
    use: str
    parts: str

    @property
    def source(self) -> str:
        """The program."""
        arguments = WORKERS[self.workers] + THREADS[self.threads]
        dataset = DATASETS[self.dataset].format(t="load")
        loader = f"loader = {LOADERS[self.loader].format(d=dataset, a=arguments)}\n"
        before = "undo.lazy = True\n" if self.use == "lazy before" else ""
        program = ROUTES[self.route].format(p=PARTS[self.parts]) + before + loader + USES[self.use]
        return HEAD + program

    def expected(self, version: str) -> Expected:
        """Rule and level of all that must be said of it."""
        return frozenset((*self._meeting(version), *self._workers(), *self._idle()))

    # What loaders do -----------------------------------------------------------------------------------------

    def _situations(self) -> Iterator[tuple[int, bool]]:
        """The threads that may run the dataset's transforms beside the main thread, and whether that is certain."""
        numbers = {"default": [0], "0": [0], "1": [1], "4": [4]}.get(self.workers, [0, 4])
        switches = [True] if self.threads == "on" else [False, True] if self._may_switch else [False]
        certain = len(numbers) * len(switches) == 1
        for number, switch in product(numbers, switches):
            yield self._count(number, switch), certain

    @property
    def _may_switch(self) -> bool:
        return self.workers == "kwargs" and self.loader == "thread"

    def _count(self, number: int, switch: bool) -> int:
        if self.loader == "thread":
            return 1 if number == 0 else number if switch else 0
        return 1 if self.loader == "buffer" and number == 0 else 0

    @property
    def _runs(self) -> frozenset[str]:
        """Which of the two kinds of transforms the loader runs: those before the first random one, and those from there."""
        behind = {"random"} if self.parts == "random" else set()
        return frozenset(behind if self.dataset == "cached" else {"fixed", *behind})

    # What follows --------------------------------------------------------------------------------------------

    def _meeting(self, version: str) -> Iterator[tuple[str, str]]:
        situations = list(self._situations())
        beside = [count > 0 for count, _ in situations]
        if not any(beside) or not self._runs:
            return
        if self.use == "inverse after" and self.route == "copied" and version == "1.4":
            yield "MTS401", "info"
        sure = all(beside)
        inverts = self.use in ("Invertd", "partial", "inverse")
        if inverts and self.route in SHARING:
            yield "MTS401", "error" if version == "1.4" and sure else "info"
        elif inverts and self.route == "copied" and version == "1.4":
            yield "MTS401", "info"
        toggles = self.use in ("missing keys", "lazy") or (self.use == "tracing" and version == "1.4")
        if toggles and self._reaches:
            yield "MTS405", "warning" if sure else "info"

    @property
    def _reaches(self) -> bool:
        """Whether switching a mode reaches an object that the loader runs: assigning an attribute of a container does not
        reach its parts, and behind a cache only parts run."""
        return self.route in SHARING

    def _workers(self) -> Iterator[tuple[str, str]]:
        if self.loader != "thread" or "random" not in self._runs:
            return
        several = [count > 1 for count, _ in self._situations()]
        if any(several):
            yield "MTS402", "error" if all(several) else "info"

    def _idle(self) -> Iterator[tuple[str, str]]:
        if self.loader == "thread" and self.threads == "on" and self.workers in ("default", "0"):
            yield "MTS406", "info"


def cells() -> tuple[Cell, ...]:
    """All programs that Python would run, thinned out where axes do not touch each other."""
    return tuple(cell for cell in _all() if _is_sound(cell) and _is_kept(cell))


def _all() -> Iterator[Cell]:
    for values in product(LOADERS, DATASETS, WORKERS, THREADS, ROUTES, USES, PARTS):
        yield Cell(*values)


def _is_sound(cell: Cell) -> bool:
    return cell.threads == "off" or cell.loader == "thread"


def _is_kept(cell: Cell) -> bool:
    """Routes and uses are crossed with the loaders on a plain dataset; other datasets with the commonest routes."""
    if cell.dataset == "plain":
        return cell.parts == "random" and (cell.route in _COMMON or cell.workers in ("default", "4", "unknown"))
    return cell.route in _COMMON and cell.use in ("none", "Invertd", "inverse") and cell.workers in ("default", "4")


_COMMON = ("variable", "parts", "apart")
