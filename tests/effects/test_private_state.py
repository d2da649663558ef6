"""State that belongs to one thread, or that synchronises itself."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

PRIVATE = {
    "thread-local in the constructor": """
        class T(Transform):
            def __init__(self):
                self.local = threading.local()
                self.local.n = 0
            def __call__(self, data):
                self.local.n += 1
                self.local.items.append(data)
    """,
    "thread-local in a base": """
        class Base(Transform):
            def __init__(self):
                self.store = threading.local()
        class T(Base):
            def __call__(self, data):
                self.store.x = data
    """,
    "thread-local in the body of the class": """
        class T(Transform):
            store = threading.local()
            def __call__(self, data):
                self.store.x = data
                T.store.y = data
    """,
    "imported name": """
        from threading import local
        class T(Transform):
            def __init__(self):
                self.store = local()
            def __call__(self, data):
                self.store.x = data
    """,
    "class that derives from it": """
        class State(threading.local):
            value = None
            def __init__(self):
                self.items = []
            def put(self, value):
                self.value = value
        class T(Transform):
            def __init__(self):
                self.state = State()
            def __call__(self, data):
                self.state.value = data
                self.state.put(data)
                self.state.items.append(data)
    """,
    "class that derives from one that derives": """
        class Base(threading.local): ...
        class State(Base): ...
        class T(Transform):
            def __init__(self):
                self.state = State()
            def __call__(self, data):
                self.state.value = data
    """,
    "transform that derives from it": """
        class T(threading.local, Transform):
            def __call__(self, data):
                self.x = data
                self.cache[data] = 1
                self._put(data)
            def _put(self, data):
                self.y = data
    """,
    "property over it": """
        class T(Transform):
            def __init__(self):
                self._local = threading.local()
            @property
            def tracing(self):
                return getattr(self._local, "tracing", True)
            @tracing.setter
            def tracing(self, value):
                self._local.tracing = value
            def __call__(self, data):
                old, self.tracing = self.tracing, False
                self.run(data)
                self.tracing = old
    """,
    "created late": """
        class T(Transform):
            def _state(self):
                if not hasattr(self, "_local"):
                    self._local = threading.local()  #: assign self._local if missing
                return self._local
            def __call__(self, data):
                self._state().x = data
                self._local.y = data
    """,
    "method that gives it": """
        class T(Transform):
            def __init__(self):
                self._local = threading.local()
            def _state(self):
                return self._local
            def __call__(self, data):
                self._state().x = data
                state = self._state()
                state.y = data
    """,
    "given to a function": """
        def put(state, data):
            state.x = data
        class T(Transform):
            def __init__(self):
                self._local = threading.local()
            def __call__(self, data):
                put(self._local, data)
    """,
    "of the module": """
        STATE = threading.local()
        class T(Transform):
            def __call__(self, data):
                STATE.x = data
                STATE.items.append(data)
    """,
    "attribute that is no thread-local": """
        class T(Transform):
            def __init__(self):
                self.local = object()
            def __call__(self, data):
                self.local.x = data  #: assign self.local.x
    """,
    "replaced during a call": """
        class T(Transform):
            def __init__(self):
                self.local = threading.local()
            def __call__(self, data):
                self.local = threading.local()  #: assign self.local
    """,
    "ContextVar": """
        CURRENT = contextvars.ContextVar("current")
        class T(Transform):
            def __init__(self):
                self.mode = contextvars.ContextVar("mode")
            def __call__(self, data):
                token = CURRENT.set(data)
                self.mode.set(data)
                CURRENT.reset(token)
    """,
    "property over a ContextVar": """
        CURRENT = contextvars.ContextVar("current", default=True)
        class T(Transform):
            @property
            def tracing(self):
                return CURRENT.get()
            @tracing.setter
            def tracing(self, value):
                CURRENT.set(value)
            def __call__(self, data):
                self.tracing = False
    """,
    "queue": """
        import queue
        class T(Transform):
            def __init__(self):
                self.results = queue.Queue()
                self.done = threading.Event()
            def __call__(self, data):
                self.results.put(data)
                self.done.set()
    """,
    "logger": """
        import logging
        class T(Transform):
            def __init__(self):
                self.log = logging.getLogger("x")
            def __call__(self, data):
                self.log.warning(data)
                self.log.setLevel(1)
    """,
    "lru_cache for each object": """
        class T(Transform):
            def __init__(self):
                self._grid = functools.lru_cache(maxsize=8)(self._make)
            def _make(self, shape):
                return [shape]
            def __call__(self, data):
                return self._grid(data.shape)
    """,
}


@pytest.mark.parametrize("source", PRIVATE.values(), ids=PRIVATE.keys())
def test_state_of_one_thread(source: str) -> None:
    check_effects(headed(source))
