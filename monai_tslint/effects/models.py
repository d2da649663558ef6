"""What the framework packs say about library types and functions, as questions that the evaluation asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from monai_tslint.frameworks import Pack
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo
from monai_tslint.link.tracing import Mask

if TYPE_CHECKING:
    from monai_tslint.effects.types import TypeRef

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__", "__setstate__", "__attrs_post_init__")
_LOCK_NAME = re.compile(
    r"(?:^|[._:])(?:[rR]?[lL]ock|LOCK|[mM]utex|[sS]emaphore)s?(?:_|$)|[a-z](?:Lock|Mutex|Semaphore)s?$"
)
_MUTABLE = frozenset({"builtins.list", "builtins.dict", "builtins.set", "builtins.bytearray"})


class Models:
    """Library knowledge of all packs together."""

    setup = _CONSTRUCTORS

    def __init__(self, knowledge: Pack, project: Project) -> None:
        self.types = knowledge.types
        self.functions = knowledge.functions
        self.methods = knowledge.methods
        self.results: Mapping[str, str] = knowledge.functions.results
        self.identities = self.types.locks | self.types.thread_locals | self.types.context_variables
        self.uncopyable = self.identities | self.types.iterators
        makers = {function for function, result in self.results.items() if result in self.uncopyable}
        self.makers_of_uncopyable = self.uncopyable | makers
        self._is_safe = knowledge.is_safe
        self._sections = knowledge.shared
        self._project = project
        self._private = self.types.thread_locals | self.types.context_variables | self.types.safe
        self._replaced_in_place = self.types.arrays | _MUTABLE
        self._mutated_by: dict[str, frozenset[str]] = {}
        for owner, names in self.methods.mutators.items():
            for name in names:
                self._mutated_by[name] = self._mutated_by.get(name, frozenset()) | {owner}
        self._answers: dict[tuple[tuple[TypeRef, ...], frozenset[str]], tuple[bool, Mask]] = {}
        self.noted: Callable[[ClassInfo, tuple[object, ...]], None] = lambda _cls, _question: None

    def _is_any(self, types: tuple[TypeRef, ...], known: frozenset[str]) -> bool:
        """Whether one of the classes is, or inherits, a known one."""
        if not types:
            return False
        for cls in types:
            if not isinstance(cls, str):
                self.noted(cls, ("inherits", known))
        return self.is_one_of(types, known)

    def is_one_of(self, types: tuple[TypeRef, ...], known: frozenset[str]) -> bool:
        """The same, without taking note of the question."""
        key = (types, known)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = self._project.trace.answer(lambda: self._one_of(types, known))
        self._project.trace.mask |= answer[1]
        return answer[0]

    def _one_of(self, types: tuple[TypeRef, ...], known: frozenset[str]) -> bool:
        return any(t in known if isinstance(t, str) else self._inherits(t, known) for t in types)

    def _inherits(self, cls: ClassInfo, known: frozenset[str]) -> bool:
        mro = self._project.mro(cls)
        return any(c.name in known for c in mro.classes) or not known.isdisjoint(mro.foreign)

    def _foreign(self, cls: ClassInfo) -> tuple[str, ...]:
        self.noted(cls, ("foreign bases",))
        return self._project.mro(cls).foreign

    def is_safe(self, dotted: str) -> bool:
        """Whether a library function is known to change nothing but what the packs name."""
        return dotted in self.functions.mutating or self._is_safe(dotted)

    def is_lock(self, types: tuple[TypeRef, ...], name: str) -> bool:
        """Whether a `with` subject is a lock: by its class, or, if that is not known, by its name."""
        if types:
            return self._is_any(types, self.types.locks)
        return _LOCK_NAME.search(name) is not None

    def is_private(self, types: tuple[TypeRef, ...]) -> bool:
        """Whether what is written below an object is per thread or guarded by the object itself."""
        return self._is_any(types, self._private)

    def is_array(self, types: tuple[TypeRef, ...]) -> bool:
        """Whether slices and `+=` of the object work on its own storage."""
        return self._is_any(types, self.types.arrays)

    def changes_in_place(self, types: tuple[TypeRef, ...]) -> bool:
        """Whether `x += …` changes the object that `x` names instead of naming a new one."""
        return self._is_any(types, self._replaced_in_place)

    def mutates(self, types: tuple[TypeRef, ...], method: str) -> bool:
        """Whether a method of a library type changes its object."""
        if not types:
            return method in self.methods.unambiguous
        if method == "__next__" and self.is_iterator(types):
            return True
        if method[-1] == "_" and method in self.methods.unambiguous and self.is_array(types):
            return True
        owners = self._mutated_by.get(method)
        return owners is not None and self._is_any(types, owners)

    def is_iterator(self, types: tuple[TypeRef, ...]) -> bool:
        """Whether the object has a position that reading advances: a file, a generator, an iterator."""
        return self._is_any(types, self.types.iterators)

    def refuses_copying(self, types: tuple[TypeRef, ...]) -> bool:
        """Whether `copy.deepcopy` raises for the object."""
        return self._is_any(types, self.uncopyable)

    def has_framework_base(self, cls: ClassInfo) -> bool:
        """Whether a base outside the project is one that a pack knows."""
        return any(section.covers(base) for base in self._foreign(cls) for section in self._sections)

    def running(self, cls: ClassInfo) -> str | None:
        """The method that runs when an object of `cls`, which has no `__call__`, is called."""
        known = self.methods.running
        return next((known[name] for name in self._foreign(cls) if name in known), None)

    def left_by_call(self, types: tuple[TypeRef, ...]) -> str | None:
        """The attribute in which a call of a library object leaves state, None if it leaves none."""
        names = [n for t in types for n in ((t,) if isinstance(t, str) else self._foreign(t))]
        return next((known for owner, known in self.methods.left_by_calls.items() if _is_one(names, owner)), None)

    def draws(self, types: tuple[TypeRef, ...], method: str) -> bool:
        """Whether a method call takes a random number from the object's stream."""
        return method in self.methods.drawing and self._is_any(types, self.types.random_states)


def _is_one(names: list[str], known: str) -> bool:
    """Whether a known class, or a class of a known module (`module.*`), is among these."""
    return any(name.startswith(known[:-1]) for name in names) if known.endswith("*") else known in names
