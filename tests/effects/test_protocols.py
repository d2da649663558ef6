"""Effects through generators, operators, recursion and threads."""

from __future__ import annotations

import pytest

from snippets import HEAD, check_effects, effects_of, headed, workspace

PROTOCOLS = {
    "generator method": """
        class T(Transform):
            def __call__(self, data):
                return list(self._parts(data))
            def _parts(self, data):
                for d in data:
                    self.x = d  #: assign self.x
                    yield d
    """,
    "yield from": """
        class T(Transform):
            def __call__(self, data):
                yield from self._parts(data)
            def _parts(self, data):
                self.x = data  #: assign self.x
                yield data
    """,
    "elements that a generator yields": """
        class T(Transform):
            def _each(self):
                for t in self.transforms:
                    yield t
            def __call__(self, data):
                for t in self._each():
                    t.flag = data  #: assign self.transforms[*].flag
    """,
    "elements through yield from": """
        class T(Transform):
            def _each(self):
                yield from self.transforms
            def _all(self):
                yield from self._each()
            def __call__(self, data):
                for t in self._all():
                    t.flag = data  #: assign self.transforms[*].flag
    """,
    "pairs that a generator yields": """
        class T(Transform):
            def _each(self):
                for k in self.cache:
                    yield k, self.cache[k], {}
            def __call__(self, data):
                for k, held, fresh in self._each():
                    fresh[k] = data
                    held[k] = data  #: mutate self.cache[*][*]
    """,
    "iteration protocol": """
        class T(Transform):
            def __iter__(self):
                self.n = 0  #: assign self.n
                return self
            def __next__(self):
                self.n += 1  #: augment self.n
                return self.n
            def __call__(self, data):
                for n in self:
                    data = n
    """,
    "operators": """
        class T(Transform):
            def __len__(self):
                self.n = 0  #: assign self.n
                return 1
            def __getitem__(self, key):
                self.k = key  #: assign self.k
            def __setitem__(self, key, value):
                self.s = key  #: assign self.s
            def __contains__(self, key):
                self.c = key  #: assign self.c
            def __call__(self, data):
                self["k"] = 1
                return len(self), self[1], data in self
    """,
    "recursion": """
        class T(Transform):
            def __call__(self, data):
                return self.even(data)
            def even(self, n):
                self.x = n  #: assign self.x
                return self.odd(n - 1)
            def odd(self, n):
                self.y = n  #: assign self.y
                return self.even(n - 1)
    """,
    "await": """
        class T(Transform):
            async def __call__(self, data):
                return await self._run(data)
            async def _run(self, data):
                self.x = data  #: assign self.x
    """,
    "thread and executor targets": """
        import threading
        class T(Transform):
            def __call__(self, data):
                threading.Thread(target=self._run, args=(data,)).start()
                self.pool.submit(self._submitted, data)
            def _run(self, data):
                self.x = data  #: assign self.x
            def _submitted(self, data):
                self.y = data  #: assign self.y
    """,
}


@pytest.mark.parametrize("source", PROTOCOLS.values(), ids=PROTOCOLS.keys())
def test_protocols(source: str) -> None:
    check_effects(headed(source))


def test_recursion_through_a_part_ends() -> None:
    source = """
def walk(node):
    node.seen = True
    walk(node.left)
class T(Transform):
    def __call__(self, data):
        walk(self.root)
"""
    ((*effects,),) = (cls.effects for cls in effects_of(workspace(HEAD + source)))
    assert {("self", ".root", ".seen"), ("self", ".root", ".left", ".seen")} <= {hot.path for hot in effects}
    assert len(effects) < 10
