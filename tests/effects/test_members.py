"""State of objects that a transform holds: their classes from constructors and annotations, their methods and properties."""

from __future__ import annotations

from textwrap import dedent

import pytest

from snippets import check_effects

_HEAD = """
import copy
import dataclasses
import threading
from dataclasses import dataclass, field
from typing import Optional, Sequence
from monai.transforms import Transform
class Helper:
    def __init__(self, n=0):
        self.n = n
        self.table = {}
        self.inner = Inner()
    def bump(self):
        self.n += 1
    def read(self):
        return self.n
class Inner:
    def touch(self):
        self.x = 1
"""

TYPES = {
    "constructor": ("", "self.helper = Helper()"),
    "constructor with arguments": ("", "self.helper = Helper(n=3)"),
    "annotated parameter": ("helper: Helper", "self.helper = helper"),
    "optional parameter": ("helper: Helper | None = None", "self.helper = helper"),
    "Optional parameter": ("helper: Optional[Helper] = None", "self.helper = helper"),
    "quoted parameter": ('helper: "Helper"', "self.helper = helper"),
    "parameter or default": ("helper=None", "self.helper = helper or Helper()"),
    "conditional": ("helper=None", "self.helper = Helper() if helper is None else helper"),
    "in a branch": ("flag=False", "if flag:\n            self.helper = Helper()\n        else:\n            self.helper = None"),
    "annotated attribute": ("h", "self.helper: Helper = h"),
    "through a local": ("", "h = Helper()\n        self.helper = h"),
    "through a function": ("", "self.helper = make()"),
    "through a class method": ("", "self.helper = Maker.make()"),
    "deep copy": ("helper: Helper", "self.helper = copy.deepcopy(helper)"),
    "alias of the class": ("", "self.helper = Alias()"),
    "walrus": ("", "print(h := Helper())\n        self.helper = h"),
    "setattr": ("", "setattr(self, 'helper', Helper())"),
    "in a method that the constructor calls": ("", "self._build()"),
    "super": ("", "super().__init__(Helper())"),
}


@pytest.mark.parametrize(("parameters", "line"), TYPES.values(), ids=TYPES.keys())
def test_class_of_a_member(parameters: str, line: str) -> None:
    source = _HEAD + f"""
Alias = Helper
def make() -> Helper:
    return Helper()
class Maker:
    @classmethod
    def make(cls) -> "Helper":
        return Helper()
class Base(Transform):
    def __init__(self, helper):
        self.helper = helper
class T(Base):
    def __init__(self, {parameters}):
        {line}
    def _build(self):
        self.helper = Helper()
    def __call__(self, data):
        self.helper.bump()
"""
    check_effects(source.replace("self.n += 1", "self.n += 1  #: augment self.helper.n"))


BODIES = {
    "assigned": "self.helper.n = data  #: assign self.helper.n",
    "counted": "self.helper.n += 1  #: augment self.helper.n",
    "container": "self.helper.table[data] = 1  #: mutate self.helper.table[*]",
    "container of a member of a member": "self.helper.inner.seen.append(1)  #: mutate self.helper.inner.seen",
    "only read": "return self.helper.read() + self.helper.n",
    "on a local object": "h = Helper()\n        h.bump()\n        h.inner.touch()\n        h.n = data",
    "on a copy": "h = copy.deepcopy(self.helper)\n        h.bump()\n        h.n = data",
    "on the input": "data.bump()\n        data.n = 1",
    "toggled": "old = self.helper.n\n        self.helper.n = 0  #: assign self.helper.n\n        self.helper.read()\n"
    "        self.helper.n = old  #: assign self.helper.n",
    "replaced": "self.helper = Helper()  #: assign self.helper",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_members(body: str) -> None:
    check_effects(
        f"{_HEAD}class T(Transform):\n    def __init__(self):\n        self.helper = Helper()\n"
        f"    def __call__(self, data):\n        {body}\n"
    )


SNIPPETS = {
    "member of a member": """
        class Engine:
            def __init__(self):
                self.counter = Counter()
            def run(self):
                self.counter.up()
        class Counter:
            def __init__(self):
                self.n = 0
            def up(self):
                self.n += 1  #: augment self.engine.counter.n
        class T(Transform):
            def __init__(self):
                self.engine = Engine()
            def __call__(self, data):
                self.engine.run()
    """,
    "dataclass field": """
        @dataclass
        class Stats:
            count: int = 0
            seen: list = field(default_factory=list)
            def add(self, value):
                self.count += 1  #: augment self.stats.count
                self.seen.append(value)  #: mutate self.stats.seen
        class T(Transform):
            def __init__(self):
                self.stats = Stats()
            def __call__(self, data):
                self.stats.add(data)
    """,
    "transform that is a dataclass": """
        @dataclass
        class T(Transform):
            helper: Helper
            stats: dict = field(default_factory=dict)
            size: int = 3
            def __call__(self, data):
                self.stats[data] = 1  #: mutate self.stats[*]
                self.helper.n = self.size  #: assign self.helper.n
    """,
    "class annotation": """
        class Counter:
            def up(self):
                self.n += 1  #: augment self.counter.n
        class T(Transform):
            counter: Counter
            def __call__(self, data):
                self.counter.up()
    """,
    "annotated elements": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.steps[*].last
        class T(Transform):
            def __init__(self, steps: Sequence[Step]):
                self.steps = steps
            def __call__(self, data):
                for step in self.steps:
                    step.run(data)
    """,
    "elements of a display": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.steps[*].last
        class T(Transform):
            def __init__(self):
                self.steps = [Step(), Step()]
            def __call__(self, data):
                for step in self.steps:
                    step.run(data)
    """,
    "elements of a comprehension": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.steps[*].last
        class T(Transform):
            def __init__(self, n):
                self.steps = [Step() for _ in range(n)]
            def __call__(self, data):
                self.steps[0].run(data)
    """,
    "values of a dict": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.steps[*].last
        class T(Transform):
            def __init__(self):
                self.steps = {"a": Step()}
            def __call__(self, data):
                self.steps["a"].run(data)
    """,
    "elements added in a loop": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.steps[*].last
        class T(Transform):
            def __init__(self, n):
                self.steps = []
                for _ in range(n):
                    self.steps.append(Step())
            def __call__(self, data):
                for step in self.steps:
                    step.run(data)
    """,
    "isinstance": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.step.last
        class T(Transform):
            def __init__(self, step):
                self.step = step
            def __call__(self, data):
                if isinstance(self.step, Step):
                    self.step.run(data)
    """,
    "isinstance of an element": """
        class Step:
            def run(self, data):
                self.last = data  #: assign self.steps[*].last
        class T(Transform):
            def __call__(self, data):
                for step in self.steps:
                    if not isinstance(step, Step):
                        continue
                    step.run(data)
    """,
    "called like a function": """
        class Step:
            def __call__(self, data):
                self.last = data  #: assign self.step.last
        class T(Transform):
            def __init__(self):
                self.step = Step()
            def __call__(self, data):
                return self.step(data)
    """,
    "another transform": """
        class Inner2(Transform):
            def __call__(self, data):
                self.last = data  #: assign self.last; assign self.inner.last
        class T(Transform):
            def __init__(self):
                self.inner = Inner2()
            def __call__(self, data):
                return self.inner(data)
    """,
    "overridden in a subclass of the member's class": """
        class Plain:
            def run(self, data):
                return data
        class Counting(Plain):
            def run(self, data):
                self.n += 1  #: augment self.helper.n
        class T(Transform):
            def __init__(self):
                self.helper = Counting()
            def __call__(self, data):
                self.helper.run(data)
    """,
    "given the owner": """
        class Guide:
            def run(self, owner, data):
                owner.x = data  #: assign self.x
        class T(Transform):
            def __init__(self):
                self.guide = Guide()
            def __call__(self, data):
                self.guide.run(self, data)
    """,
    "bound method of a member": """
        class Counter:
            def up(self, data):
                self.n += 1  #: augment self.counter.n
        class T(Transform):
            def __init__(self):
                self.counter = Counter()
            def __call__(self, data):
                up = self.counter.up
                up(data)
    """,
    "stored bound method of a member": """
        class Counter:
            def up(self, data):
                self.n += 1  #: augment self.counter.n
        class T(Transform):
            def __init__(self):
                self.counter = Counter()
                self.up = self.counter.up
            def __call__(self, data):
                self.up(data)
    """,
    "a member with a lock of its own": """
        class Counter:
            def __init__(self):
                self.lock = threading.Lock()
                self.n = 0
            def up(self):
                with self.lock:
                    self.n += 1  #: augment self.counter.n under self.counter.lock
        class T(Transform):
            def __init__(self):
                self.counter = Counter()
            def __call__(self, data):
                self.counter.up()
    """,
    "module object": """
        class Registry:
            def __init__(self):
                self.last = None
            def note(self, value):
                self.last = value  #: assign REGISTRY.last
        REGISTRY = Registry()
        class T(Transform):
            def __call__(self, data):
                REGISTRY.note(data)
    """,
}


@pytest.mark.parametrize("source", SNIPPETS.values(), ids=SNIPPETS.keys())
def test_member_classes(source: str) -> None:
    check_effects(_HEAD + dedent(source))


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
    "property function": """
        class T(Transform):
            def _get(self):
                return self._size
            def _set(self, value):
                self._size = value  #: assign self._size
            size = property(_get, _set)
            def __call__(self, data):
                self.size = data
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


@pytest.mark.parametrize("source", PROPERTIES.values(), ids=PROPERTIES.keys())
def test_properties(source: str) -> None:
    check_effects(_HEAD + dedent(source))


CONSTRUCTORS = {
    "changes what it receives": """
        class Holder:
            def __init__(self, steps):
                self.steps = steps
                for step in self.steps:
                    step.seed = 1  #: assign self.steps[*].seed
        class T(Transform):
            def __call__(self, data):
                return Holder(self.steps)
    """,
    "Compose.flatten": """
        class Base(Transform):
            def set_random_state(self, seed):
                self.R = seed  #: assign self.transforms[*].R
        class Pipeline(Base):
            def __init__(self, transforms: Sequence[Base] = ()):
                self.transforms = list(transforms)
                self.set_random_state(seed=3)
            def set_random_state(self, seed):
                for t in self.transforms:
                    if isinstance(t, Base):
                        t.set_random_state(seed)
                return self
            def flatten(self):
                new = []
                for t in self.transforms:
                    if type(t) is Pipeline:
                        new += t.flatten().transforms
                    else:
                        new.append(t)
                return Pipeline(new)
            def __call__(self, data):
                for t in self.flatten().transforms:
                    data = t(data)
                return data
    """,
    "stores it, a method changes it": """
        class Holder:
            def __init__(self, cache):
                self.cache = cache
            def put(self, key):
                self.cache[key] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                holder = Holder(self.cache)
                holder.put(data)
    """,
    "stores it, the caller changes it": """
        class Holder:
            def __init__(self, cache):
                self.cache = cache
        class T(Transform):
            def __call__(self, data):
                Holder(self.cache).cache[data] = 1  #: mutate self.cache[*]
    """,
    "stores a copy": """
        class Holder:
            def __init__(self, cache):
                self.cache = dict(cache)
            def put(self, key):
                self.cache[key] = 1
        class T(Transform):
            def __call__(self, data):
                Holder(self.cache).put(data)
    """,
    "only its own state": """
        class Holder:
            def __init__(self, steps):
                self.n = len(steps)
                self.reset()
            def reset(self):
                self.m = 0
        class T(Transform):
            def __call__(self, data):
                holder = Holder(self.steps)
                holder.n = 1
                holder.reset()
    """,
    "in a base": """
        class Base:
            def __init__(self, owner):
                owner.children.append(self)  #: mutate self.children
        class Child(Base):
            def __init__(self, owner):
                super().__init__(owner)
        class T(Transform):
            def __call__(self, data):
                Child(self)
    """,
    "dataclass": """
        @dataclass
        class Job:
            cache: dict
            def run(self, key):
                self.cache[key] = 1  #: mutate self.cache[*]
        class T(Transform):
            def __call__(self, data):
                Job(self.cache).run(data)
    """,
    "dataclass with a post-init": """
        @dataclass
        class Job:
            owner: object
            def __post_init__(self):
                self.owner.jobs = 1  #: assign self.jobs
        class T(Transform):
            def __call__(self, data):
                Job(owner=self)
    """,
    "class method as a constructor": """
        class Holder:
            def __init__(self, owner):
                owner.n = 1  #: assign self.n
            @classmethod
            def of(cls, owner):
                return cls(owner)
        class T(Transform):
            def __call__(self, data):
                Holder.of(self)
    """,
    "of its own class": """
        class T(Transform):
            def __init__(self, cache):
                self.cache = cache
                self.n = 0
            def __call__(self, data):
                other = T(dict(self.cache))
                other.n = 1
                other.cache[data] = 1
                type(self)(self.cache).cache[data] = 1  #: mutate self.cache[*]
    """,
    "class counter in the constructor": """
        class Holder:
            made = 0
            def __init__(self):
                Holder.made += 1  #: augment Holder.made
        class T(Transform):
            def __call__(self, data):
                return Holder()
    """,
    "context manager class": """
        class Switch:
            def __init__(self, owner):
                self.owner = owner
                self.old = None
            def __enter__(self):
                self.old = self.owner.flag
                self.owner.flag = True  #: assign self.flag
            def __exit__(self, *error):
                self.owner.flag = self.old  #: assign self.flag
        class T(Transform):
            def __call__(self, data):
                with Switch(self):
                    return data
    """,
}


@pytest.mark.parametrize("source", CONSTRUCTORS.values(), ids=CONSTRUCTORS.keys())
def test_constructors(source: str) -> None:
    check_effects(_HEAD + dedent(source))
