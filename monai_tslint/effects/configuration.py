"""Which attributes of an object are configuration: set by its constructors, perhaps from what the constructor was given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from monai_tslint.facts import InstanceField
from monai_tslint.link.symbols import ClassInfo, FunctionSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.summaries import Summaries

Place = tuple[str, int]
"""The path of a function's file and its first line."""

_LITERAL = re.compile(r"(?:None|True|False|\.\.\.|-?\d.*|['\"].*|\[\]|\{\}|\(\))\Z", re.DOTALL)


class Configuration(Struct, frozen=True):
    """`constructed` are the attributes that construction sets; `given` says which functions set one from their arguments.

    `received` are those that hold just what the constructor was handed: an object of somebody else.
    """

    constructed: frozenset[str] = frozenset()
    given: Mapping[str, frozenset[Place]] | None = None
    received: frozenset[str] = frozenset()

    def is_given(self, name: str, elsewhere_than: Place) -> bool:
        """Whether an attribute is set from arguments by another function than this one."""
        places = (self.given or {}).get(name, frozenset())
        return bool(places - {elsewhere_than})


def configuration(engine: Summaries, cls: ClassInfo, names: Mapping[str, bool]) -> Configuration:
    """What construction does to the named attributes.

    A name with False is that of an object of which only parts are changed: what it was made from does not matter.
    Constructors are read only where it does and their outlines leave it open.
    """
    constructed, received, given = set(), set(), {}
    for name, replaced in sorted(names.items()):
        fields = engine.types.fields.of(cls, name)
        places = _outlined(fields)
        if (places is None and replaced) or (not fields and engine.types.may_delegate(cls)):
            found = engine.types.assigned(cls).get(name, ())
            places = {_place(a.function) for a in found if a.from_parameter}
            if found:
                constructed.add(name)
        elif fields:
            constructed.add(name)
            if places:
                received.add(name)
        if places:
            given[name] = frozenset(places)
    return Configuration(frozenset(constructed), given, frozenset(received))


def _place(function: FunctionSymbol) -> Place:
    return (function.module.path, function.function.line)


def _outlined(fields: list[tuple[ClassInfo, InstanceField]]) -> set[Place] | None:
    """The constructors that plainly store a parameter; None if some value is neither that nor a literal."""
    places = set()
    for owner, field in fields:
        functions = owner.index.methods.get(field.constructor, ())
        names = {p.name for function in functions[-1:] for p in function.parameters}
        if field.value in names:
            places.add((owner.file.path, functions[-1].line))
        elif field.value is None or _LITERAL.match(field.value) is None:
            return None
    return places
