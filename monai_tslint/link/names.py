"""Names to symbols: imports, aliases, re-exports and star imports followed across the files of a project.

Every question has an answer: whatever leads nowhere, round in circles or too far is an `UnknownSymbol`.
"""

from __future__ import annotations

import builtins
import keyword
import sys
from collections.abc import Callable, Iterable, Iterator

from monai_tslint.facts import FileIndex, Import
from monai_tslint.frameworks import Pack
from monai_tslint.link.modules import Module, Modules
from monai_tslint.link.mro import Linearizer
from monai_tslint.link.symbols import (
    ClassInfo,
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    ModuleSymbol,
    Symbol,
    UnknownSymbol,
    VariableSymbol,
)
from monai_tslint.link.tracing import UNKEPT, Mask, Trace

_LONGEST_CHAIN = 100
_CYCLE = UnknownSymbol("defined in terms of itself")
_NO_NAME = UnknownSymbol("not a dotted name")


class Names:
    """Resolves names and class hierarchies against all files of a project.

    `knowledge` says which top-level modules are libraries, and maps the spellings of their names to one. `trace` learns
    which files the answers rest on.
    """

    def __init__(
        self,
        files: Iterable[FileIndex],
        external: Iterable[FileIndex],
        knowledge: Pack,
        trace: Trace,
        before: Names | None = None,
    ) -> None:
        known: Modules | None = before.modules if before is not None else None
        self.modules: Modules = Modules(files, external, (*sys.stdlib_module_names, *knowledge.modules), trace, known)
        self._trace = trace
        self._canonical = knowledge.canonical
        self._linearizer: Linearizer[ClassInfo | str] = Linearizer(self.bases)
        self._bases: dict[ClassInfo, tuple[tuple[ClassInfo | str, ...], Mask]] = {}
        self._resolved: dict[tuple[int, str, str], tuple[Symbol, Mask]] = {}
        self._pending: list[tuple[int, str]] = []
        self._cut = _LONGEST_CHAIN

    def resolve(self, where: str | FileIndex, dotted: str, scope: str = "") -> Symbol:
        """What `dotted` means in a module, for code in the body of the class or function qualified as `scope`."""
        module = self.modules.find(where)
        if module is None:
            name = _plain(dotted)
            return self._external(f"{where}.{name}") if name and isinstance(where, str) else _NO_NAME
        key = (id(module), dotted, scope)
        known = self._resolved.get(key)
        if known is None:
            known = self._resolved[key] = self._trace.answer(lambda: self._dotted(module, dotted, scope))
        self._trace.mask |= known[1] | module.bit
        return known[0]

    def imported(self, file: FileIndex, statement: Import) -> Symbol:
        """What an import statement in a file binds, wherever in the file it stands."""
        return self._import(self.modules.of(file), statement)

    def order(self, info: ClassInfo) -> tuple[ClassInfo | str, ...]:
        """The linearised hierarchy above a class, itself first; foreign bases as dotted names."""
        order = self._linearizer.order(info)
        for met in order:
            self.bases(met)
        return order

    def is_disordered(self, info: ClassInfo) -> bool:
        """Whether Python would refuse the order of the bases of a class, or of a class above it."""
        return self._linearizer.is_inconsistent(info)

    def bases(self, node: ClassInfo | str) -> tuple[ClassInfo | str, ...]:
        """The direct bases of a class but `object`: classes of the project, or the dotted names of foreign ones."""
        if isinstance(node, str):
            return ()
        known = self._bases.get(node)
        if known is None:
            known = self._bases[node] = self._trace.answer(lambda: self._direct(node))
        self._trace.mask |= known[1]
        return known[0]

    def _direct(self, info: ClassInfo) -> tuple[ClassInfo | str, ...]:
        module = self.modules.of(info.file)
        resolved = [self._base(info, module, text) for text in info.index.bases]
        return tuple(dict.fromkeys(base for base in resolved if base not in ("builtins.object", info)))

    def _base(self, info: ClassInfo, module: Module, text: str) -> ClassInfo | str:
        symbol = self._dotted(module, text, info.index.qualname.rpartition(".")[0])
        if symbol == ClassSymbol(info):
            hidden = (i for i in reversed(info.file.imports) if i.local == _plain(text))
            symbol = next((self._import(module, i) for i in hidden), symbol)
        if isinstance(symbol, ClassSymbol):
            return symbol.info
        return symbol.dotted if isinstance(symbol, ExternalSymbol) else text or "?"

    def _dotted(self, module: Module, dotted: str, scope: str) -> Symbol:
        """What a dotted name, perhaps followed by a subscript or call, means in a scope of a module."""
        head, *steps = _plain(dotted).split(".")
        if not head:
            return _NO_NAME
        local = next((inner for s in _scopes(scope) if (inner := f"{s}.{head}") in module.bindings), head)
        symbol = self._name(module, local)
        if isinstance(symbol, UnknownSymbol) and hasattr(builtins, head):
            symbol = self._external(f"builtins.{head}")
        for step in steps:
            symbol = self._step(module, symbol, step)
        return symbol

    def _name(self, module: Module, name: str) -> Symbol:
        return self._guarded(module, name, lambda: self._bound(module, name))

    def _guarded(self, module: Module, key: str, compute: Callable[[], Symbol]) -> Symbol:
        """Compute an answer once. An answer found inside a cycle is kept only where the cycle began."""
        known = module.answers.get(key)
        if known is not None:
            self._trace.mask |= known[1]
            return known[0]
        mark = (id(module), key)
        depth = len(self._pending)
        if mark in self._pending or depth >= _LONGEST_CHAIN:
            self._cut = min(self._cut, self._pending.index(mark) if mark in self._pending else 0)
            self._trace.mask = UNKEPT
            return _CYCLE
        self._pending.append(mark)
        found = self._trace.answer(compute)
        self._pending.pop()
        if self._cut >= depth:
            self._cut = _LONGEST_CHAIN
            module.answers[key] = found
        return found[0]

    def _bound(self, module: Module, name: str) -> Symbol:
        binding = module.bindings.get(name)
        if binding is None:
            return self._starred(module, name)
        if isinstance(binding, Import):
            return self._import(module, binding)
        if isinstance(binding, tuple):
            return self._variable(module, name, binding[1], binding[2])
        if name in module.infos:
            return ClassSymbol(module.infos[name])
        return FunctionSymbol(module.file, module.file.functions[name])

    def _variable(
        self, module: Module, name: str, annotation: str | None, value: str | None, scope: str = ""
    ) -> Symbol:
        """A variable, or what it is another name of."""
        if value and is_dotted(value):
            symbol = self._dotted(module, value, scope)
            if not isinstance(symbol, UnknownSymbol):
                return symbol
        return VariableSymbol(module.file, name, annotation, value)

    def _import(self, module: Module, statement: Import) -> Symbol:
        source = statement.module
        if source.startswith("."):
            return UnknownSymbol("relative import beyond the top-level package")
        if statement.name is None:
            return self._module(module, source)
        target = self.modules.find(source, module.file)
        whole = f"{source}.{statement.name}"
        symbol = UnknownSymbol("") if target is None else self._name(target, statement.name)
        if not isinstance(symbol, UnknownSymbol):
            return symbol
        if self.modules.find(whole, module.file) is not None:
            return ModuleSymbol(whole)
        if target is None or target.external:
            return self._external(whole)
        return UnknownSymbol(f"`{source}` has no `{statement.name}`")

    def _module(self, importer: Module, name: str) -> Symbol:
        return self._external(name) if self.modules.find(name, importer.file) is None else ModuleSymbol(name)

    def _external(self, dotted: str) -> ExternalSymbol:
        return ExternalSymbol(self._canonical.get(dotted, dotted))

    def _starred(self, module: Module, name: str) -> Symbol:
        """What the star imports of a module bind `name` to; each module that offers the name is visited once."""
        seen = {id(module)}
        foreign: list[str] = []
        stack = [(star, module.file) for star in reversed(module.stars)]
        while stack:
            star, importer = stack.pop()
            target = self.modules.find(star, importer)
            if target is None:
                foreign.append(star)
            elif id(target) not in seen and target.offers(name):
                seen.add(id(target))
                if name in target.bindings:
                    return self._name(target, name)
                if self.modules.find(f"{star}.{name}", importer) is not None and target.file.exports is not None:
                    return ModuleSymbol(f"{star}.{name}")
                stack.extend((s, target.file) for s in reversed(target.stars))
        if len(set(foreign)) == 1 and not hasattr(builtins, name) and not name.startswith("_"):
            return self._external(f"{foreign[0]}.{name}")
        return UnknownSymbol(f"`{name}` is not defined in `{module.file.module}`")

    def _step(self, module: Module, symbol: Symbol, step: str) -> Symbol:
        """The attribute `step` of what a symbol denotes."""
        match symbol:
            case ExternalSymbol(dotted=dotted):
                return self._module(module, f"{dotted}.{step}")
            case ModuleSymbol(name=name):
                return self._import(module, Import(step, name, step))
            case ClassSymbol(info=info):
                home = self.modules.of(info.file)
                return self._guarded(home, f"{info.index.qualname}.{step}", lambda: self._member(info, step))
        return UnknownSymbol(f"`.{step}` of something that is no module or class")

    def _member(self, info: ClassInfo, name: str) -> Symbol:
        for owner in self.order(info):
            if isinstance(owner, ClassInfo) and (found := self._own_member(owner, name)) is not None:
                return found
        return UnknownSymbol(f"`{info.name}` has no `{name}`")

    def _own_member(self, owner: ClassInfo, name: str) -> Symbol | None:
        home = self.modules.of(owner.file)
        qualname = owner.index.qualname
        inner = f"{qualname}.{name}"
        if inner in home.infos:
            return ClassSymbol(home.infos[inner])
        if name in owner.index.methods:
            return FunctionSymbol(owner.file, owner.index.methods[name][-1], owner)
        for attribute, annotation, value in reversed(owner.index.attributes):
            if attribute == name:
                if value is not None and value in owner.index.methods:
                    return FunctionSymbol(owner.file, owner.index.methods[value][-1], owner)
                return self._variable(home, inner, annotation, value, qualname)
        return None


def is_dotted(text: str) -> bool:
    """Whether a text is a name or attributes of a name."""
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in text.split("."))


def _plain(text: str) -> str:
    """The dotted name that a text begins with: `Base[int]` and `make(...)` give `Base` and `make`."""
    name = text.partition("[")[0].partition("(")[0].strip()
    return name if is_dotted(name) else ""


def _scopes(scope: str) -> Iterator[str]:
    """The scopes that code in `scope` sees, innermost first: its own body and the functions around it."""
    if scope:
        yield scope
    while "<locals>" in scope:
        scope = scope.rpartition(".<locals>")[0]
        if "<locals>" in scope:
            yield scope[: scope.rindex("<locals>") + len("<locals>")]
