"""The outline of a module: imports, classes, functions, variables; of function bodies only the classes in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct, field

from monai_tslint.facts import ClassIndex, FunctionIndex, Import, InstanceField
from monai_tslint.index.bindings import Function, Variable, function, variables
from monai_tslint.index.blocks import flatten
from monai_tslint.index.constructors import CONSTRUCTORS, instance_fields
from monai_tslint.texts import annotation_text, base_text, decorator_text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_NOTHING_BOUND = frozenset((ast.Expr, ast.Pass, ast.If, ast.Try, ast.Assert, ast.Delete, ast.Raise))


class Body(Struct):
    """What the statements of one module or class bind, apart from imports and classes; what constructors set."""

    functions: dict[str, list[FunctionIndex]] = field(default_factory=dict)
    variables: list[Variable] = field(default_factory=list)
    fields: list[InstanceField] = field(default_factory=list)


class Outline:
    """Collects imports and classes while bodies are read. `nested` says whether functions may contain classes."""

    def __init__(self, module: str, is_package: bool, *, nested: bool) -> None:
        self.imports: list[Import] = []
        self.classes: dict[str, ClassIndex] = {}
        self._package = module.split(".") if is_package else module.split(".")[:-1]
        self._nested = nested

    def body(self, statements: list[ast.stmt], prefix: str) -> Body:
        """Outline the statements of a module or class; `prefix` is `""` or the qualified name and a dot."""
        found = Body()
        bound: set[str] = set()
        for statement, fallback in flatten(statements):
            if type(statement) in _NOTHING_BOUND:
                continue
            if isinstance(statement, _DEFINITIONS):
                if not (fallback and statement.name in bound):
                    bound.add(statement.name)
                    self._definition(statement, prefix, found)
            else:
                names = self._assignment(statement, prefix, found, bound if fallback else frozenset())
                bound.update(names)
        return found

    def _definition(self, node: Function | ast.ClassDef, prefix: str, found: Body) -> None:
        if isinstance(node, ast.ClassDef):
            self._class(node, prefix)
            return
        found.functions.setdefault(node.name, []).append(function(node, prefix))
        if prefix and node.name in CONSTRUCTORS:
            found.fields += instance_fields(node)
        if self._nested:
            self._locals(node, prefix)

    def _assignment(self, node: ast.stmt, prefix: str, found: Body, taken: set[str] | frozenset[str]) -> list[str]:
        """Note the imports or variables of a statement but for names that are `taken`; gives back their names."""
        if isinstance(node, _IMPORTS):
            imports = [i for i in self._imports(node, prefix) if i.local[len(prefix) :] not in taken]
            self.imports += imports
            return [i.local[len(prefix) :] for i in imports]
        new = [variable for variable in variables(node) if variable[0] not in taken]
        found.variables += new
        return [name for name, _, _ in new]

    def _class(self, node: ast.ClassDef, prefix: str) -> None:
        qualname = prefix + node.name
        if qualname in self.classes:
            for stale in [key for key in self.classes if key.startswith(f"{qualname}.")]:
                del self.classes[stale]
        body = self.body(node.body, f"{qualname}.")
        self.classes[qualname] = ClassIndex(
            name=node.name,
            qualname=qualname,
            line=node.lineno,
            column=node.col_offset + 1,
            end_line=node.end_lineno or node.lineno,
            bases=tuple([base_text(base) for base in node.bases]),
            keywords=tuple([(k.arg or "**", annotation_text(k.value)) for k in node.keywords]),
            decorators=tuple([decorator_text(d) for d in node.decorator_list]),
            methods={name: tuple(functions) for name, functions in body.functions.items()},
            attributes=tuple(body.variables),
            fields=tuple(body.fields),
        )

    def _locals(self, node: Function, prefix: str) -> None:
        """Outline the classes defined in a function, with the imports of the functions around them."""
        scope = f"{prefix}{node.name}.<locals>."
        known = len(self.classes)
        imports: list[Import] = []
        for statement, _ in flatten(node.body):
            if isinstance(statement, ast.ClassDef):
                self._class(statement, scope)
            elif isinstance(statement, _FUNCTIONS):
                self._locals(statement, scope)
            elif isinstance(statement, _IMPORTS):
                imports.extend(self._imports(statement, scope))
        if len(self.classes) > known:
            self.imports += imports

    def local_imports(self, statements: list[ast.stmt], scope: str) -> None:
        """Note what the import statements of a function's body, whose names are qualified by `scope`, bind."""
        for statement, _ in flatten(statements):
            if isinstance(statement, _IMPORTS):
                self.imports += [i for i in self._imports(statement, f"{scope}.") if i not in self.imports]

    def _imports(self, node: ast.Import | ast.ImportFrom, prefix: str) -> Iterator[Import]:
        """What an import statement binds; inside a class or function the local name carries the scope as prefix."""
        if isinstance(node, ast.ImportFrom):
            module = self._absolute(node.module or "", node.level)
            for alias in node.names:
                name = None if alias.name == "*" else alias.name
                yield Import(prefix + (alias.asname or alias.name), module, name)
            return
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield Import(prefix + alias.asname, alias.name) if alias.asname else Import(prefix + top, top)

    def _absolute(self, module: str, level: int) -> str:
        """The absolute name of a relative import; one that leaves the outermost package keeps its leading dots."""
        if level == 0:
            return module
        keep = len(self._package) - (level - 1)
        if keep < 0:
            return "." * level + module
        return ".".join([*self._package[:keep], *([module] if module else [])])
