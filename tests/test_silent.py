"""What must stay silent, each with the twin that must be reported, and shapes of real defects that a simple rule misses."""

from __future__ import annotations

from textwrap import dedent

import pytest

from snippets import Files, check_findings, findings

_HEAD = """
import contextlib
import copy
import functools
import random
import threading
from contextlib import contextmanager, nullcontext
from copy import deepcopy
import numpy as np
import torch
from monai.transforms import Compose, MapTransform, RandomizableTransform, Transform
"""

SILENT = {
    "tracing as a property over a thread-local": """
        class TraceableTransform(Transform):
            def _init_trace_threadlocal(self):
                self._tracing = threading.local()
            def __init__(self):
                self._init_trace_threadlocal()
            @property
            def tracing(self):
                return self._tracing.value
            @tracing.setter
            def tracing(self, val):
                self._tracing.value = val
            @contextmanager
            def trace_transform(self, to_trace):
                prev = self.tracing
                self.tracing = to_trace
                try:
                    yield
                finally:
                    self.tracing = prev
        class Flip(TraceableTransform):
            def __call__(self, data):
                with self.trace_transform(False):
                    return data
    """,
    "class that derives from threading.local": """
        class T(threading.local, Transform):
            def __call__(self, data):
                self.x = data
                return self.x
    """,
    "store set in a base": """
        class Base(Transform):
            def __init__(self):
                self.store = threading.local()
        class T(Base):
            def __call__(self, data):
                self.store.x = data
                return self.store.x
    """,
    "lock everywhere": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
                self.n = 0
                self.cache = {}
            def __call__(self, data):
                with self.lock:
                    self.n += 1
                    if data not in self.cache:
                        self.cache[data] = 1
                    return self.cache[data]
    """,
    "helper whose callers all hold the lock": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
                self.n = 0
            def __call__(self, data):
                with self.lock:
                    self._up()
                return data
            def inverse(self, data):
                with self.lock:
                    self._up()
                return data
            def _up(self):
                self.n += 1
    """,
    "lock or nullcontext": """
        class T(Transform):
            def __init__(self, threads=False):
                self.lock = threading.Lock() if threads else nullcontext()
                self.other = (threads and threading.Lock()) or nullcontext()
                self.n = self.m = 0
            def __call__(self, data):
                with self.lock:
                    self.n += 1
                with self.other:
                    self.m += 1
                return self.n + self.m
    """,
    "deep copy of a member": """
        class T(Transform):
            def __init__(self, t):
                self.t = t
            def __call__(self, data):
                t = deepcopy(self.t)
                t.x = data
                t.set_random_state(1)
                return t(data)
    """,
    "tracing of a transform built in the call": """
        class Inner(Transform):
            tracing = True
            @contextmanager
            def trace_transform(self, on):
                self.helper = None
                yield
        class T(Transform):
            def __call__(self, data):
                inverse_transform = Switch()
                with inverse_transform.off(False):
                    return inverse_transform(data)
        class Switch:
            tracing = True
            @contextmanager
            def off(self, on):
                self.tracing = on
                yield
                self.tracing = True
            def __call__(self, data):
                return data
    """.replace("                self.helper = None\n", ""),
    "copy of the keyword arguments": """
        class T(Transform):
            def __init__(self, **kwargs):
                self.kwargs = kwargs
            def __call__(self, data, **kwargs):
                kw = self.kwargs.copy()
                kw.update(kwargs)
                return np.pad(data, **kw)
    """,
    "in-place operations on a clone": """
        class T(Transform):
            def __init__(self, table):
                self.table = torch.as_tensor(table)
            def __call__(self, data):
                t = self.table.clone()
                t.add_(1)
                t[0] = 2
                t *= 3
                out = data.clone().mul_(2)
                out[0] = 1
                return t, out
    """,
    "a method that writes, run on a local object": """
        class Crop:
            def compute(self, data):
                self.center = len(data)
                return self.center
        class T(Transform):
            def __call__(self, data):
                crop = Crop()
                return crop.compute(data)
    """,
    "bare annotations": """
        class CropForeground: ...
        class T(Transform):
            cropper: CropForeground
            def __init__(self):
                self.cropper = CropForeground()
            def __call__(self, data):
                self.cropper: CropForeground
                return data
    """,
    "the dictionary of the call": """
        class T(MapTransform):
            def __call__(self, data):
                d = dict(data)
                for key in self.key_iterator(d):
                    d[key] = d[key] + 1
                    d.setdefault("meta", {})["n"] = 1
                return d
    """,
    "helpers that only the constructor reaches": """
        class Base(Transform):
            def __init__(self):
                self._setup()
            def _setup(self):
                self.table = {}
                self._fill()
            def _fill(self):
                for name in ("a", "b"):
                    setattr(self, name, 1)
                    self.table[name] = 1
        class T(Base):
            def __call__(self, data):
                return self.table[data] + self.a
    """,
    "configuration": """
        class T(Transform):
            registry = []
            def __init__(self):
                self._lazy = False
            @property
            def lazy(self):
                return self._lazy
            @lazy.setter
            def lazy(self, value):
                self._lazy = value
            def set_rate(self, rate):
                self.rate = rate
            def __init_subclass__(cls, **kwargs):
                super().__init_subclass__(**kwargs)
                cls.registry.append(cls)
            def __call__(self, data):
                return data if self._lazy else data * self.rate
    """,
    "pydantic validators": """
        from pydantic import BaseModel, field_validator, model_validator
        class T(BaseModel, Transform):
            size: int
            @field_validator("size")
            @classmethod
            def check(cls, value):
                cls.checked = True
                return value
            @model_validator(mode="after")
            def finish(self):
                self.done = True
                return self
            def __call__(self, data):
                return data[: self.size]
    """,
    "Keras build": """
        class Layer(Transform):
            def build(self, shape):
                self.w = self.add_weight(shape)
            def __call__(self, data):
                return data
    """,
    "closures that write captured locals": """
        class T(Transform):
            def __call__(self, data):
                count, seen, out = 0, {}, []
                def visit(item):
                    nonlocal count
                    count += 1
                    seen[item] = count
                    out.append(item)
                for item in data:
                    visit(item)
                if (n := len(out)) > 1 and (m := n + 1):
                    return n, m
                return [last := item for item in data]
    """,
    "lru_cache for each object": """
        class T(Transform):
            def __init__(self):
                self._grid = functools.lru_cache(maxsize=4)(self._make_grid)
            def _make_grid(self, shape):
                return np.zeros(shape)
            def __call__(self, data):
                return data + self._grid(data.shape)
    """,
    "conventions of batchgenerators": """
        class T(Transform):
            def __call__(self, **data_dict):
                data_dict["data"] = data_dict["data"] + 1
                data_dict.pop("seg", None)
                return self.run(**data_dict)
            def run(self, **data_dict):
                data_dict["n"] = 1
                return data_dict
    """,
    "plain callables that are no transforms": """
        class Counter:
            def __call__(self, data):
                self.n = data
                return self.n
        class Metric:
            def __init__(self):
                self.values = []
            def __call__(self, y):
                self.values.append(y)
    """,
    "executors that run no transforms": """
        from concurrent.futures import ThreadPoolExecutor
        class Downloader:
            def run(self, urls):
                with ThreadPoolExecutor() as pool:
                    self.results = list(pool.map(self.get, urls))
            def get(self, url):
                self.last = url
    """,
    "random transforms": """
        class RandShift(RandomizableTransform, MapTransform):
            def randomize(self, data):
                super().randomize(None)
                self._offset = self.R.uniform(-1, 1)
                self._factors.append(self.R.rand())
            def __call__(self, data):
                self.randomize(data)
                return data + self._offset if self._do_transform else data
    """,
    "draws": """
        class T(Transform):
            def __init__(self, seed=None):
                self.R = np.random.RandomState(seed)
            def __call__(self, data):
                return data + self.R.rand()
    """,
    "networks": """
        class Net(torch.nn.Module):
            def forward(self, x):
                self.last = x
                self.n += 1
                return self.last
    """,
    "an unknown base": """
        from elsewhere import Base
        class T(Base):
            def __call__(self, data):
                self.x = data
                return self.x
    """,
    "unknown calls": """
        from elsewhere import tool
        class T(Transform):
            def __init__(self, fn):
                self.fn = fn
            def __call__(self, data):
                return self.fn(tool.run(self.fn), self)
    """,
    "the input mapping": """
        class T(MapTransform):
            def __call__(self, data):
                data["image"] = data["image"] + 1
                data["meta"]["x"] = 1
                return data
    """,
    "metadata of the input": """
        class T(Transform):
            def __call__(self, img):
                img.meta["spatial_shape"] = img.shape
                img.affine = np.eye(4)
                img += 1
                return img
    """,
    "configuration read into a local": """
        class T(Transform):
            def __init__(self, size=None):
                self.size = size
            def __call__(self, data):
                size = self.size
                if size is None:
                    size = data.shape
                size = tuple(size)
                return data[size]
    """,
    "file of the call": """
        class T(Transform):
            def __call__(self, path):
                with open(path) as handle:
                    handle.seek(0)
                    return handle.read()
    """,
    "writer made for each call": """
        class Writer:
            def set_data(self, data):
                self.data = data
            def write(self, path):
                self.path = path
        class T(Transform):
            def __init__(self):
                self.writer_cls = Writer
            def __call__(self, data):
                writer = self.writer_cls()
                writer.set_data(data)
                writer.write("p")
                return data
    """,
    "logger and warnings": """
        import logging
        import warnings
        logger = logging.getLogger(__name__)
        class T(Transform):
            def __call__(self, data):
                logger.info(data)
                warnings.warn("x")
                return data
    """,
    "ContextVar": """
        import contextvars
        MODE = contextvars.ContextVar("mode", default=True)
        @contextmanager
        def mode(value):
            token = MODE.set(value)
            try:
                yield
            finally:
                MODE.reset(token)
        class T(Transform):
            def __call__(self, data):
                with mode(False):
                    return data
    """,
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT.keys())
def test_silent(source: str) -> None:
    assert [f"{f.location.line} {f.rule} {f.message}" for f in findings(_HEAD + dedent(source))] == []


TWINS = {
    "tracing as a plain attribute": """
        class TraceableTransform(Transform):
            def __init__(self):
                self.tracing = True
            @contextmanager
            def trace_transform(self, to_trace):
                prev = self.tracing
                self.tracing = to_trace  #! MTS201
                yield
                self.tracing = prev  #! MTS202
        class Flip(TraceableTransform):
            def __call__(self, data):
                with self.trace_transform(False):
                    return self.run(data)
            def run(self, data):
                if self.tracing:
                    return data
    """,
    "thread-local created late without a lock": """
        class T(Transform):
            def _state(self):
                if not hasattr(self, "_local"):
                    self._local = threading.local()  #! MTS104
                return self._local
            def __call__(self, data):
                self._state().x = data
                return self._state().x
    """,
    "lock in one of two callers": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
                self.n = 0
            def __call__(self, data):
                with self.lock:
                    self._up()
            def inverse(self, data):
                self._up()
            def _up(self):
                self.n += 1  #! MTS103
    """,
    "shallow copy of a list": """
        class T(Transform):
            def __init__(self, transforms):
                self.transforms = transforms
            def __call__(self, data):
                for t in list(self.transforms):
                    t.flag = data  #! MTS106
                return data
    """,
    "the keyword arguments themselves": """
        class T(Transform):
            def __init__(self, **kwargs):
                self.kwargs = kwargs
            def __call__(self, data, **kwargs):
                kw = self.kwargs
                kw.update(kwargs)  #! MTS105
                return np.pad(data, **kw)
    """,
    "in-place operations on a view": """
        class T(Transform):
            def __init__(self, table):
                self.table = torch.as_tensor(table)
            def __call__(self, data):
                t = self.table.view(-1)
                t.add_(1)  #! MTS105
                return t
    """,
    "a method that writes, run on a member": """
        class Crop:
            def compute(self, data):
                self.center = len(data)
                return self.center
        class T(Transform):
            def __init__(self):
                self.crop = Crop()
            def __call__(self, data):
                return self.crop.compute(data)  #! MTS106
    """,
    "setup method that a call calls": """
        class T(Transform):
            def set_rate(self, rate):
                self.rate = rate  #! MTS101
            def __call__(self, data):
                self.set_rate(len(data))
                return data * self.rate
    """,
    "property setter in a call": """
        class T(Transform):
            def __init__(self, lazy=False):
                self._lazy = lazy
            @property
            def lazy(self):
                return self._lazy
            @lazy.setter
            def lazy(self, value):
                self._lazy = value  #! MTS102
            def __call__(self, data):
                self.lazy = False
                return data if self.lazy else None
    """,
    "closure that writes self": """
        class T(Transform):
            def __call__(self, data):
                def visit(item):
                    self.last = item  #! MTS101
                for item in data:
                    visit(item)
                return self.last
    """,
    "lru_cache around a method that counts": """
        class T(Transform):
            def __init__(self):
                self.made = 0
            @functools.lru_cache(maxsize=4)
            def _make_grid(self, shape):
                self.made += 1  #! MTS103
                return np.zeros(shape)
            def __call__(self, data):
                return data + self._make_grid(data.shape)
    """,
    "keyword arguments of the constructor": """
        class T(Transform):
            def __init__(self, **data_dict):
                self.data_dict = data_dict
            def __call__(self, data):
                self.data_dict["data"] = data  #! MTS105
                return self.run(**self.data_dict)
            def run(self, **data_dict):
                return data_dict
    """,
    "a callable that is a transform": """
        class Counter(Transform):
            def __call__(self, data):
                self.n = data  #! MTS101
                return self.n
    """,
    "global mode": """
        MODE = True
        class T(Transform):
            def __call__(self, data):
                global MODE
                MODE = False  #! MTS107
                return data
    """,
}


@pytest.mark.parametrize("source", TWINS.values(), ids=TWINS.keys())
def test_reported(source: str) -> None:
    check_findings(_HEAD + dedent(source))


SHAPES: dict[str, str | dict[str, str]] = {
    "save and restore through a loop variable": """
        class T(Compose):
            def __init__(self, transforms):
                self.transforms = transforms
            def __call__(self, data):
                for t in self.transforms:
                    old = t.copy
                    t.copy = False  #! MTS201
                    data = t(data)
                    t.copy = old  #! MTS202
                return data
    """,
    "the same in a context manager of the module": """
        @contextmanager
        def no_copy(transforms):
            old = []
            for t in transforms:
                old.append(t.copy)
                t.copy = False
            yield
            for t, value in zip(transforms, old):
                t.copy = value
        class T(Transform):
            def __init__(self, transforms):
                self.transforms = transforms
            def __call__(self, data):
                with no_copy(self.transforms):  #! MTS106
                    return data
    """,
    "with try and finally": """
        class T(Transform):
            def __init__(self, transforms):
                self.transforms = transforms
            def __call__(self, data):
                for t in self.transforms:
                    old = t.copy
                    try:
                        t.copy = False  #! MTS201
                        data = t(data)
                    finally:
                        t.copy = old
                return data
    """,
    "try and finally on self": """
        class T(Transform):
            def __init__(self):
                self.training = True
            def __call__(self, data):
                before = self.training
                self.training = False  #! MTS201
                try:
                    return self.run(data)
                finally:
                    self.training = before
            def run(self, data):
                return data if self.training else None
    """,
    "plain, with constants": """
        class T(Transform):
            def __init__(self):
                self.busy = False
            def __call__(self, data):
                self.busy = True  #! MTS201
                data = self.run(data)
                self.busy = False  #! MTS202
                return data
            def run(self, data):
                return None if self.busy else data
    """,
    "through an argument": """
        class T(Transform):
            def __init__(self, n):
                self.order = list(range(n))
            def __call__(self, data):
                np.random.shuffle(self.order)  #! MTS105
                return [data[i] for i in self.order]
    """,
    "a name that is an import and a property": """
        from numpy.random import shuffle
        class T(Transform):
            def __init__(self, n):
                self._shuffle = list(range(n))
            @property
            def shuffle(self):
                return self._shuffle
            def __call__(self, data):
                shuffle(self.shuffle)  #! MTS105
                return [data[i] for i in self.shuffle]
    """,
    "helper in an abstract base in another file": {
        "pkg/__init__.py": "",
        "pkg/base.py": """
            from abc import ABC
            from monai.transforms import Transform
            class Base(Transform, ABC):
                def _find(self, data):
                    self.box = data.box  #! MTS101
                    return self._cut(data)
                def _cut(self, data):
                    return data[self.box]
        """,
        "pkg/mod.py": "from .base import Base\n"
        + "".join(f"class C{i}(Base):\n    def __call__(self, d):\n        return self._find(d)\n" for i in range(5)),
    },
    "sticky request parameters": """
        class T(Transform):
            def __init__(self, x=1):
                self.x = x
            def __call__(self, data):
                self.x = data.get("x", self.x)  #! MTS102
                return data["image"] * self.x
    """,
    "template method with the parameters on the instance": """
        class Base(Transform):
            def __call__(self, data):
                self.params = self.get_params(data)  #! MTS101
                return self.apply(data)
            def get_params(self, data):
                return {}
        class T(Base):
            def apply(self, data):
                return data * self.params["factor"]
    """,
    "first sample wins": """
        class T(Transform):
            def __init__(self, ndim=None):
                self.ndim = ndim
            def __call__(self, img):
                if self.ndim is None:
                    self.ndim = img.ndim  #! MTS102
                return img.reshape(self.ndim)
    """,
    "first sample wins without an argument": """
        class T(Transform):
            def __init__(self):
                self.ndim = None
            def __call__(self, img):
                if self.ndim is None:
                    self.ndim = img.ndim  #! MTS102
                return img.reshape(self.ndim)
    """,
    "a setter named get_params": """
        class T(Transform):
            def get_params(self, img):
                self.size = img.shape  #! MTS101
            def __call__(self, img):
                self.get_params(img)
                return img[self.size]
    """,
    "cache of two fields": """
        class T(Transform):
            def __init__(self):
                self.shape = None
                self.grid = None
            def __call__(self, img):
                if self.shape != img.shape:
                    self.shape = img.shape  #! MTS101
                    self.grid = np.zeros(img.shape)  #! MTS101
                return img + self.grid
    """,
    "under stacked decorators": """
        def timed(fn):
            @functools.wraps(fn)
            def wrapper(self, *args):
                return fn(self, *args)
            return wrapper
        class T(Transform):
            @timed
            @functools.lru_cache
            @torch.no_grad()
            def __call__(self, data):
                self.x = data  #! MTS101
                return self.x
    """,
    "result published for the caller": """
        class T(Transform):
            def __call__(self, data):
                self.last_result = data + 1  #! MTS108
                return data
    """,
    "random member of an unmarked wrapper": """
        class RandInner(RandomizableTransform):
            def __init__(self):
                self.factor = 1
            def randomize(self, data=None):
                self.factor = self.R.rand()
            def __call__(self, data):
                return data * self.factor
        class T(MapTransform):  #! MTS301
            def __init__(self):
                self.sub = RandInner()
            def __call__(self, data):
                self.sub.randomize(data)  #! MTS106
                return self.sub(data)
    """,
    "alias of an element": """
        class T(Transform):
            def __init__(self, centers):
                self.centers = [np.array(c) for c in centers]
            def __call__(self, data):
                for i, c in enumerate(self.centers):
                    c[i] = data[i]  #! MTS105
                return self.centers
    """,
    "write inside a property": """
        class T(Transform):
            def __init__(self, size):
                self._size = size
            @property
            def size(self):
                self._size = tuple(self._size)  #! MTS102
                return self._size
            def __call__(self, data):
                return data[self.size]
    """,
    "counter in a dataclass": """
        from dataclasses import dataclass
        @dataclass
        class Stats:
            n: int = 0
        class T(Transform):
            def __init__(self):
                self.stats = Stats()
            def __call__(self, data):
                self.stats.n += 1  #! MTS103
                return data
    """,
    "counter in a helper": """
        class Stats:
            def __init__(self):
                self.n = 0
            def up(self):
                self.n += 1
        class T(Transform):
            def __init__(self):
                self.stats = Stats()
            def __call__(self, data):
                self.stats.up()  #! MTS106
                return data
    """,
    "partial locking": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
                self.n = 0
                self.table = {}
            def __call__(self, data):
                with self.lock:
                    self.n += 1
                self.table[data] = self.n  #! MTS105
                return self.table
    """,
    "stored bound method": """
        class T(Transform):
            def __init__(self, fast):
                self.f = self._g if fast else self._h
            def __call__(self, data):
                return self.f(data)
            def _g(self, data):
                self.tmp = data + 1  #! MTS101
                return self.tmp
            def _h(self, data):
                return data
    """,
    "in-place argument of a helper": """
        def normalise(ratios, n):
            for i in range(n):
                ratios[i] = ratios[i] / n
            return ratios
        class T(Transform):
            def __init__(self, ratios):
                self.ratios = ratios
            def __call__(self, data):
                return normalise(self.ratios, len(data))  #! MTS105
    """,
    "constructor that changes what it receives": """
        class Base(Transform):
            def set_random_state(self, seed):
                self.R = seed
        class Pipeline(Base):
            def __init__(self, transforms: list[Base]):
                self.transforms = transforms
                for t in self.transforms:
                    t.set_random_state(1)
            def flatten(self):
                return Pipeline(list(self.transforms))  #! MTS106
            def __call__(self, data):
                for t in self.flatten().transforms:
                    data = t(data)
                return data
    """,
    "reader that stashes the image": """
        from monai.data import ImageReader
        class Reader(ImageReader):
            def __init__(self):
                self._img = None
            def read(self, path):
                self._img = open(path)  #! MTS101
                return self._img
            def get_data(self, img):
                return np.array(self._img)
    """,
    "array view of the configuration": """
        class T(Transform):
            def __init__(self, pixdim):
                self.pixdim = np.array(pixdim)
            def __call__(self, data):
                pixdim = self.pixdim[:3]
                pixdim[0] = data.shape[0]  #! MTS105
                return pixdim
    """,
    "handle of the constructor": """
        class T(Transform):
            def __init__(self, path):
                self.handle = open(path)
                self.names = iter(["a", "b"])
            def __call__(self, data):
                self.handle.seek(data)  #! MTS109
                return self.handle.read(), next(self.names)  #! MTS109; MTS109
    """.replace("MTS109; MTS109", "MTS109"),
    "class attribute": """
        class T(Transform):
            calls = 0
            table = {}
            def __call__(self, data):
                T.calls += 1  #! MTS107
                self.table[data] = 1  #! MTS107
                return data
    """,
    "marked classes that overwrite their configuration": """
        class RandCrop(RandomizableTransform):
            def __init__(self, size):
                self.size = size
                self.seen = 0
            def randomize(self, img):
                self.size = img.shape  #! MTS102
                self.seen = img.ndim
            def __call__(self, img):
                self.randomize(img)
                return img[self.size] * self.seen
    """,
}


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES.keys())
def test_shapes(source: str | dict[str, str]) -> None:
    files: Files = _HEAD + dedent(source) if isinstance(source, str) else source
    check_findings(files)


def test_marked_classes_only_on_request() -> None:
    source = _HEAD + dedent("""
        class RandShift(RandomizableTransform):
            def randomize(self, data=None):
                self.offset = self.R.rand()  #! MTS101
            def __call__(self, data):
                self.randomize()
                return data + self.offset
    """)
    assert not findings(source)
    check_findings(source, strict=True)


def test_one_write_inherited_by_many_classes_is_one_finding() -> None:
    classes = "".join(f"class C{i}(Base):\n    pass\n" for i in range(30))
    found = findings(_HEAD + dedent("""
        class Base(Transform):
            def __call__(self, data):
                self.x = data
                return self.x
    """) + classes)
    assert [f.rule for f in found] == ["MTS301", "MTS101"]
    assert "30 more classes" in found[1].message


