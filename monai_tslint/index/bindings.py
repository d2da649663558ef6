"""What single statements bind: functions with their signatures, variables with annotation and value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from monai_tslint.facts import FunctionIndex, Parameter
from monai_tslint.texts import annotation_text, decorator_text, default_text, value_text

Function = ast.FunctionDef | ast.AsyncFunctionDef
Variable = tuple[str, str | None, str | None]


def function(node: Function, prefix: str) -> FunctionIndex:
    """The outline of a function whose qualified name begins with `prefix`."""
    decorators = node.decorator_list
    return FunctionIndex(
        node.name,
        prefix + node.name,
        decorators[0].lineno if decorators else node.lineno,
        node.lineno,
        node.end_lineno or node.lineno,
        _parameters(node.args),
        tuple([decorator_text(d) for d in decorators]) if decorators else (),
        None if node.returns is None else annotation_text(node.returns),
        isinstance(node, ast.AsyncFunctionDef),
    )


def _parameters(args: ast.arguments) -> tuple[Parameter, ...]:
    plain = args.posonlyargs + args.args
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
    defaults += args.defaults
    found = [_parameter(a, "", d) for a, d in zip(plain, defaults, strict=True)]
    if args.vararg:
        found.append(_parameter(args.vararg, "*", None))
    if args.kwonlyargs:
        found += [_parameter(a, "", d, True) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    if args.kwarg:
        found.append(_parameter(args.kwarg, "**", None))
    return tuple(found)


def _parameter(node: ast.arg, kind: str, default: ast.expr | None, keyword_only: bool = False) -> Parameter:
    annotation = None if node.annotation is None else annotation_text(node.annotation)
    return Parameter(node.arg, kind, annotation, None if default is None else default_text(default), keyword_only)


def variables(node: ast.stmt) -> Iterator[Variable]:
    """The names that a statement assigns, with annotation and value text; parts of a tuple have no value."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, None, value_text(value)
                else:
                    yield from _names(target)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            yield name, annotation_text(annotation), None if value is None else value_text(value)
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from _names(target)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                yield from _names(item.optional_vars)
        case _ if type(node).__name__ == "TypeAlias":
            yield from _type_alias(node)


def _type_alias(node: ast.stmt) -> Iterator[Variable]:
    """`type X = …`, which this interpreter's `ast` may not know by name."""
    parts = dict(ast.iter_fields(node))
    yield parts["name"].id, None, annotation_text(parts["value"])


def _names(target: ast.expr | None) -> Iterator[Variable]:
    match target:
        case ast.Name(id=name):
            yield name, None, None
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _names(part)
        case ast.Starred(value=part):
            yield from _names(part)
