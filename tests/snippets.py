"""Snippets that say in comments what the analysis must find in them.

`self.x = data  #: assign self.x` expects that write at that line, seen from an entry point of a shared class of the
snippet. Further words tell the locks held and the tests made on what is written, as in
`#: assign self.x under self.lock if missing`. Several writes at one line are separated by semicolons.
`#! MTS101` expects a finding of that rule. Nothing else may be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from textwrap import dedent, indent

from monai_tslint.checks import RULES
from monai_tslint.effects.classes import ClassEffects, HotEffect
from monai_tslint.facts import AccessPath, TestKind
from monai_tslint.findings import Finding
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import Unparsable, Workspace

Files = str | Mapping[str, str]
"""One source, or several by path."""

Line = tuple[str, int, str]
"""File, line, and what is found there."""

_SETUP = """\
import bisect, collections, copy, heapq, itertools, random, threading
import numpy as np
import torch
from monai.transforms import Transform
class T(Transform):
    def __init__(self, a=None, transforms=(), fn=None):
        self.x = self.y = 0
        self.a, self.fn = a, fn
        self.cache, self.items, self.seen = {}, [], set()
        self.buf, self.order = np.zeros(3), list(range(3))
        self.tensor = torch.zeros(3)
        self.transforms = list(transforms)
        self.lock = threading.Lock()
        self.local = threading.local()
    def _helper(self, value):
        return value
    def __call__(self, data, key="k"):
"""

IMPORT = "from monai.transforms import Transform\n"

HEAD = """
import contextlib, contextvars, copy, dataclasses, functools, random, threading
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Optional, Sequence
import numpy as np
import torch
from monai.transforms import Compose, MapTransform, RandomizableTransform, Transform
"""

_LAZY = (TestKind.IS_NONE, TestKind.MISSING, TestKind.FALSY, TestKind.ABSENT_KEY)


def called(body: str) -> str:
    """A transform with the usual attributes whose `__call__` has this body."""
    return _SETUP + indent(dedent(body).strip("\n"), "        ") + "\n"


def headed(source: str) -> str:
    """An indented source behind the imports that it may need."""
    return HEAD + dedent(source)


def workspace(files: Files) -> Workspace:
    """The analysis of some sources; folders are packages."""
    space = Workspace(load_builtin())
    for path, text in _by_path(files).items():
        parts = path.removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        space.update(path, ".".join(parts[:-1] if is_package else parts), is_package, text)
    return space


def effects_of(space: Workspace) -> tuple[ClassEffects, ...]:
    """The effects of all shared classes; none of them made the analysis fail."""
    effects = space.effects()
    assert not space.failures, space.failures
    return effects


def check_effects(files: Files) -> None:
    """Assert that the hot writes of all shared classes are exactly those in the `#:` comments."""
    _compare(set(_effects(workspace(files))), set(_marks(files, "#:")))


def check_findings(files: Files, *, strict: bool = False) -> None:
    """Assert that the findings are those in the `#!` comments; MTS301 counts only where the snippet names it."""
    expected = set(_marks(files, "#!"))
    found = {(f.location.path, f.location.line, f.rule) for f in findings(files, strict=strict)}
    if not any(rule == "MTS301" for _, _, rule in expected) and expected:
        found = {line for line in found if line[2] != "MTS301"}
    _compare(found, expected)


def findings(files: Files, *, strict: bool = False) -> tuple[Finding, ...]:
    """The findings about a snippet, without those of rules that are off by default."""
    space = workspace(files)
    return tuple(f for f in space.findings(effects_of(space), strict=strict) if RULES[f.rule].severity is not None)


def tolerant(files: Mapping[str, str], order: Sequence[str] = ()) -> tuple[Finding, ...]:
    """All findings about files added in an order; those that Python cannot parse are left out."""
    space = Workspace(load_builtin())
    for path in order or files:
        with suppress(Unparsable):
            space.update(path, path.removesuffix(".py").replace("/", "."), False, files[path])
    return space.findings(effects_of(space), strict=True)


def unknown(files: Files) -> set[str]:
    """What the analysis says it does not know of the shared classes of a snippet."""
    return {reason for cls in effects_of(workspace(files)) for reason in cls.unknown}


def _compare(found: set[Line], expected: set[Line]) -> None:
    assert found == expected, f"missing {sorted(expected - found)}, not expected {sorted(found - expected)}"


def _by_path(files: Files) -> dict[str, str]:
    given = {"snippet.py": files} if isinstance(files, str) else files
    return {path: dedent(text).removeprefix("\n") for path, text in given.items()}


def _marks(files: Files, sign: str) -> Iterator[Line]:
    for path, text in _by_path(files).items():
        for number, line in enumerate(text.split("\n"), 1):
            found = re.search(rf"{sign} *(.*?) *(#[:!]|\r?$)", line)
            for mark in found[1].split("; ") if found else ():
                yield path, number, mark


def _effects(space: Workspace) -> Iterator[Line]:
    for cls in effects_of(space):
        for hot in cls.effects:
            if hot.effect.role != "leak":
                yield hot.effect.site.path, hot.effect.site.span.line, _described(hot)


def _described(hot: HotEffect) -> str:
    effect = hot.effect
    words = [effect.kind.value, path_text(hot.path)]
    if effect.guards:
        words += ["under", *sorted({path_text(g) for g in effect.guards})]
    tests = sorted({t.kind.value for t in effect.tests if t.kind in _LAZY and t.path == effect.path})
    return " ".join([*words, "if", *tests] if tests else words)


def path_text(path: AccessPath) -> str:
    """A path as the comments of snippets spell it."""
    root = path[0].rpartition(":")[2].removeprefix("snippet.")
    return root + "".join("[*]" if s[0] == "[" else s for s in path[1:] if s[0] != "<")
