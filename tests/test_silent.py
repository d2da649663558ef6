"""What must stay silent: state that no two calls share, or that a lock guards."""

from __future__ import annotations

import pytest

from snippets import findings, headed

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
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT.keys())
def test_silent(source: str) -> None:
    assert [f"{f.location.line} {f.rule} {f.message}" for f in findings(headed(source))] == []
