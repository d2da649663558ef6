"""What must stay silent: conventions of frameworks, and classes that nobody shares."""

from __future__ import annotations

import pytest

from snippets import findings, headed

SILENT = {
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
    "a copy of the input mapping": """
        class T(MapTransform):
            def __call__(self, data):
                d = dict(data)
                d["image"] = d["image"] + 1
                d["meta"]["x"] = 1
                return d
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
    assert [f"{f.location.line} {f.rule} {f.message}" for f in findings(headed(source))] == []
