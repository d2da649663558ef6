"""From outlines to a project: what names mean, what classes inherit, which classes are shared between threads."""

from monai_tslint.link.annotations import element_annotation
from monai_tslint.link.project import Project, SharedClass
from monai_tslint.link.symbols import (
    ClassInfo,
    ClassSymbol,
    ExternalSymbol,
    FunctionSymbol,
    Member,
    ModuleSymbol,
    Mro,
    Symbol,
    UnknownSymbol,
    VariableSymbol,
    name_of,
)
from monai_tslint.link.tracing import FACTS, UNKEPT, Mask, Trace, Unit, whole

__all__ = [
    "FACTS",
    "UNKEPT",
    "ClassInfo",
    "ClassSymbol",
    "ExternalSymbol",
    "FunctionSymbol",
    "Mask",
    "Member",
    "ModuleSymbol",
    "Mro",
    "Project",
    "SharedClass",
    "Symbol",
    "Trace",
    "Unit",
    "UnknownSymbol",
    "VariableSymbol",
    "element_annotation",
    "name_of",
    "whole",
]
