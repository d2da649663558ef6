"""What a dotted name may denote. Plain frozen data, hashable, compared by content."""

from __future__ import annotations

from msgspec import Struct

from monai_tslint.facts import ClassIndex, FileIndex, FunctionIndex


class ClassInfo(Struct, frozen=True, eq=False):
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


class ClassSymbol(Struct, frozen=True):
    """A class whose outline is known."""

    info: ClassInfo


class FunctionSymbol(Struct, frozen=True):
    """A function of `module`, or a method of `owner`."""

    module: FileIndex
    function: FunctionIndex
    owner: ClassInfo | None = None

    def __hash__(self) -> int:
        return hash((self.module.path, self.function.line, self.function.qualname))


class ModuleSymbol(Struct, frozen=True):
    """A module or package of the project."""

    name: str


class VariableSymbol(Struct, frozen=True):
    """A variable of a module, or a class attribute (`name` is then `Class.attribute`)."""

    file: FileIndex
    name: str
    annotation: str | None = None
    value: str | None = None

    def __hash__(self) -> int:
        return hash((self.file.path, self.name))


class ExternalSymbol(Struct, frozen=True):
    """Something of a module outside the project, or a builtin: its canonical dotted name."""

    dotted: str


class UnknownSymbol(Struct, frozen=True):
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


class Member(Struct, frozen=True):
    """What the first class of an MRO that has a name binds it to: functions, or an attribute's annotation and value."""

    owner: ClassInfo
    functions: tuple[FunctionIndex, ...] = ()
    attribute: tuple[str | None, str | None] | None = None


class Mro(Struct, frozen=True):
    """The classes of a linearised hierarchy, nearest first, the class itself included.

    `foreign` are the bases met that are not in the project; `complete` says that each of those is known to be harmless.
    """

    classes: tuple[ClassInfo, ...]
    foreign: tuple[str, ...] = ()
    complete: bool = True
