"""Classes that inherit a method share its summary only if nothing that the method asks of them differs."""

from __future__ import annotations

import itertools

import pytest

from snippets import check_effects, headed

BASE = """
class Base(Transform):
    def __init__(self):
        self.helper = Plain()
        self.store = {}
    def __call__(self, data):
        self.level
        self.helper.touch()
        self.store.x = 1
        return self.step(data)
    def step(self, data):
        return data
    @property
    def level(self):
        return 0
class Plain:
    def touch(self): ...
class Dirty:
    def touch(self):
        self.n = 1  #: assign self.helper.n
"""
ALIKE = "class Alike(Base): ...\n"
DERIVED = {
    "a method": """
class Derived(Base):
    def step(self, data):
        self.last = data  #: assign self.last
        return data
""",
    "a property": """
class Derived(Base):
    @property
    def level(self):
        self.reads = 1  #: assign self.reads
        return 0
""",
    "the class of a member": """
class Derived(Base):
    def __init__(self):
        self.helper = Dirty()
        self.store = {}
""",
    "the method above": """
class Derived(Base):
    def __call__(self, data):
        return super().__call__(data)
    def step(self, data):
        self.last = data  #: assign self.last
        return data
""",
}


@pytest.mark.parametrize("derived", DERIVED.values(), ids=DERIVED.keys())
@pytest.mark.parametrize("order", range(6))
def test_what_a_class_changes_is_its_own(derived: str, order: int) -> None:
    base = BASE if "Dirty()" in derived else BASE.replace("  #: assign self.helper.n", "")
    base = base.replace("self.store.x = 1", "self.store.x = 1  #: assign self.store.x")
    parts = list(itertools.permutations((ALIKE, derived, "class Other(Alike): ...\n")))[order]
    check_effects(headed("") + base + "".join(parts))


def test_what_names_its_class_is_not_shared() -> None:
    check_effects(
        headed(
            """
            class Base(Transform):
                @classmethod
                def count(cls):
                    cls.calls = 1  #: assign Base.calls; assign First.calls; assign Second.calls
                def __call__(self, data):
                    self.count()
                    return data
            class First(Base): ...
            class Second(Base): ...
            """
        )
    )
