"""Shapes of real defects that a rule about `self.x = …` in `__call__` misses."""

from __future__ import annotations

import pytest

from snippets import check_findings, headed

SHAPES = {
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
def test_shapes(source: str) -> None:
    check_findings(headed(source))
