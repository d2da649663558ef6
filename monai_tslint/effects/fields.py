"""Attribute classes from outlines alone: what constructors plainly say, so that most of them need not be read."""

from __future__ import annotations

from collections.abc import Iterator

from monai_tslint.effects.models import Models
from monai_tslint.facts import InstanceField
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, ExternalSymbol, FunctionSymbol, Symbol

Named = tuple[ClassInfo, str]
"""A class whose constructor stores something, and the text of an annotation of what it stores."""

_DISPLAYS = {"[": "builtins.list", "{": "builtins.dict", "(": "builtins.tuple"}
_CONSTANTS = frozenset({"None", "True", "False", "..."})


class Unclear(Exception):
    """The outline does not say enough: the constructor has to be read."""


class Fields:
    """Answers from the outlines of constructors."""

    def __init__(self, project: Project, models: Models) -> None:
        self._project = project
        self._models = models

    def of(self, cls: ClassInfo, name: str) -> list[tuple[ClassInfo, InstanceField]]:
        """What the constructors in the MRO say of an attribute, each with its class."""
        owners = self._project.mro(cls).classes
        return [(owner, field) for owner in owners for field in owner.index.fields if field.name == name]

    def classes(self, cls: ClassInfo, name: str) -> list[Named | Symbol | str]:
        """The annotations, symbols and names of classes of what an attribute holds. Raises `Unclear`."""
        found = self.of(cls, name)
        if not found:
            raise Unclear
        return [answer for owner, field in found for answer in self._field(cls, owner, field)]

    def _field(self, cls: ClassInfo, owner: ClassInfo, field: InstanceField) -> Iterator[Named | Symbol | str]:
        if field.annotation is not None:
            yield owner, field.annotation
        text = field.value
        if text is None or text in _CONSTANTS or text[0] in "'\"-0123456789":
            return
        if text == "?":
            raise Unclear
        if text[0] in _DISPLAYS:
            yield _DISPLAYS[text[0]]
        elif "(" in text:
            yield self._made(owner, text.partition("(")[0])
        else:
            yield from self._named(cls, owner, field, text)

    def _made(self, owner: ClassInfo, callee: str) -> Symbol:
        symbol = self._project.resolve(owner.file, callee)
        if isinstance(symbol, ExternalSymbol):
            known = self._models.functions
            if symbol.dotted in known.shallow_copying or symbol.dotted in known.deep_copying:
                raise Unclear
            return symbol
        if isinstance(symbol, ClassSymbol | FunctionSymbol):
            return symbol
        raise Unclear

    def _named(self, cls: ClassInfo, owner: ClassInfo, field: InstanceField, text: str) -> Iterator[Named]:
        """A parameter of the constructor: its annotation. A derived class may give it something more precise."""
        functions = owner.index.methods.get(field.constructor, ())
        parameters = functions[-1].parameters if functions else ()
        parameter = next((p for p in parameters if p.name == text), None)
        if parameter is None or (parameter.annotation is None and owner != cls):
            raise Unclear
        if parameter.annotation is not None and not parameter.kind:
            yield owner, parameter.annotation

    def may_store_methods(self, cls: ClassInfo, name: str) -> bool:
        """Whether an attribute may hold a bound method, directly, in a table or behind a call that wraps it."""
        return any(self._may_wrap(owner, field.value) for owner, field in self.of(cls, name))

    def _may_wrap(self, owner: ClassInfo, text: str | None) -> bool:
        if not text or text in _CONSTANTS or text[0] in "'\"":
            return False
        if text == "?":
            return True
        if text[0] in _DISPLAYS:
            return len(text) > len("[]")
        if "(" in text:
            symbol = self._project.resolve(owner.file, text.partition("(")[0])
            return not isinstance(symbol, ClassSymbol) and not self._is_made(symbol)
        return "." in text

    def _is_made(self, symbol: Symbol) -> bool:
        """Whether a library call makes an object of its own rather than wrapping what it gets."""
        return isinstance(symbol, ExternalSymbol) and symbol.dotted.partition(".")[0] != "functools"
