"""Names for new variables."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Sequence

from monai_tslint.fixes.base import Refused
from monai_tslint.fixes.places import Function


def free_name(attribute: str, functions: Sequence[Function]) -> str:
    """A name for the value of an attribute that means nothing else in the functions, nor to Python. Raises `Refused`."""
    taken = {node.id for f in functions for node in ast.walk(f) if isinstance(node, ast.Name)}
    taken |= {node.arg for f in functions for node in ast.walk(f) if isinstance(node, ast.arg)}
    plain = attribute.strip("_")
    for name in (plain, f"{plain}_", f"current_{plain}"):
        if name.isidentifier() and name not in taken and not hasattr(builtins, name) and not keyword.iskeyword(name):
            return name
    raise Refused(f"there is no free name for the value of `self.{attribute}`")
