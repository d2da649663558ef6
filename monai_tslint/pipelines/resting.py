"""What following has taken from the text of each file: as long as that is the same, it need not be done again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct

from monai_tslint.facts import FileIndex, Span
from monai_tslint.pipelines import script
from monai_tslint.pipelines.executing import Executing, is_short
from monai_tslint.pipelines.script import Script


class Rest(Struct, frozen=True, array_like=True):
    """What matters of a file beside its outline.

    `chosen`: code in it is followed on its own, if it names something of interest. `sought`: words of interest anywhere in it.
    `top`: its top level. `entered` and `asked` are functions by their number in the file: what those do, and whether these
    are short.
    """

    chosen: bool
    sought: bool
    top: bool
    entered: tuple[int, ...]
    asked: tuple[int, ...]

    @property
    def needs_code(self) -> bool:
        """Whether more than the text of the file matters."""
        return self.top or bool(self.entered or self.asked)


def rests(machine: Executing, chosen: Sequence[FileIndex], sought: Collection[str]) -> dict[str, Rest]:
    """What following some chosen files, and what these call, has taken from each file of the project."""
    own = {file.path for file in chosen}
    files = {file.path: file for file in machine.project.files()}
    met = own | set(sought) | machine.modules.keys() | {path for path, _ in machine.asked}
    found = {}
    for path in sorted(met & files.keys()):
        numbers = {function.line: number for number, function in enumerate(files[path].functions_in_order)}
        entered = [numbers[line] for there, line in machine.called if there == path]
        asked = [numbers[line] for there, line in machine.asked - machine.called if there == path]
        top = path in machine.modules
        found[path] = Rest(path in own, path in sought, top, tuple(sorted(entered)), tuple(sorted(asked)))
    return found


def digest(rest: Rest, file: FileIndex, code: Script, seen: object, *, places: bool) -> str:
    """A digest of what matters of a file with this code, and, with `places`, of where it stands.

    `seen` is what a look at its text says.
    """
    functions = [code.functions.get(function.line) for function in file.functions_in_order]
    entered = [_parts(functions[number], places) for number in rest.entered]
    asked = [function is not None and is_short(function) for function in map(functions.__getitem__, rest.asked)]
    top = [_parts(_head(statement), places) for statement in code.body] if rest.top else []
    said = repr((rest, seen, entered, asked, top))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _head(statement: script.Statement) -> object:
    """A statement of the top level; what a function there does matters only if it is called."""
    return statement.name if isinstance(statement, script.Function) else statement


def _parts(value: object, places: bool) -> object:
    """All that a part of a script says, without places if they are not wanted."""
    if isinstance(value, Span):
        return tuple(value) if places else None
    if isinstance(value, tuple):
        return [_parts(part, places) for part in value]
    if isinstance(value, script.Function):
        line = value.line if places else 0
        return (
            value.name,
            line,
            *(_parts(part, places) for part in (value.formals, value.body, value.span)),
            value.decorators,
        )
    if isinstance(value, Struct):
        return type(value).__name__, [_parts(getattr(value, name), places) for name in value.__struct_fields__]
    return value


def followed(rests: Mapping[str, Rest]) -> list[str]:
    """The paths of the files in which code is followed on its own."""
    return [path for path, rest in rests.items() if rest.chosen]
