"""Places in files, told by what stands there and not by line: so that they are found again after lines have moved."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from monai_tslint.codec import Json
from monai_tslint.facts import ClassIndex, FileIndex, FunctionIndex
from monai_tslint.link.tracing import Unit


def unplaced(file: FileIndex) -> FileIndex:
    """An outline in which definitions have ranks in the order of the file, not lines.

    If it is what it was, the same things are defined, and places that are told by what stands there are there.
    """
    lines = {cls.line for cls in file.classes.values()} | {function.line for function in file.functions_in_order}
    ranks = {line: rank for rank, line in enumerate(sorted(lines))}

    def function(index: FunctionIndex) -> FunctionIndex:
        return replace(index, line=ranks[index.line], def_line=index.def_line - index.line, end_line=0)

    def cls(index: ClassIndex) -> ClassIndex:
        methods = {name: tuple(map(function, found)) for name, found in index.methods.items()}
        return replace(index, line=ranks[index.line], column=0, end_line=0, methods=methods)

    classes = {name: cls(index) for name, index in file.classes.items()}
    functions = {name: function(index) for name, index in file.functions.items()}
    return replace(file, digest="", classes=classes, functions=functions)


class Places:
    """The functions and classes of files by what they are, and by their lines."""

    def __init__(self, files: Mapping[str, FileIndex]) -> None:
        self._files = files
        self._keys: dict[str, dict[tuple[int, int], Json]] = {}
        self._functions: dict[str, tuple[FunctionIndex, ...]] = {}

    def told(self, unit: Unit) -> Json:
        """A unit as JSON, without lines if it is that of a function or class."""
        if unit.is_outline:
            return [unit.path]
        key = self._keys_of(unit.path).get((unit.first, unit.last))
        return [unit.path, *([unit.first, unit.last] if key is None else [key]), unit.aspect]

    def located(self, data: Json) -> Unit:
        """The unit that `told` has told, where it is now. Raises `LookupError` if it is not there."""
        match data:
            case [path]:
                return Unit(path)
            case [path, int(number), str(aspect)]:
                function = self.function(path, number)
                return Unit(path, function.line, function.end_line, aspect)
            case [path, str(name), str(aspect)]:
                cls = self._files[path].classes[name]
                return Unit(path, cls.line, cls.end_line, aspect)
        return Unit(*data)

    def function(self, path: str, number: int) -> FunctionIndex:
        """A function of a file. Raises `LookupError` if there is none of this number."""
        if path not in self._functions:
            self._functions[path] = self._files[path].functions_in_order
        return self._functions[path][number]

    def _keys_of(self, path: str) -> dict[tuple[int, int], Json]:
        known = self._keys.get(path)
        if known is None:
            file = self._files.get(path)
            known = self._keys[path] = {} if file is None else _keys(file)
        return known


def _keys(file: FileIndex) -> dict[tuple[int, int], Json]:
    keys: dict[tuple[int, int], Json] = {(cls.line, cls.end_line): name for name, cls in file.classes.items()}
    return keys | {(one.line, one.end_line): number for number, one in enumerate(file.functions_in_order)}
