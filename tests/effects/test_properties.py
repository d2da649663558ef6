"""Effects of property getters and setters, and of descriptors."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

PROPERTIES = {
    "write in a getter": """
        class T(Transform):
            @property
            def grid(self):
                self._grid = 1  #: assign self._grid
                return self._grid
            def __call__(self, data):
                return self.grid + data
    """,
    "lazy getter": """
        class T(Transform):
            def __init__(self):
                self._grid = None
            @property
            def grid(self):
                if self._grid is None:
                    self._grid = {}  #: assign self._grid if is-none
                return self._grid
            def __call__(self, data):
                self.grid[data] = 1  #: mutate self._grid[*]
    """,
    "setter": """
        class T(Transform):
            @property
            def size(self):
                return self._size
            @size.setter
            def size(self, value):
                self._size = value  #: assign self._size
            def __call__(self, data):
                self.size = data
    """,
    "setter that augments": """
        class T(Transform):
            @property
            def n(self):
                return self._n
            @n.setter
            def n(self, value):
                self._n = value  #: assign self._n
            def __call__(self, data):
                self.n += 1
    """,
    "setter through setattr": """
        class T(Transform):
            @property
            def size(self):
                return self._size
            @size.setter
            def size(self, value):
                self._size = value  #: assign self._size
            def __call__(self, data):
                setattr(self, "size", data)
    """,
    "setter that no call reaches": """
        class T(Transform):
            @property
            def size(self):
                return self._size
            @size.setter
            def size(self, value):
                self._size = value
            def __call__(self, data):
                return self.size + data
    """,
    "deleter": """
        class T(Transform):
            @property
            def size(self):
                return self._size
            @size.deleter
            def size(self):
                del self._size  #: delete self._size
            def __call__(self, data):
                del self.size
    """,
    "setter in a base in another class": """
        class Sized:
            @property
            def size(self):
                return self._size
            @size.setter
            def size(self, value):
                self._size = value  #: assign self._size
        class T(Sized, Transform):
            def __call__(self, data):
                self.size = data
    """,
    "setter of a member": """
        class Sized:
            @property
            def size(self):
                return self._size
            @size.setter
            def size(self, value):
                self._size = value  #: assign self.helper._size
        class T(Transform):
            def __init__(self):
                self.helper = Sized()
            def __call__(self, data):
                self.helper.size = data
    """,
    "setter over a thread-local": """
        class T(Transform):
            def __init__(self):
                self._state = threading.local()
            @property
            def tracing(self):
                return getattr(self._state, "tracing", True)
            @tracing.setter
            def tracing(self, value):
                self._state.tracing = value
            def __call__(self, data):
                self.tracing = False
    """,
    "property that gives the thread-local": """
        class T(Transform):
            def __init__(self):
                self._state = threading.local()
            @property
            def state(self):
                return self._state
            def __call__(self, data):
                self.state.x = data
    """,
    "setter under a lock": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            @property
            def size(self):
                return self._size
            @size.setter
            def size(self, value):
                with self.lock:
                    self._size = value  #: assign self._size under self.lock
            def __call__(self, data):
                self.size = data
    """,
    "overridden property": """
        class Base(Transform):
            @property
            def size(self):
                self.gone = 1  #: assign self.gone
                return 1
            def __call__(self, data):
                return self.size
        class T(Base):
            size = 3
    """,
    "property that reads itself": """
        class T(Transform):
            @property
            def size(self):
                self.n = 1  #: assign self.n
                return self.size
            def __call__(self, data):
                return self.size
    """,
    "setter that sets itself": """
        class T(Transform):
            @property
            def size(self):
                return 1
            @size.setter
            def size(self, value):
                self.size = value
                self.n = value  #: assign self.n
            def __call__(self, data):
                self.size = data
    """,
    "descriptor": """
        class Logged:
            def __get__(self, obj, owner=None):
                obj.reads += 1  #: augment self.reads
                return obj._value
            def __set__(self, obj, value):
                obj._value = value  #: assign self._value
        class T(Transform):
            value = Logged()
            def __call__(self, data):
                self.value = data
                return self.value
    """,
    "descriptor that keeps the value": """
        class Stored:
            def __get__(self, obj, owner=None):
                return self.value
            def __set__(self, obj, value):
                self.value = value  #: assign T.size.value
        class T(Transform):
            size = Stored()
            def __call__(self, data):
                self.size = data
    """,
    "descriptor over a thread-local": """
        class PerThread:
            def __init__(self):
                self.local = threading.local()
            def __get__(self, obj, owner=None):
                return self.local.value
            def __set__(self, obj, value):
                self.local.value = value
        class T(Transform):
            size = PerThread()
            def __call__(self, data):
                self.size = data
    """,
    "descriptor that no call sets": """
        class Logged:
            def __get__(self, obj, owner=None):
                return obj._value
            def __set__(self, obj, value):
                obj._value = value
        class T(Transform):
            value = Logged()
            def __call__(self, data):
                return self.value
    """,
}

KNOWN_GAPS = {
    # The index keeps no arguments of a call in a class body.
    "property function": """
        class T(Transform):
            def _get(self):
                return self._size
            def _set(self, value):
                self._size = value
            size = property(_get, _set)
            def __call__(self, data):
                self.size = data  #: assign self.size
    """,
}
"""Wrong answers as they are: a test fails here on the day that its gap closes."""


@pytest.mark.parametrize("source", PROPERTIES.values(), ids=PROPERTIES.keys())
def test_properties(source: str) -> None:
    check_effects(headed(source))


@pytest.mark.parametrize("source", KNOWN_GAPS.values(), ids=KNOWN_GAPS.keys())
def test_known_gaps(source: str) -> None:
    check_effects(headed(source))
