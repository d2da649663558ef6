"""Methods of members, of members of members, of the elements of containers."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

MEMBERS = {
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


@pytest.mark.parametrize("source", MEMBERS.values(), ids=MEMBERS.keys())
def test_member_classes(source: str) -> None:
    check_effects(headed(source))
