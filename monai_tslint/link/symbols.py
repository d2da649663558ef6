"""What a dotted name may denote. Plain frozen data, hashable, compared by content."""

from __future__ import annotations

from dataclasses import dataclass, field

from monai_tslint.facts import ClassIndex, FileIndex, FunctionIndex


@dataclass(frozen=True, slots=True, eq=False)
class ClassInfo:
    """A class of the project. `name` is module and qualified name; two files may give classes of one name.

    `external` says that no findings are located in it (a catalogue, a third-party file).
    """

    name: str
    file: FileIndex
    index: ClassIndex
    external: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassInfo) and self.name == other.name and self.file.path == other.file.path

    def __repr__(self) -> str:
        return f"ClassInfo({self.name!r})"


@dataclass(frozen=True, slots=True)
class ClassSymbol:
    """A class whose outline is known."""

    info: ClassInfo


@dataclass(frozen=True, slots=True)
class FunctionSymbol:
    """A function of `module`, or a method of `owner`."""

    module: FileIndex = field(hash=False)
    function: FunctionIndex
    owner: ClassInfo | None = None


@dataclass(frozen=True, slots=True)
class ModuleSymbol:
    """A module or package of the project."""

    name: str


@dataclass(frozen=True, slots=True)
class VariableSymbol:
    """A variable of a module, or a class attribute (`name` is then `Class.attribute`)."""

    file: FileIndex = field(hash=False)
    name: str
    annotation: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ExternalSymbol:
    """Something of a module outside the project, or a builtin: its canonical dotted name."""

    dotted: str


@dataclass(frozen=True, slots=True)
class UnknownSymbol:
    """A name that leads nowhere, and why."""

    reason: str


Symbol = ClassSymbol | FunctionSymbol | ModuleSymbol | VariableSymbol | ExternalSymbol | UnknownSymbol


def name_of(symbol: Symbol) -> str | None:
    """The full dotted name of what a symbol stands for; None if it is not known."""
    match symbol:
        case ClassSymbol(info):
            return info.name
        case FunctionSymbol(module, function):
            return f"{module.module}.{function.qualname}"
        case VariableSymbol(file, name):
            return f"{file.module}.{name}"
        case ModuleSymbol(name) | ExternalSymbol(name):
            return name
        case UnknownSymbol():
            return None


@dataclass(frozen=True, slots=True)
class Member:
    """What the first class of an MRO that has a name binds it to: functions, or an attribute's annotation and value."""

    owner: ClassInfo
    functions: tuple[FunctionIndex, ...] = ()
    attribute: tuple[str | None, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Mro:
    """The classes of a linearised hierarchy, nearest first, the class itself included.

    `foreign` are the bases met that are not in the project; `complete` says that each of those is known to be harmless.
    """

    classes: tuple[ClassInfo, ...]
    foreign: tuple[str, ...] = ()
    complete: bool = True
