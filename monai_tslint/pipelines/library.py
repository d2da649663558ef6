"""What the packs say of classes and functions in pipelines, found by their dotted names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from monai_tslint.frameworks.flows import Cache, Executor, Holder, Inverse, Loader, Spawn, Toggle
from monai_tslint.frameworks.packs import Pack
from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo, ClassSymbol, ExternalSymbol, FunctionSymbol, Symbol
from monai_tslint.pipelines.script import Scalar
from monai_tslint.pipelines.values import Value, constants


class _Named(Protocol):
    @property
    def names(self) -> tuple[str, ...]: ...


Record = TypeVar("Record", bound=_Named)


def _by_name(records: Iterable[Record]) -> dict[str, Record]:
    return {name: record for record in records for name in record.names}


class Library:
    """The `flows` tables of all packs, by name."""

    def __init__(self, project: Project) -> None:
        knowledge: Pack = project.knowledge
        self._project = project
        known = knowledge.flows
        self.holders: dict[str, Holder] = _by_name(known.holders)
        self.caches: dict[str, Cache] = _by_name(known.caches)
        self.loaders: dict[str, Loader] = _by_name(known.loaders)
        self.executors: dict[str, Executor] = _by_name(known.executors)
        self.inverses: dict[str, Inverse] = _by_name(known.inverses)
        self.spawns: dict[str, Spawn] = _by_name(known.spawns)
        self.executing: dict[str, Spawn] = _by_name(known.executing)
        self.toggles: tuple[Toggle, ...] = known.toggles
        self.starters = frozenset(name for cache in known.caches for name in cache.starters)
        self.starts = frozenset(name for cache in known.caches for name in cache.starts)
        self.inverting = frozenset(known.inverting)
        self.flattening = frozenset(known.flattening)
        self.deferring = frozenset(known.deferring)
        self.applying = frozenset(known.applying)
        self.finishing = frozenset(known.finishing)
        self.transform_fields = frozenset(n for h in known.holders if h.kind == "dataset" for n in h.holds)
        self.stateful = known.stateful
        self._threading = known.threading()
        self.deep_copying = knowledge.functions.deep_copying
        self.shallow_copying = knowledge.functions.shallow_copying

    def threading(self) -> frozenset[str]:
        """The names of all that makes threads: code without them is of no interest."""
        return self._threading

    def colliding(self) -> frozenset[str]:
        """The names of all else that is done with pipelines: inverting, toggling, submitting. Methods begin with a dot."""
        toggled = (name for toggle in self.toggles for name in (*toggle.methods, *toggle.assigned))
        submitting = (n for executor in self.executors.values() for n in executor.methods if n[0] != "_")
        methods = (f".{name}" for name in (*toggled, *submitting, *self.inverting, *self.starts))
        inverses = (name for inverse in self.inverses.values() for name in inverse.names)
        functions = (name for toggle in self.toggles for name in toggle.functions)
        return frozenset((*inverses, *functions, *methods, *self.starters))

    def all(self) -> frozenset[str]:
        """The names of everything that pipelines are built from and run by."""
        named = (self.holders.values(), self.loaders.values())
        building = (name for records in named for record in records for name in record.names)
        return frozenset((*building, *self.threading(), *self.colliding(), *self.deep_copying, *self.deferring))

    def names(self, symbol: ClassInfo | str | None) -> tuple[str, ...]:
        """The dotted names of a class and of all that it inherits, nearest first."""
        if not isinstance(symbol, ClassInfo):
            return (symbol,) if symbol is not None else ()
        mro = self._project.mro(symbol)
        return (*(cls.name for cls in mro.classes), *mro.foreign)

    def record(self, table: dict[str, Record], symbol: ClassInfo | str | None) -> Record | None:
        """What a table says of a class, or of the nearest class that it inherits."""
        found = [table[name] for name in self.names(symbol) if name in table]
        return found[0] if found else None

    def parameters(self, symbol: ClassInfo | str) -> tuple[str, ...]:
        """The names of a constructor's arguments by position: from the packs, then from the outline."""
        tables = (self.holders, self.loaders, self.executors, self.inverses)
        found = next((table[n].parameters for table in tables for n in self.names(symbol) if n in table), ())
        if not isinstance(symbol, ClassInfo):
            return found
        member = self._project.lookup(symbol, "__init__")
        if member is None or not member.functions:
            return found
        return tuple(p.name for p in member.functions[-1].parameters[1:] if not p.kind and not p.keyword_only)

    def is_transform(self, symbol: ClassInfo | str | None) -> bool:
        """Whether calls of an object are what threads do with a transform."""
        if isinstance(symbol, ClassInfo):
            shared = self._project.shared(symbol)
            return shared is not None and any(role.kind == "transform" for role in shared.roles)
        return self.record(self.holders, symbol) is not None and self.kind(symbol) == "container"

    def is_known(self, cls: ClassInfo) -> bool:
        """Whether the packs say what objects of a class do with pipelines, so that its code need not be followed."""
        tables = (self.holders, self.loaders, self.caches, self.executors, self.inverses)
        return cls.external or any(cls.name in table for table in tables)

    def kind(self, symbol: ClassInfo | str | None) -> str:
        """`container`, `dataset` or nothing."""
        holder = self.record(self.holders, symbol)
        return holder.kind if holder is not None else ""

    def has(self, symbol: ClassInfo | str | None, method: str) -> bool | None:
        """Whether a class has a method; None if that is not known."""
        if not isinstance(symbol, ClassInfo):
            return None
        if self._project.lookup(symbol, method) is not None:
            return True
        return False if self._project.mro(symbol).complete else None


def matches(condition: str, fields: dict[str, Value]) -> bool:
    """Whether `NAME=VALUE` certainly holds for an argument."""
    name, _, wanted = condition.partition("=")
    return any(_spelled(value) == wanted for value in constants(fields.get(name, ())))


def _spelled(value: Scalar) -> str:
    return f"{int(value)}" if isinstance(value, float) and value.is_integer() else str(value)


def dotted(symbol: Symbol) -> str:
    """The dotted name of a class, function or something of a library."""
    match symbol:
        case ClassSymbol(info=info):
            return info.name
        case ExternalSymbol(dotted=name):
            return name
        case FunctionSymbol(module=module, function=function):
            return f"{module.module}.{function.qualname}"
    return ""
