"""Ways in which transforms reach loaders, executors and inverses; each comment `#!` is a finding, and there are no others."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest

from monai_tslint import catalogues
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import External, Workspace

HEAD = """\
import argparse, asyncio, copy, threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing.pool import ThreadPool
from joblib import Parallel, delayed
from monai.data import CacheDataset, DataLoader, Dataset, SmartCacheDataset, ThreadBuffer, ThreadDataLoader, decollate_batch
from monai.data import TestTimeAugmentation
from monai.engines import SupervisedEvaluator
from monai.handlers import SmartCacheHandler
from monai.transforms import (
    BatchInverseTransform, Compose, Invertd, LoadImaged, NormalizeIntensityd, RandFlipd, SavitzkyGolaySmooth,
    SavitzkyGolaySmoothd, Spacingd, allow_missing_keys_mode, apply_transform,
)
"""

PRE = 'pre = Compose([LoadImaged("image"), Spacingd("image", pixdim=(1, 1, 1))])\n'
SMOOTH = "smooth = SavitzkyGolaySmooth(3, 1)\n"

SNIPPETS = {
    "names of packages": """
import monai
import monai.transforms as mt
from monai import data
class Infer:
    def __init__(self, parser):
        self.transforms = parser.get_parsed_content("transforms")
        self.loader = data.ThreadDataLoader(monai.data.Dataset(data=[], transform=self.transforms), batch_size=1)
        self.post = mt.Compose([monai.transforms.Invertd("pred", transform=self.transforms)])  #! error MTS401
""",
    "partial of a loader": PRE
    + """
make = partial(ThreadDataLoader, batch_size=1)
loader = make(Dataset([], pre))
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "class of a loader by condition": PRE
    + """
kind = ThreadDataLoader if gpu else DataLoader
loader = kind(Dataset([], pre), num_workers=0)
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "class of a loader as an argument": PRE
    + """
def make(kind, dataset):
    return kind(dataset, batch_size=2)
loader = make(ThreadDataLoader, Dataset([], pre))
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "a branch that constants exclude": PRE
    + """
THREADS = False
if THREADS:
    loader = ThreadDataLoader(Dataset([], pre))
else:
    loader = DataLoader(Dataset([], pre))
post = Invertd("pred", transform=pre)
""",
    "a factory with an option, called with processes": PRE
    + """
def both(files, workers=0):
    return ThreadDataLoader(Dataset(files, pre), num_workers=workers), Invertd("pred", transform=pre)
both([], workers=4)
""",
    "a factory with an option, called without it": PRE
    + """
def both(files, workers=0):
    return ThreadDataLoader(Dataset(files, pre), num_workers=workers), Invertd("pred", transform=pre)  #! error MTS401
both([])
""",
    "a factory that nobody calls": PRE
    + """
def both(files, workers=0):
    return ThreadDataLoader(Dataset(files, pre), num_workers=workers), Invertd("pred", transform=pre)  #! info MTS401
""",
    "subclasses": PRE
    + """
class Loader(ThreadDataLoader):
    pass
class Scans(Dataset):
    def __init__(self, files, transform):
        super().__init__(files, transform=transform)
loader = Loader(Scans([], pre))
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "a dataset class of one's own": PRE
    + """
class Scans:
    def __init__(self, files, transform):
        self.files, self.transform = files, transform
    def __getitem__(self, index):
        return apply_transform(self.transform, self.files[index])
loader = ThreadDataLoader(Scans([], pre))
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "a data module": """
class Module:
    def __init__(self, options):
        self.options = options
        self.transform = Compose([Spacingd("image")])
        self.post = Compose([Invertd(keys="pred", transform=self.transform)])  #! info MTS401
    def setup(self):
        self.dataset = Dataset([], self.transform)
    def val_dataloader(self):
        return ThreadDataLoader(self.dataset, num_workers=self.options.workers)
""",
    "a property makes a new pipeline each time": """
class Module:
    @property
    def transform(self):
        return Compose([Spacingd("image")])
    def val_dataloader(self):
        return ThreadDataLoader(Dataset([], self.transform))
    def post(self):
        return Invertd("pred", transform=self.transform)
""",
    "a dict of pipelines": """
pipelines = {"train": Compose([RandFlipd("image")]), "val": Compose([Spacingd("image")])}
loaders = {name: ThreadDataLoader(Dataset([], pipeline)) for name, pipeline in pipelines.items()}
post = Invertd("pred", transform=pipelines["val"])  #! error MTS401
""",
    "the other pipeline of a dict": """
pipelines = {"train": Compose([RandFlipd("image")]), "val": Compose([Spacingd("image")])}
train = ThreadDataLoader(Dataset([], pipelines["train"]))
val = DataLoader(Dataset([], pipelines["val"]))
post = Invertd("pred", transform=pipelines["val"])
""",
    "a new pipeline in each round": """
def pipeline():
    return Compose([Spacingd("image")])
for fold in range(5):
    train = ThreadDataLoader(Dataset([], pipeline()))
    transform = pipeline()
    val = DataLoader(Dataset([], transform))
    post = Invertd("pred", transform=transform)
""",
    "appended in a branch": """
parts = [LoadImaged("image")]
if options:
    parts.append(Spacingd("image"))
parts += [RandFlipd("image")]
pre = Compose(parts)
loader = ThreadDataLoader(Dataset([], pre))
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "through the loader": PRE
    + """
loader = ThreadDataLoader(Dataset([], pre))
post = Invertd("pred", transform=loader.dataset.transform)  #! error MTS401
""",
    "a shallow copy shares the parts": PRE
    + """
loader = ThreadDataLoader(Dataset([], pre))
post = Invertd("pred", transform=copy.copy(pre))  #! error MTS401
""",
    "a deep copy runs, the original is inverted": PRE
    + """
loader = ThreadDataLoader(Dataset([], copy.deepcopy(pre)))
post = Invertd("pred", transform=pre)  #! info MTS401
""",
    "a part that cannot be inverted": """
load = LoadImaged("image")
first, second = Compose([load, Spacingd("image")]), Compose([load, Spacingd("image")])
loader = ThreadDataLoader(Dataset([], first))
post = Invertd("pred", transform=second)
""",
    "each transform inverted by hand": PRE
    + """
for batch in ThreadDataLoader(Dataset([], pre)):
    for item in decollate_batch(batch):
        for transform in reversed(pre.transforms):
            item = transform.inverse(item)  #! error MTS401
""",
    "a handler that a function defines": """
def run(engine):
    pre = Compose([Spacingd("image")])
    def invert(engine):
        engine.output = [pre.inverse(item) for item in engine.batch]  #! error MTS401
    engine.add_event_handler("iteration", invert)
    engine.run(ThreadDataLoader(Dataset([], pre)))
""",
    "a loop that ends early": PRE
    + """
loader = ThreadDataLoader(Dataset([], pre))
for batch in loader:
    break
restored = pre.inverse(batch)  #! error MTS401
""",
    "an evaluator": PRE
    + """
loader = ThreadDataLoader(Dataset([], pre))
post = Compose([Invertd("pred", transform=pre)])  #! error MTS401
evaluator = SupervisedEvaluator("cpu", val_data_loader=loader, network=None, postprocessing=post)
""",
    "other inverses": PRE
    + """
loader = ThreadDataLoader(Dataset([], pre))
inverse = BatchInverseTransform(pre, loader)  #! error MTS401
augment = TestTimeAugmentation(pre, batch_size=2)  #! error MTS401
""",
    "part of the items cached": PRE
    + """
loader = ThreadDataLoader(CacheDataset([], pre, cache_num=24))
post = Invertd("pred", transform=pre)  #! info MTS401
""",
    "a cache over a pipeline that is not known": """
def both(pre):
    loader = ThreadDataLoader(CacheDataset([], pre))
    return loader, Invertd("pred", transform=pre)  #! info MTS401
""",
    "a cache that goes on in the background": PRE
    + """
dataset = SmartCacheDataset([], pre)
handler = SmartCacheHandler(dataset)
loader = DataLoader(dataset)
post = Invertd("pred", transform=pre)  #! error MTS401
""",
    "a cache that is not started": PRE
    + """
loader = DataLoader(SmartCacheDataset([], pre))
post = Invertd("pred", transform=pre)
""",
    "only the constants of a normalisation": """
plain = Compose([NormalizeIntensityd("image", nonzero=True, channel_wise=True), NormalizeIntensityd("image", 1.0, 3.0)])
first = CacheDataset([], plain, num_workers=4)
arrays = Compose([NormalizeIntensityd("image", divisor=load_array())])
second = CacheDataset([], arrays, num_workers=4)  #! warning MTS404
""",
    "a pool of objects": SMOOTH
    + """
with ThreadPool(4) as pool:
    pool.map(smooth, images)  #! error MTS403
    pool.imap_unordered(partial(smooth), images)  #! error MTS403
with ThreadPool(1) as pool:
    pool.map(smooth, images)
""",
    "an inverse in a pool": PRE
    + """
with ThreadPoolExecutor(4) as pool:
    pool.map(pre.inverse, items)  #! error MTS403
""",
    "a method in a pool": """
class Server:
    def __init__(self):
        self.smooth = SavitzkyGolaySmooth(3, 1)
    def one(self, image):
        return self.smooth(image)
    def all(self, images):
        with ThreadPoolExecutor(max_workers=8) as pool:
            return {pool.submit(self.one, image): image for image in images}  #! error MTS403
""",
    "items of a dataset in a pool": """
dataset = Dataset([], SavitzkyGolaySmoothd("image", 3, 1))
def get(index):
    return dataset[index]
with ThreadPoolExecutor() as pool:
    pool.map(get, range(10))  #! error MTS403
    pool.map(dataset.__getitem__, range(10))  #! error MTS403
""",
    "a pool of a size that is not known": SMOOTH
    + """
def run(images, workers):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(smooth, images))  #! info MTS403
""",
    "one submission": SMOOTH
    + """
pool = ThreadPoolExecutor()
def enqueue(image):
    return pool.submit(smooth, image)  #! info MTS403
""",
    "the argument of a submission": SMOOTH
    + """
def work(transform, image):
    return transform(image)
with ThreadPoolExecutor() as pool:
    futures = [pool.submit(work, smooth, image) for image in images]  #! error MTS403
""",
    "copies in a pool, and a pool that loads": SMOOTH
    + """
def work(image):
    return copy.deepcopy(smooth)(image)
with ThreadPoolExecutor() as pool:
    results = list(pool.map(work, images))
    more = [smooth(image) for image in pool.map(open, paths)]
with ProcessPoolExecutor() as pool:
    results = list(pool.map(smooth, images))
""",
    "threads": SMOOTH
    + """
first = threading.Thread(target=smooth, args=(a,))  #! warning MTS403
second = threading.Thread(target=lambda: smooth(b))  #! warning MTS403
""",
    "one thread": SMOOTH
    + """
only = threading.Thread(target=smooth, args=(a,))
""",
    "joblib": SMOOTH
    + """
Parallel(n_jobs=4, prefer="threads")(delayed(smooth)(image) for image in images)  #! error MTS403
Parallel(n_jobs=1, backend="threading")(delayed(smooth)(image) for image in images)
""",
    "coroutines": SMOOTH
    + """
async def handle(request):
    return await asyncio.to_thread(smooth, request.image)  #! info MTS403
""",
    "coroutines gathered": SMOOTH
    + """
async def run(images):
    loop = asyncio.get_running_loop()
    await asyncio.gather(*[loop.run_in_executor(None, smooth, image) for image in images])  #! warning MTS403
    with ProcessPoolExecutor() as pool:
        await asyncio.gather(*[loop.run_in_executor(pool, smooth, image) for image in images])
""",
    "a class that is only called": """
class Remember:
    def __call__(self, data):
        self.last = data["image"]
        return self.last
loader = ThreadDataLoader(Dataset([], Compose([Remember()])), num_workers=4, use_thread_workers=True)  #! error MTS402
""",
    "a mode set in a constructor": """
class Kit:
    def __init__(self, pre: Compose):
        self.pre = pre
        self.pre.lazy = True
    def loader(self):
        return ThreadDataLoader(Dataset([], self.pre))
""",
}


@cache
def _found() -> dict[str, set[str]]:
    """What is said of each snippet; all are analysed at once."""
    known = catalogues.load("monai", "1.4")
    workspace = Workspace(load_builtin(), [External(known.files, known.facts)])
    for number, source in enumerate(SNIPPETS.values()):
        workspace.update(f"snippet_{number}.py", f"snippet_{number}", False, HEAD + source)
    found = defaultdict(set)
    for finding in workspace.findings(()):
        line = finding.location.line - HEAD.count("\n")
        found[finding.location.path].add(f"{line} {finding.severity.label} {finding.rule}")
    return found


@pytest.mark.parametrize("name", SNIPPETS)
def test_findings(name: str) -> None:
    lines = enumerate(SNIPPETS[name].split("\n"), 1)
    expected = {f"{n} {mark}" for n, line in lines for mark in re.findall(r"#! (\w+ MTS\d+)", line)}
    assert _found()[f"snippet_{list(SNIPPETS).index(name)}.py"] == expected
