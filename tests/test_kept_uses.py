"""Uses of pipelines are followed again only if something changes that following has taken from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from monai_tslint.frameworks import load_builtin
from monai_tslint.pipelines import following, renewing
from monai_tslint.workspace import Workspace
from test_incremental import PROJECT, Edit, _replaced
from test_memory import _write, assert_same, check, project

__all__ = ["project"]

FILES = {
    **PROJECT,
    "lib/build.py": """\
from monai.transforms import Compose, Spacingd

def pipeline():
    return Compose([Spacingd("image", (1, 1, 1))])
""",
    "lib/parts.py": """\
def named(pre, name):
    checked = pre
    renamed = checked
    print(name)
    return renamed

def long(value):
    a = value
    b = a
    c = b
    return c
""",
    "run.py": """\
from lib.build import pipeline
from lib.parts import long, named
from lib.pipeline import load
from monai.transforms import Invertd

pre = named(pipeline(), long("first"))
loader = load([], pre)
post = Invertd("pred", transform=pre)
for batch in loader:
    post(batch)
""",
}
"""A pipeline that is built in one file, loaded by threads in another, and inverted in a third. A fourth hands it on."""

SAME: Mapping[str, Edit] = {
    "a comment in what is followed": _replaced("lib/parts.py", "    return renamed", "    # here\n    return renamed"),
    "a function that is not followed": _replaced("lib/other.py", "return 1", "return max(1, 2)"),
    "a function that is given nothing of interest": _replaced("lib/parts.py", "    c = b", "    c = b + 1"),
    "a docstring": _replaced("lib/parts.py", "name):\n", 'name):\n    """Gives it back."""\n'),
    "lines that move": ("lib/parts.py", lambda text: "# moved\n" + text),
}

OTHER: Mapping[str, Edit] = {
    "what is loaded": _replaced("lib/pipeline.py", "num_workers=2", "num_workers=0"),
    "what is built": _replaced("lib/build.py", "Compose([", "Compose([Spacingd(1), "),
    "what is handed on": _replaced("lib/parts.py", "return renamed", "return None"),
    "the top level": _replaced("run.py", "post = Invertd", "pre = None\npost = Invertd"),
    "threads in another file": _replaced("lib/other.py", "return 1", "return monai.data.ThreadDataLoader(1)"),
    "an import": ("lib/other.py", lambda text: "from lib.pipeline import load\n" + text),
    "a long function becomes short": _replaced(
        "lib/parts.py", "    a = value\n    b = a\n    c = b\n", "    c = value\n"
    ),
}


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One element for each time that the pipelines of a project have been followed."""
    times: list[int] = []
    original = following.follow

    def noted(*arguments: object) -> object:
        times.append(1)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(renewing, "follow", noted)
    return times


@pytest.fixture
def edited(project: Path, followed: list[int]) -> Callable[[Edit], int]:
    """Applies an edit after a check of the project, and tells how often the next check follows its pipelines."""
    (project / "pyproject.toml").write_text('[tool.monai-tslint]\nmonai = "1.4"\n')
    for path, text in FILES.items():
        _write(project, path, text)
    assert any(finding.rule == "MTS401" for finding in check().findings)

    def apply(edit: Edit) -> int:
        path, change = edit
        text = change(FILES[path])
        assert text != FILES[path]
        _write(project, path, text)
        followed.clear()
        check()
        return len(followed)

    return apply


@pytest.mark.parametrize("name", SAME)
def test_kept(edited: Callable[[Edit], int], name: str) -> None:
    assert edited(SAME[name]) == 0
    assert_same()


@pytest.mark.parametrize("name", OTHER)
def test_followed_again(edited: Callable[[Edit], int], name: str) -> None:
    assert edited(OTHER[name]) == 1
    assert_same()


INSIDE: Mapping[str, tuple[Edit, ...]] = {
    "twice in a function that is not followed": (
        _replaced("lib/parts.py", "    c = b", "    c = a"),
        _replaced("lib/parts.py", "    c = b", "    c = 1"),
    ),
    "back and forth": (
        _replaced("lib/parts.py", "    c = b", "    c = a"),
        ("lib/parts.py", lambda text: text),
    ),
}

INTO: Mapping[str, tuple[Edit, ...]] = {
    "first where it does not matter": (
        _replaced("lib/parts.py", "    c = b", "    c = a"),
        _replaced("lib/parts.py", "return renamed", "return None"),
    ),
    "a place in what is followed": (_replaced("lib/parts.py", "= checked", "=  checked"),),
    "a line more": (_replaced("lib/parts.py", "    c = b", "    c = b\n    d = c"),),
}


def _workspace(texts: Mapping[str, str]) -> Workspace:
    workspace = Workspace(load_builtin())
    for path, text in texts.items():
        workspace.update(path, path.removesuffix(".py").replace("/", "."), False, text)
    return workspace


@pytest.mark.parametrize(("edits", "times"), [*((e, 0) for e in INSIDE.values()), *((e, 1) for e in INTO.values())])
def test_in_a_session(edits: tuple[Edit, ...], times: int, followed: list[int]) -> None:
    workspace = _workspace(FILES)
    assert workspace.about_uses()[0]
    texts = dict(FILES)
    for path, change in edits:
        followed.clear()
        texts[path] = change(FILES[path])
        workspace.update(path, path.removesuffix(".py").replace("/", "."), False, texts[path])
        workspace.about_uses()
    assert len(followed) == times
    assert workspace.about_uses()[0] == _workspace(texts).about_uses()[0]
