"""State of objects that a transform holds, their classes known from constructors and annotations."""

from __future__ import annotations

import pytest

from snippets import check_effects, headed

HELPER = """
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
    "in a branch": (
        "flag=False",
        "if flag:\n            self.helper = Helper()\n        else:\n            self.helper = None",
    ),
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
    source = (
        headed(HELPER)
        + f"""
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
    )
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
        f"{headed(HELPER)}class T(Transform):\n    def __init__(self):\n        self.helper = Helper()\n"
        f"    def __call__(self, data):\n        {body}\n"
    )
