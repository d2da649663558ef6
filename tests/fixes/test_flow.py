"""What a method may see of its object's attribute: the state of each use."""

from __future__ import annotations

import ast

import pytest

from mended import block
from monai_tslint.fixes.flow import uses


def states(body: str) -> list[str]:
    """Kind and state of each use of `self.x`, in order; `self.get()` reads it as well."""
    function = ast.parse(f"def f(self, a):\n{block(body, '    ')}").body[0]
    assert isinstance(function, ast.FunctionDef)
    return [f"{use.kind.value} {use.state.value}" for use in uses(function, "x", frozenset({"get"}))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.x = a\nreturn self.x", ["write before", "read after"]),
        ("self.x = self.x or a", ["read before", "write before"]),
        ("self.x += 1", ["augment before"]),
        ("self.x[a] = 1\ndel self.x", ["read before", "delete before"]),
        ("self.x: int\nreturn self.x", ["read before"]),
        ("self.x: int = 1\nreturn self.x", ["write before", "read after"]),
        ("if a:\n    self.x = a\nreturn self.x", ["write before", "read unclear"]),
        ("if a:\n    self.x = a\nelse:\n    self.x = 0\nreturn self.x", ["write before", "write before", "read after"]),
        ("if a:\n    self.x = a\nelse:\n    raise a\nreturn self.x", ["write before", "read after"]),
        ("if a:\n    return self.x\nself.x = a\nreturn self.x", ["read before", "write before", "read after"]),
        ("for i in a:\n    print(self.x)\n    self.x = i", ["read unclear", "write unclear"]),
        (
            "for i in a:\n    self.x = i\n    print(self.x)\nreturn self.x",
            ["write unclear", "read after", "read unclear"],
        ),
        ("for self.x in a:\n    print(self.x)", ["write unclear", "read after"]),
        ("while True:\n    self.x = a\n    break\nreturn self.x", ["write before", "read unclear"]),
        (
            "while a:\n    if a:\n        continue\n    self.x = a\nelse:\n    a(self.x)",
            ["write unclear", "read unclear"],
        ),
        (
            "try:\n    self.x = a\nexcept E:\n    return self.x\nreturn self.x",
            ["write before", "read unclear", "read after"],
        ),
        (
            "try:\n    self.x = a\nfinally:\n    a(self.x)\nreturn self.x",
            ["write before", "read unclear", "read after"],
        ),
        (
            "try:\n    a()\nexcept E:\n    self.x = a\nelse:\n    self.x = 0\na(self.x)",
            ["write before", "write before", "read after"],
        ),
        ("with a as self.x:\n    a(self.x)", ["write before", "read after"]),
        ("with suppress(E):\n    self.x = a\nreturn self.x", ["write before", "read unclear"]),
        (
            "match a:\n    case 1:\n        self.x = 1\n    case _ if self.x:\n        pass\nself.x",
            ["write before", "read before", "read unclear"],
        ),
        ("self.x = a\nreturn lambda: self.x", ["write before", "read after"]),
        ("f = lambda: self.x\nself.x = a", ["read unclear", "write before"]),
        ("def g():\n    self.x = a\nself.x = a", ["write unclear", "write before"]),
        ("self.x = a\nreturn [i for i in a if i < self.x]", ["write before", "read after"]),
        ("self.x = a\nreturn self.get(self.x)", ["write before", "read after", "call after"]),
        ("self.get()\nother.x = a.get()", ["call before"]),
        ("self.x, (b, self.x) = a\nself.x", ["write before", "write after", "read after"]),
    ],
)
def test_states(body: str, expected: list[str]) -> None:
    assert states(body) == expected


def test_a_function_without_parameters_has_no_object() -> None:
    function = ast.parse("def f():\n    self.x = 1\n").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert uses(function, "x", frozenset()) == ()
