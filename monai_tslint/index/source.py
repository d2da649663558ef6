"""Parses one file and outlines it."""

from __future__ import annotations

import ast
from collections.abc import Collection

from monai_tslint.facts import FileIndex
from monai_tslint.index.exports import exports
from monai_tslint.index.outline import Outline
from monai_tslint.index.pipelines import pipeline_calls
from monai_tslint.texts import parse

_TOO_DEEP = "nested too deeply"


class Unparsable(Exception):
    """The text is no Python that this interpreter's parser accepts; `line` is 1-based."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


def index_source(
    path: str, module: str, is_package: bool, text: str, digest: str, pipelines: Collection[str] = ()
) -> FileIndex:
    """Outline `text`, the source of the dotted `module`. Raises only `Unparsable`.

    Calls of anything that has one of `pipelines` for its last name are noted, with what is handed to them.
    """
    tree = _parse(path, text)
    outline = Outline(module, is_package, nested="  class " in text or "\tclass " in text or "\n class " in text)
    try:
        body = outline.body(tree.body, "")
        built = pipeline_calls(tree, text, pipelines)
        for scope, statements in built.functions.items():
            outline.local_imports(statements, scope)
    except RecursionError:
        raise Unparsable(1, _TOO_DEEP) from None
    return FileIndex(
        path=path,
        module=module,
        is_package=is_package,
        digest=digest,
        imports=tuple(outline.imports),
        classes=outline.classes,
        functions={name: found[-1] for name, found in body.functions.items()},
        variables=tuple(body.variables),
        exports=exports(tree.body) if "__all__" in text else None,
        pipelines=tuple(built.calls),
    )


def _parse(path: str, text: str) -> ast.Module:
    try:
        return parse(text.removeprefix("\ufeff"), path)
    except SyntaxError as error:
        raise Unparsable(error.lineno or 1, error.msg) from None
    except RecursionError:
        raise Unparsable(1, _TOO_DEEP) from None
    except MemoryError:
        raise Unparsable(1, "too complex for the parser") from None
    except ValueError as error:
        raise Unparsable(1, str(error)) from None
