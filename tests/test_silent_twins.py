"""The twins of what stays silent: nearly the same code, and wrong."""

from __future__ import annotations

import pytest

from snippets import check_findings, findings, headed

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
    check_findings(headed(source))


def test_marked_classes_only_on_request() -> None:
    source = headed("""
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
    found = findings(
        headed("""
        class Base(Transform):
            def __call__(self, data):
                self.x = data
                return self.x
    """)
        + classes
    )
    assert [f.rule for f in found] == ["MTS301", "MTS101"]
    assert "30 more classes" in found[1].message
