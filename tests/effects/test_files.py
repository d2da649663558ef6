"""Helpers in other files, dispatch on the concrete class, and the chain from the entry point to the write."""

from __future__ import annotations

from snippets import IMPORT, check_effects, effects_of, findings, workspace

FIVE = {
    "pkg/__init__.py": "",
    "pkg/base.py": """
        from abc import abstractmethod
        from monai.transforms import Transform
        class Base(Transform):
            def _remember(self, value):
                self.last = value  #: assign self.last
            @abstractmethod
            def __call__(self, data): ...
    """,
    "pkg/one.py": "from .base import Base\nclass A(Base):\n    def __call__(self, d):\n        self._remember(d)\n",
    "pkg/two.py": "from pkg import base\nclass B(base.Base):\n    def __call__(self, d):\n        self._remember(d)\n",
    "pkg/three.py": "from .one import *\nclass C(A):\n    def __call__(self, d):\n        return self._remember(d)\n",
    "pkg/four.py": (
        "from .base import Base as _B\nclass D(_B):\n    def __call__(self, d):\n        _B._remember(self, d)\n"
    ),
    "pkg/five.py": (
        "import pkg.base\nclass E(pkg.base.Base):\n    def __call__(self, d):\n        super()._remember(d)\n"
    ),
}


def test_helper_in_a_base_in_another_file_reached_from_five_classes() -> None:
    check_effects(FIVE)
    reached = {c.info.index.name for c in effects_of(workspace(FIVE)) if c.effects}
    assert reached == {"A", "B", "C", "D", "E"}


def test_an_inherited_write_is_one_finding_at_the_line_that_writes() -> None:
    found = [f for f in findings(FIVE) if f.rule != "MTS301"]
    assert [(f.location.path, f.location.line, f.rule) for f in found] == [("pkg/base.py", 5, "MTS108")]
    assert "more classes" in found[0].message


def test_helper_function_in_another_file() -> None:
    check_effects(
        {
            "pkg/__init__.py": "from .util import fill",
            "pkg/util.py": "def fill(cache, value):\n    cache[value] = 1  #: mutate self.cache[*]\n",
            "pkg/mod.py": """
            import pkg
            from monai.transforms import Transform
            class T(Transform):
                def __call__(self, data):
                    pkg.fill(self.cache, data)
        """,
        }
    )


def test_the_chain_leads_from_the_entry_point_to_the_write() -> None:
    space = workspace(
        IMPORT
        + """
class T(Transform):
    def __call__(self, data):
        self._a(data)
        self._c(data)
    def _a(self, data):
        self._b(data)
    def _b(self, data):
        self._c(data)
    def _c(self, data):
        self.x = data
"""
    )
    ((hot,),) = (cls.effects for cls in effects_of(space))
    assert (hot.entry, [s.span.line for s in hot.effect.chain], hot.effect.site.span.line) == ("__call__", [6], 12)


def test_dispatch_is_on_the_concrete_class() -> None:
    space = workspace(
        IMPORT
        + """
class Base(Transform):
    def __call__(self, data):
        self.run(data)
    def run(self, data):
        return data
class Writes(Base):
    def run(self, data):
        self.x = data
class Reads(Base):
    def run(self, data):
        return self.x
"""
    )
    assert {c.info.index.name: len(c.effects) for c in effects_of(space)} == {"Base": 0, "Writes": 1, "Reads": 0}
