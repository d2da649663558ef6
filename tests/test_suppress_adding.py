"""Comments that are added for findings: where they go, and that they do nothing but suppress."""

from __future__ import annotations

import tokenize
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_findings import at, made
from monai_tslint.config import Settings
from monai_tslint.files import Source
from monai_tslint.findings import Finding
from monai_tslint.fixes.edits import apply_all
from monai_tslint.suppress import apply
from monai_tslint.suppress.adding import commented

ROOT = Path(__file__).parents[1]
SETTINGS = Settings(root=Path("/project"), ignore=("MTS901",))


def on(line: int, code: str = "MTS101", *, end_line: int | None = None) -> Finding:
    return made(code, at(line, 1, 5, end_line=end_line, path="a.py"))


def added(text: str, *findings: Finding, reason: str = "") -> str:
    """The text with the comments; they suppress what they are said to, and the code is the same."""
    edits, done = commented(findings, "a.py", text, reason)
    result = apply_all(text, (edits,))
    kept, suppressed, _ = apply(findings, (Source("a.py", "/project/a.py", result, "", "a", False),), SETTINGS)
    assert [s.finding for s in suppressed] == list(done)
    assert len(kept) + len(done) == len(findings)
    assert code(result) == code(text)
    return result


def code(text: str) -> list[tuple[int, str]]:
    """The tokens that mean something."""
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return [(token.type, token.string) for token in tokens if token.type not in (tokenize.COMMENT, tokenize.NL)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "x = 1  # noqa: MTS101\n"),
        ("x = 1", "x = 1  # noqa: MTS101"),
        ("x = 1 \t\n", "x = 1  # noqa: MTS101\n"),
        ("x = 1  # why\n", "x = 1  # why  # noqa: MTS101\n"),
        ("x = 1  # noqa: E501\n", "x = 1  # noqa: E501, MTS101\n"),
        ("x = 1  # noqa:E501,W1 as it was\n", "x = 1  # noqa:E501,W1, MTS101 as it was\n"),
        ("x = 1  # noqa: because\n", "x = 1  # noqa: because  # noqa: MTS101\n"),
        (
            "x = 1  # type: ignore[a]  # NOQA : E501  # fmt: skip\n",
            "x = 1  # type: ignore[a]  # NOQA : E501, MTS101  # fmt: skip\n",
        ),
        ("x = '# noqa: E501'\n", "x = '# noqa: E501'  # noqa: MTS101\n"),
        ("x = 'ä𝒳'  # noqa: E501\n", "x = 'ä𝒳'  # noqa: E501, MTS101\n"),
        ("\fx = 1\n", "\fx = 1  # noqa: MTS101\n"),
    ],
)
def test_a_line(before: str, after: str) -> None:
    assert added(before, on(1)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = f(\n    1,\n)\n", "x = f(  # noqa: MTS101\n    1,\n)\n"),
        ("x = f(  # why\n)\n", "x = f(  # why  # noqa: MTS101\n)\n"),
        ("x = 1 + \\\n    2\n", "x = 1 + \\\n    2  # noqa: MTS101\n"),
        ('x = """\na\n"""\n', 'x = """\na\n"""  # noqa: MTS101\n'),
        ('x = f"""\n{a}\n""", (\n)\n', 'x = f"""\n{a}\n""", (\n)  # noqa: MTS101\n'),
        ("x = '''\n''' + \\\n    '''\n'''  # why\n", "x = '''\n''' + \\\n    '''\n'''  # why  # noqa: MTS101\n"),
        ("with a as b, \\\n        c:\n    pass\n", "with a as b, \\\n        c:  # noqa: MTS101\n    pass\n"),
        ("class A(\n    B,\n):\n    pass\n", "class A(  # noqa: MTS101\n    B,\n):\n    pass\n"),
    ],
)
def test_a_statement_on_several_lines(before: str, after: str) -> None:
    assert added(before, on(1)) == after


def test_the_lines_of_the_finding_come_before_the_end_of_the_statement() -> None:
    text = 'x = [\n    """\n    """,\n    1,\n    2,\n]\n'
    assert added(text, on(2, end_line=3)) == text.replace('""",', '""",  # noqa: MTS101')


def test_several_findings() -> None:
    text = "x = 1\ny = 2\n"
    findings = (on(2, "MTS103"), on(1, "MTS105"), on(1), on(1))
    assert added(text, *findings) == "x = 1  # noqa: MTS101, MTS105\ny = 2  # noqa: MTS103\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "x = 1  # monai-tslint: ignore[MTS101] one thread only\n"),
        ("x = 1  # noqa: E501\n", "x = 1  # noqa: E501  # monai-tslint: ignore[MTS101] one thread only\n"),
        (
            "x = 1  # monai-tslint: ignore[MTS103] a count\n",
            "x = 1  # monai-tslint: ignore[MTS103] a count  # monai-tslint: ignore[MTS101] one thread only\n",
        ),
    ],
)
def test_a_reason(before: str, after: str) -> None:
    assert added(before, on(1), reason="one thread only") == after


def test_what_a_comment_cannot_mend_is_left() -> None:
    text = "x = 1  # noqa: MTS999\n"
    assert commented((on(1, "MTS900"), on(1, "MTS901")), "a.py", text) == ((), ())


SOURCES = sorted((ROOT / "monai_tslint").rglob("*.py")) + sorted((ROOT / "tests").rglob("*.py"))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(SOURCES), st.data())
def test_any_line_of_real_code(file: Path, data: st.DataObject) -> None:
    text = file.read_text("utf-8")
    lines = st.integers(1, max(1, text.count("\n")))
    places = data.draw(st.lists(st.tuples(lines, st.integers(0, 3)), max_size=5))
    starts = {token.start[0] for token in tokenize.generate_tokens(StringIO(text).readline) if token.string.strip()}
    findings = [on(line, end_line=line + more) for line, more in places if line in starts]
    added(text, *findings)
    added(text, *findings, reason="it is so")
