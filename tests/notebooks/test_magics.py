"""What is no Python in a cell becomes code that does nothing, and everything else stays where it is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monai_tslint.notebooks.magics import neutral


def _kept(source: str) -> str:
    """What is left, without the blanks at the ends of lines."""
    result = neutral(source)
    assert [len(line) for line in result.split("\n")] == [len(line) for line in source.split("\n")]
    ast.parse(f"if 1:\n{result}" if source.startswith(" ") else result)
    return "\n".join(line.rstrip() for line in result.split("\n"))


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param("%matplotlib inline\nx = 1", "0\nx = 1", id="line magic"),
        pytest.param("!pip install 'x\nx = 1", "0\nx = 1", id="shell command with an open quote"),
        pytest.param("!a \\\n  b \\\n  c(\nx = 1", "0\n\n\nx = 1", id="command over several lines"),
        pytest.param("if x:\n    !ls\n    y = 1", "if x:\n    0\n    y = 1", id="command in a block"),
        pytest.param("files = !ls *.py\nx = files", "files = 0\nx = files", id="result of a command"),
        pytest.param("a.b[0] = %env HOME \\\n more\nx = 1", "a.b[0] = 0\n\nx = 1", id="result of a magic"),
        pytest.param("f(1,\n  2)?\nx = 1", "0\n\nx = 1", id="question about a call"),
        pytest.param("Transform??  # what\nx = 1", "0            # what\nx = 1", id="question with a comment"),
        pytest.param("  x.y?\n  z = 1", "  0\n  z = 1", id="indented question"),
        pytest.param("?print\n,f a b\n;f a\n/f a", "0\n0\n0\n0", id="other escapes"),
        pytest.param("%%time\n%%capture\nx = 1\n!ls", "\n0\nx = 1\n0", id="cell magics that run Python"),
        pytest.param("\n%%timeit -n 3\nx = 1", "\n\nx = 1", id="cell magic after an empty line"),
        pytest.param("%%bash\nif [ x ]; then y; fi\nx = 1", "\n\n", id="cell magic of another language"),
        pytest.param("%%mine\nx = 1", "\n", id="cell magic that is not known"),
    ],
)
def test_becomes_nothing(source: str, kept: str) -> None:
    assert _kept(source) == kept


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = (a\n  % b)\n", id="operator at the start of a line"),
        pytest.param("x = a \\\n  % b\n", id="operator after a backslash"),
        pytest.param("x = '''\n!ls\n%cd\nwhat?\n'''\n", id="in a string"),
        pytest.param("x = f'{a!r} {b=!s:>3}'\n", id="conversions of an f-string"),
        pytest.param("# is it?\nassert a != b, 'why?'\n", id="in a comment"),
    ],
)
class TestPythonStays:
    def test_alone(self, source: str) -> None:
        assert neutral(source) == source

    def test_beside_commands(self, source: str) -> None:
        assert neutral(f"!ls\n{source}what?") == f"0  \n{source}0    "


def test_what_is_wrong_stays_wrong() -> None:
    assert neutral("!ls\nx = a ? b : c\n") == "0  \nx = a ? b : c\n"


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="ax=%!?,;/\\\n\t '\"#([])", max_size=40))
def test_lines_and_columns_stay(source: str) -> None:
    result = neutral(source)
    assert [len(line) for line in result.split("\n")] == [len(line) for line in source.split("\n")]
    assert all(new in (old, " ", "0") for new, old in zip(result, source, strict=True))
