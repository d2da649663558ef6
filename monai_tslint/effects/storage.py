"""What the paths of one function lead to: storage that callers may share or not, objects of which classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.effects.domain import Binding, key_of, receiver_of
from monai_tslint.effects.types import TypeRef
from monai_tslint.facts import AccessPath, Fresh, Value
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol, VariableSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.summaries import Summaries


class Storage:
    """The storage that one function sees when it is called on objects of one class.

    Only what lies below the `relevant` parameters is followed: what callers keep for themselves cannot be shared.
    """

    def __init__(
        self, engine: Summaries, function: FunctionSymbol, cls: ClassInfo | None, relevant: frozenset[str]
    ) -> None:
        self.engine = engine
        self.function = function
        self.cls = cls
        self.relevant = relevant
        self.receiver = receiver_of(function)
        self._variables: dict[AccessPath, bool] = {}
        self._types: dict[AccessPath, tuple[TypeRef, ...]] = {}

    def is_followed(self, atom: AccessPath | Fresh) -> bool:
        """Whether an atom leads to storage that callers may share: a relevant parameter's, or a module's."""
        if isinstance(atom, Fresh):
            return any(self.follows(value) for _, value in atom.fields)
        root = atom[0]
        if root[0] == "p":
            return root in self.relevant
        return root[0] in "nk" or (root[0] in "gi" and self._is_variable(atom))

    def _is_variable(self, path: AccessPath) -> bool:
        """Whether a path leads through a variable of a module or of a class body."""
        known = self._variables.get(path)
        if known is None:
            symbols = (self.engine.types.symbol(path[:length], self.function) for length in range(1, len(path) + 1))
            known = self._variables[path] = any(isinstance(symbol, VariableSymbol) for symbol in symbols)
        return known

    def relevant_in(self, binding: Binding) -> frozenset[str]:
        """The callee's parameters through which it reaches shared storage."""
        return frozenset(root for root, value in binding.items() if self.follows(value))

    def follows(self, value: Value) -> bool:
        """Whether a value may lead to storage that callers share."""
        return any(self.is_followed(atom) for atom in value.atoms)

    def types(self, atom: AccessPath | Fresh) -> tuple[TypeRef, ...]:
        """The classes that the object at a resolved atom may have."""
        if isinstance(atom, Fresh):
            return tuple(self.engine.types.of_fresh(atom))
        known = self._types.get(atom)
        if known is None:
            known = self._types[atom] = tuple(self._classes_at(atom))
            if self.cls is not None and atom[0] == self.receiver:
                self.engine.dispatch.note(self.cls, ("types", atom, key_of(self.function)))
        return known

    def _classes_at(self, path: AccessPath) -> Iterator[TypeRef]:
        if path[0][:2] in ("g:", "i:"):
            return self.engine.types.of_global(path, self.function)
        return self.engine.types.of_parameter_path(path, self.function, self.cls)
