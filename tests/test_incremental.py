"""A workspace whose files change says what a new one with the same files says, and does not do everything again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from analysed import sources_of, workspace_of
from monai_tslint.effects.classes import ClassEffects
from monai_tslint.facts import FunctionFacts
from monai_tslint.findings import Finding
from monai_tslint.frameworks import load_builtin
from monai_tslint.link.tracing import UNKEPT
from monai_tslint.workspace import Unparsable, Workspace

PROJECT = {
    "lib/core.py": """\
from contextlib import contextmanager
from monai.transforms import Transform

class Traced(Transform):
    def __init__(self):
        self.tracing = True

    @contextmanager
    def trace(self, to):
        before = self.tracing
        self.tracing = to
        yield
        self.tracing = before

class Helper:
    def fill(self, data):
        self.last = data
""",
    "lib/scale.py": """\
from lib.core import Helper, Traced

class Scale(Traced):
    def __init__(self):
        super().__init__()
        self.helper = Helper()

    def __call__(self, data):
        self.low = min(data)
        with self.trace(False):
            self.helper.fill(data)
        return [x - self.low for x in data]
""",
    "lib/plain.py": "class Plain:\n    def __call__(self, data):\n        self.size = len(data)\n        return self.size\n",
    "lib/pipeline.py": """\
from lib.scale import Scale
from monai.data import Dataset, ThreadDataLoader
from monai.transforms import Compose, Invertd

def build():
    return Compose([Scale()])

def load(items, pre):
    return ThreadDataLoader(Dataset(items, pre), num_workers=2, use_thread_workers=True)
""",
    "run.py": """\
from lib.pipeline import build, load

pre = build()
for batch in load([], pre):
    print(batch)
""",
    "lib/other.py": "def unrelated():\n    return 1\n",
}
"""A base that toggles, a class that hands itself about, a class without a role, and a pipeline that threads run."""

PACKS = load_builtin()

Edit = tuple[str, Callable[[str], str]]


def _replaced(path: str, old: str, new: str) -> Edit:
    return path, lambda text: text.replace(old, new, 1)


EDITS: Mapping[str, Edit] = {
    "lines move": ("lib/core.py", lambda text: "# moved\n\n" + text),
    "a comment elsewhere": ("lib/other.py", lambda text: text + "# nothing\n"),
    "a base is mended": _replaced("lib/core.py", "yield\n        self.", "yield\n        self.x = 1; self."),
    "a helper becomes clean": _replaced("lib/core.py", "self.last = data", "return data"),
    "a base goes": _replaced("lib/scale.py", "class Scale(Traced)", "class Scale"),
    "a base is unknown": _replaced("lib/core.py", "class Traced(Transform)", "class Traced(Unknown)"),
    "a base moves": _replaced(
        "lib/core.py", "from monai.transforms import Transform", "from lib.other import Transform"
    ),
    "a method is renamed": _replaced("lib/core.py", "def trace(", "def traced("),
    "a method appears": _replaced(
        "lib/core.py", "class Helper:", "class Helper:\n    def __setattr__(self, n, v): pass"
    ),
    "an attribute is mended": _replaced("lib/scale.py", "self.low = min(data)", "low = self.low = min(data)"),
    "a class is put into a pipeline": (
        "run.py",
        lambda text: "from monai.transforms import Compose\nfrom lib.plain import Plain\nCompose([Plain()])\n" + text,
    ),
    "a class moves below another": (
        "lib/core.py",
        lambda text: (
            text.replace("class Helper:", "class Later:", 1)
            + "\nclass Helper:\n    def fill(self, data):\n        self.kept = data\n"
        ),
    ),
    "classes change places": (
        "lib/core.py",
        lambda text: (
            text.partition("class Traced")[0]
            + "class Helper"
            + text.partition("class Helper")[2]
            + "\nclass Traced"
            + text.partition("class Traced")[2].partition("class Helper")[0]
        ),
    ),
    "no threads": _replaced("lib/pipeline.py", "use_thread_workers=True", "use_thread_workers=False"),
    "threads without their name": _replaced("lib/pipeline.py", "ThreadDataLoader", "DataLoader"),
    "another pipeline": _replaced("lib/pipeline.py", "Compose([Scale()])", "Compose([])"),
    "threads in a new place": (
        "lib/other.py",
        lambda text: text + "from lib.scale import Scale\nimport threading\nthreading.Thread(target=Scale())\n",
    ),
    "it cannot be parsed": ("lib/core.py", lambda text: "def broken(:\n" + text),
    "it can be parsed again": ("lib/core.py", lambda _: PROJECT["lib/core.py"]),
}


def _workspace(texts: Mapping[str, str]) -> Workspace:
    workspace = Workspace(PACKS)
    for path, text in texts.items():
        _put(workspace, path, text)
    return workspace


def _put(workspace: Workspace, path: str, text: str) -> None:
    try:
        workspace.update(path, path.removesuffix(".py").replace("/", "."), False, text)
    except Unparsable:
        return


def _said(workspace: Workspace) -> tuple[tuple[ClassEffects, ...], tuple[Finding, ...]]:
    effects = workspace.effects()
    found = workspace.findings(effects)
    assert workspace.failures == []
    return effects, found


def _same(one: ClassEffects, other: ClassEffects) -> bool:
    """Whether the effects are equal; the numbers of the files that they rest on belong to one workspace."""
    return all(
        getattr(one, name) == getattr(other, name) for name in ClassEffects.__struct_fields__ if name != "rests_on"
    )


def _assert_alike(changed: Workspace, new: Workspace) -> None:
    effects, findings = _said(changed)
    expected, expected_findings = _said(new)
    assert [cls.info for cls in effects] == [cls.info for cls in expected]
    assert [cls.info.name for cls, other in zip(effects, expected, strict=True) if not _same(cls, other)] == []
    assert findings == expected_findings


@pytest.mark.parametrize("name", EDITS)
def test_one_edit(name: str) -> None:
    workspace = _workspace(PROJECT)
    assert _said(workspace)[1] != ()
    path, edit = EDITS[name]
    _put(workspace, path, edit(PROJECT[path]))
    _assert_alike(workspace, _workspace({**PROJECT, path: edit(PROJECT[path])}))


@pytest.mark.parametrize("seed", range(6))
def test_one_edit_after_the_other(seed: int) -> None:
    random_ = random.Random(seed)
    texts = dict(PROJECT)
    workspace = _workspace(texts)
    for _ in range(8):
        for path, edit in random_.choices(list(EDITS.values()), k=random_.choice([1, 1, 3])):
            texts[path] = edit(texts[path])
            _put(workspace, path, texts[path])
        _assert_alike(workspace, _workspace(texts))


def test_a_file_is_added() -> None:
    workspace = _workspace({path: text for path, text in PROJECT.items() if path != "lib/core.py"})
    _said(workspace)
    _put(workspace, "lib/core.py", PROJECT["lib/core.py"])
    _assert_alike(workspace, _workspace(PROJECT))


def test_what_rests_on_other_files_is_kept() -> None:
    workspace = _workspace(PROJECT)
    before = {cls.info.name: cls for cls in workspace.effects()}
    _put(workspace, "lib/other.py", PROJECT["lib/other.py"] + "x = 1\n")
    after = {cls.info.name: cls for cls in workspace.effects()}
    assert all(after[name] is before[name] for name in before)
    _put(workspace, "lib/scale.py", "# moved\n" + PROJECT["lib/scale.py"])
    after = {cls.info.name: cls for cls in workspace.effects()}
    assert after["lib.core.Traced"] is before["lib.core.Traced"]
    assert after["lib.scale.Scale"] is not before["lib.scale.Scale"]


def test_functions_that_only_move_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = _workspace(PROJECT)
    _said(workspace)
    read: list[str] = []

    def counted(lines: object, function: object) -> FunctionFacts:
        read.append(str(function))
        return FunctionFacts(())

    monkeypatch.setattr("monai_tslint.reader.read_function", counted)
    _put(workspace, "lib/scale.py", "# moved\n" + PROJECT["lib/scale.py"])
    _put(workspace, "lib/core.py", "# moved\n" + PROJECT["lib/core.py"])
    _said(workspace)
    assert read == []


@pytest.mark.wheels
def test_edits_of_a_release(monai_release: Callable[[str], Path]) -> None:
    """Several files of MONAI's transforms change, among them those that most classes rest on."""
    sources = sources_of(monai_release("1.5.0"), "monai")
    workspace = workspace_of(sources)
    _said(workspace)
    by_path = {source.path: source for source in sources}
    folder = "monai/transforms"
    for path in (f"{folder}/inverse.py", f"{folder}/intensity/array.py", f"{folder}/croppad/dictionary.py"):
        source = by_path[path]
        text = source.text.replace("        return ", "        self.fresh = 1\n        return ", 3)
        by_path[path] = source = source.__class__(path, source.absolute, text, "", source.module, source.is_package)
        workspace.update(path, source.module, source.is_package, text)
    effects = workspace.effects()
    assert all(cls.rests_on != UNKEPT for cls in effects)
    _assert_alike(workspace, workspace_of([by_path[source.path] for source in sources]))
