"""Locks: held where a write stands, by every caller, by a context manager."""

from __future__ import annotations

import pytest

from snippets import check_effects, check_findings, headed

LOCKS = {
    "held by the only caller": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    self._put(data)
            def _put(self, data):
                self.x = data  #: assign self.x under self.lock
    """,
    "held by every caller": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    self._put(data)
            def inverse(self, data):
                with self.lock:
                    self._put(data)
            def _put(self, data):
                self.x = data  #: assign self.x under self.lock
    """,
    "held by one of two callers": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    self._put(data)
            def inverse(self, data):
                self._put(data)
            def _put(self, data):
                self.x = data  #: assign self.x under self.lock; assign self.x
    """,
    "held two calls up": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    self._a(data)
            def _a(self, data):
                self._b(data)
            def _b(self, data):
                self.x = data  #: assign self.x under self.lock
    """,
    "of a base": """
        class Base(Transform):
            def __init__(self):
                self._guard = threading.RLock()
        class T(Base):
            def __call__(self, data):
                with self._guard:
                    self.x = data  #: assign self.x under self._guard
    """,
    "of the class": """
        class T(Transform):
            guard = threading.Lock()
            def __call__(self, data):
                with self.guard:
                    self.x = data  #: assign self.x under self.guard
                with T.guard:
                    self.y = data  #: assign self.y under T.guard
    """,
    "of another module": """
        from elsewhere import LOCK
        class T(Transform):
            def __call__(self, data):
                with LOCK:
                    self.x = data  #: assign self.x under LOCK
    """,
    "given to a helper": """
        def put(lock, target, data):
            with lock:
                target.x = data  #: assign self.x under self.lock
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                put(self.lock, self, data)
    """,
    "behind a property": """
        class T(Transform):
            def __init__(self):
                self._mutex = threading.Lock()
            @property
            def guard(self):
                return self._mutex
            def __call__(self, data):
                with self.guard:
                    self.x = data  #: assign self.x under self._mutex
    """,
    "behind a method": """
        class T(Transform):
            def __init__(self):
                self._mutex = threading.Lock()
            def guard(self):
                return self._mutex
            def __call__(self, data):
                with self.guard():
                    self.x = data  #: assign self.x under self._mutex
    """,
    "or nullcontext in the constructor": """
        class T(Transform):
            def __init__(self, safe):
                self.guard = threading.Lock() if safe else nullcontext()
            def __call__(self, data):
                with self.guard:
                    self.x = data  #: assign self.x under self.guard
    """,
    "or nullcontext of an optional parameter": """
        class T(Transform):
            def __init__(self, lock: threading.Lock | None = None):
                self.guard = lock or contextlib.nullcontext()
            def __call__(self, data):
                with self.guard:
                    self.x = data  #: assign self.x under self.guard
    """,
    "context manager method that holds it": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            @contextmanager
            def _locked(self):
                with self.lock:
                    yield
            def __call__(self, data):
                with self._locked():
                    self.x = data  #: assign self.x under self.lock
    """,
    "in a comprehension": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    return [self._put(d) for d in data]
            def _put(self, data):
                self.x = data  #: assign self.x under self.lock
    """,
    "not held when the nested function runs": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    def later():
                        self.x = data  #: assign self.x
                return later
    """,
    "not held when the generator goes on": """
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
            def __call__(self, data):
                with self.lock:
                    self.x = data  #: assign self.x under self.lock
                    yield data
                self.y = data  #: assign self.y
    """,
    "Condition": """
        class T(Transform):
            def __init__(self):
                self.ready = threading.Condition()
            def __call__(self, data):
                with self.ready:
                    self.x = data  #: assign self.x under self.ready
                    self.ready.notify_all()
    """,
    "lock of each key": """
        class T(Transform):
            def __init__(self):
                self.locks = {k: threading.Lock() for k in "ab"}
                self.state = {}
            def __call__(self, data):
                with self.locks[data]:
                    self.state[data] = 1  #: mutate self.state[*] under self.locks[*]
    """,
}


@pytest.mark.parametrize("source", LOCKS.values(), ids=LOCKS.keys())
def test_locks(source: str) -> None:
    check_effects(headed(source))


def test_a_lock_in_one_place_only() -> None:
    check_findings(
        headed("""
        class T(Transform):
            def __init__(self):
                self.lock = threading.Lock()
                self.n, self.table = 0, {}
            def __call__(self, data):
                with self.lock:
                    self.n += 1
                self.table[data] = 1  #! MTS105
            def inverse(self, data):
                self.n = 0  #! MTS303
                return self.table
    """)
    )
