"""Locks that callers hold, state of one thread, context managers."""

from __future__ import annotations

from textwrap import dedent

import pytest

from snippets import check_effects, check_findings

_HEAD = """
import contextlib
import contextvars
import functools
import threading
from contextlib import contextmanager, nullcontext
from monai.transforms import Transform
"""

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
    check_effects(_HEAD + dedent(source))


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
    check_effects(_HEAD + dedent(source))


MANAGERS = {
    "method": """
        class T(Transform):
            @contextmanager
            def off(self):
                old = self.flag
                self.flag = False  #: assign self.flag
                try:
                    yield
                finally:
                    self.flag = old  #: assign self.flag
            def __call__(self, data):
                with self.off():
                    return data
    """,
    "method that nobody in the class calls": """
        class T(Transform):
            @contextlib.contextmanager
            def off(self):
                self.flag = False  #: assign self.flag
                yield
                self.flag = True  #: assign self.flag
            def __call__(self, data):
                return data
    """,
    "function with self": """
        @contextmanager
        def off(obj):
            obj.flag = False  #: assign self.flag
            yield
            obj.flag = True  #: assign self.flag
        class T(Transform):
            def __call__(self, data):
                with off(self):
                    return data
    """,
    "function with the transforms": """
        @contextmanager
        def off(transforms):
            for t in transforms:
                t.flag = False  #: assign self.transforms[*].flag
            yield
            for t in transforms:
                t.flag = True  #: assign self.transforms[*].flag
        class T(Transform):
            def __call__(self, data):
                with off(self.transforms):
                    return data
    """,
    "function with something fresh": """
        import copy
        @contextmanager
        def off(obj):
            obj.flag = False
            yield
            obj.flag = True
        class T(Transform):
            def __call__(self, data):
                with off(copy.deepcopy(self.step)):
                    return data
    """,
    "what it yields": """
        @contextmanager
        def table(obj):
            yield obj.cache
        class T(Transform):
            def __call__(self, data):
                with table(self) as cache:
                    cache[data] = 1  #: mutate self.cache[*]
    """,
    "a copy that it yields": """
        @contextmanager
        def table(obj):
            yield dict(obj.cache)
        class T(Transform):
            def __call__(self, data):
                with table(self) as cache:
                    cache[data] = 1
    """,
    "enter and exit of self": """
        class T(Transform):
            def __enter__(self):
                self.depth = 1  #: assign self.depth
                return self
            def __exit__(self, *error):
                self.depth = 0  #: assign self.depth
            def __call__(self, data):
                with self as t:
                    t.x = data  #: assign self.x
    """,
    "enter and exit of a member": """
        class Switch:
            def __enter__(self):
                self.on = True  #: assign self.switch.on
            def __exit__(self, *error):
                self.on = False  #: assign self.switch.on
        class T(Transform):
            def __init__(self):
                self.switch = Switch()
            def __call__(self, data):
                with self.switch:
                    return data
    """,
    "enter and exit of an object of the call": """
        class Switch:
            def __enter__(self):
                self.on = True
                return self
            def __exit__(self, *error):
                self.on = False
        class T(Transform):
            def __call__(self, data):
                with Switch() as switch:
                    switch.x = data
    """,
    "enter_context": """
        class T(Transform):
            @contextmanager
            def off(self):
                self.flag = False  #: assign self.flag
                yield
            def __call__(self, data):
                with contextlib.ExitStack() as stack:
                    stack.enter_context(self.off())
    """,
    "async": """
        class T(Transform):
            @contextlib.asynccontextmanager
            async def off(self):
                self.flag = False  #: assign self.flag
                yield
            async def __aenter__(self):
                self.depth = 1  #: assign self.depth
            async def __call__(self, data):
                async with self.off():
                    return data
    """,
}


@pytest.mark.parametrize("source", MANAGERS.values(), ids=MANAGERS.keys())
def test_context_managers(source: str) -> None:
    check_effects(_HEAD + dedent(source))


def test_a_lock_in_one_place_only() -> None:
    check_findings(_HEAD + dedent("""
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
    """))
