"""Uses of an attribute that do not read `self.attribute`: by its name in a string, through hooks, of all attributes at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from monai_tslint.facts import ClassIndex
from monai_tslint.fixes.base import Code, Refused
from monai_tslint.fixes.tree import Tree
from monai_tslint.proposals import Region

_BY_NAME = frozenset({"getattr", "setattr", "hasattr", "delattr", "attrgetter", "__setattr__", "__getattribute__"})
_RUNNING = frozenset({"eval", "exec", "compile", "format", "format_map"})
_HOOKS = frozenset({"__getattr__", "__getattribute__", "__setattr__", "__delattr__"})
_CONSTANT = r"\s*[\w.]+\s*,\s*['\"]"
_DYNAMIC = re.compile(
    rf"\b(?:(?:getattr|setattr|hasattr|delattr)\((?!{_CONSTANT})|(?:attrgetter|vars|eval|exec)\()|\b__dict__\b"
)


def refuse_hidden(tree: Tree, code: Code, cls: Region, attribute: str) -> None:
    """Raise `Refused` if code of the class, or of those above and below it, may get at an attribute by other means."""
    kin = code.kin(cls.path, cls.line)
    names = [{m.name for m in tree.methods}, *(info.index.methods.keys() for info in kin)]
    hook = min((name for known in names for name in _HOOKS.intersection(known)), default=None)
    if hook is not None:
        raise Refused(f"`{hook}` decides what the attributes are")
    if any(_names(node, attribute) for node in ast.walk(tree.cls)):
        raise Refused(f"the class uses `{attribute}` by its name in a string")
    lines = [line for info in kin if not info.external for line in _lines(code, info.file.path, info.index)]
    dynamic = any(_DYNAMIC.search(line) for line in (*_own(tree, cls), *lines))
    quoted = re.compile(rf"""(['"]){re.escape(attribute)}\1""")
    if dynamic and any(quoted.search(line) for line in (*_own(tree, cls), *lines)):
        raise Refused(f"the class may use `{attribute}` by its name in a string")
    own_name = f"_{tree.cls.name.lstrip('_')}{attribute}"
    if attribute.startswith("__") and any(True for _ in code.mentioning(own_name)):
        raise Refused(f"`{own_name}` is the same attribute")


def _own(tree: Tree, cls: Region) -> Sequence[str]:
    return tree.lines[cls.line - 1 : cls.end_line]


def _lines(code: Code, path: str, index: ClassIndex) -> Sequence[str]:
    return code.lines(path)[index.line - 1 : index.end_line]


def _names(node: ast.AST, attribute: str) -> bool:
    """Whether code gets at an attribute by its name: `getattr(self, "x")`, `vars(self)["x"]`, `__slots__`, `eval("self.x")`."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in _BY_NAME:
            parts: Sequence[ast.AST] = arguments
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _RUNNING:
            return any(_in_text(part, attribute) for part in ast.walk(node))
        case ast.Subscript(value=ast.Attribute(attr="__dict__") | ast.Call(func=ast.Name(id="vars")), slice=key):
            parts = (key,)
        case ast.Assign(targets=[ast.Name(id="__slots__")], value=value):
            parts = tuple(ast.walk(value))
        case _:
            parts = ()
    return any(isinstance(part, ast.Constant) and part.value == attribute for part in parts)


def _in_text(node: ast.AST, attribute: str) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and re.search(rf"\.{re.escape(attribute)}\b", text) is not None


def shows(tree: Tree, code: Code, cls: Region, attribute: str) -> bool:
    """Whether the code of a class or its relatives may show or use all attributes, or show the text of `self.attribute`."""
    text = re.compile(rf"\.\s*{re.escape(attribute)}\b.*=\s*$", re.DOTALL)
    for node in ast.walk(tree.cls):
        match node:
            case ast.Call(func=ast.Name(id="locals" | "dir")):
                return True
            case ast.JoinedStr(values=parts):
                if any(isinstance(p, ast.Constant) and text.search(str(p.value)) for p in parts):
                    return True
    kin = (info for info in code.kin(cls.path, cls.line) if not info.external)
    lines = (line for info in kin for line in _lines(code, info.file.path, info.index))
    return any(_DYNAMIC.search(line) for line in (*_own(tree, cls), *lines))
