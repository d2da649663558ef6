"""Shapes of real defects: temporary state, and configuration that a call overwrites."""

from __future__ import annotations

import pytest

from snippets import check_findings, headed

SHAPES = {
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
    "either value in either branch is no switching back": """
        class T(Transform):
            def __init__(self):
                self.was_list = False
            def __call__(self, data):
                if isinstance(data, list):
                    self.was_list = True  #! MTS101
                    data = stack(data)
                else:
                    self.was_list = False  #! MTS101
                return self.back(data)
            def back(self, data):
                return list(data) if self.was_list else data
    """,
    "switched and switched back in one branch": """
        class T(Transform):
            def __init__(self):
                self.verbose = False
            def __call__(self, data):
                if isinstance(data, list):
                    self.verbose = True  #! MTS201
                    data = stack(data)
                    self.verbose = False  #! MTS202
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
}


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES.keys())
def test_shapes(source: str) -> None:
    check_findings(headed(source))


def test_helper_in_an_abstract_base_in_another_file() -> None:
    check_findings(
        {
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
            + "".join(
                f"class C{i}(Base):\n    def __call__(self, d):\n        return self._find(d)\n" for i in range(5)
            ),
        }
    )
