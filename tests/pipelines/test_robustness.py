"""Following code gives an answer for any code."""

from __future__ import annotations

from pathlib import Path

import pytest

from monai_tslint.frameworks import load_builtin
from monai_tslint.pipelines.reading import read_script
from monai_tslint.pipelines.renewing import Pipelines
from monai_tslint.pipelines.uses import Uses
from monai_tslint.workspace import Workspace

HEAD = "from monai.data import Dataset, ThreadDataLoader\nfrom monai.transforms import Compose, Invertd\n"

PROGRAMS = {
    "recursion": "def f(x):\n    return g(x)\ndef g(x):\n    return f(ThreadDataLoader(Dataset([], x)))\nf(Compose([]))\n",
    "a list that holds itself": "parts = []\nparts.append(parts)\npre = Compose(parts)\nThreadDataLoader(Dataset([], pre))\n",
    "a container that holds itself": "pre = Compose([])\npre.transforms = [pre]\nThreadDataLoader(Dataset([], pre))\n",
    "a dataset over itself": "ds = Dataset([], None)\nds.data = ds\nThreadDataLoader(ds)\n",
    "a copy of a cycle": "import copy\na = [ThreadDataLoader]\na.append(a)\nb = copy.deepcopy(a)\n",
    "an argument too many": "ThreadDataLoader(*a, *b, **c, **d)\nInvertd()\nCompose(1, 2, 3, 4)\nDataset\n",
    "deep nesting": f"x = {'(' * 60}ThreadDataLoader{')' * 60}\ny = {'-' * 60}x\nz = {'x + ' * 500}x\n",
    "a long chain": "x = ThreadDataLoader" + ".a" * 500 + "\n",
    "names from nowhere": "from .....nowhere import *\nfrom . import x as ThreadDataLoader2\nThreadDataLoader(x.y[0]()[1:2])\n",
    "odd targets": "for a.b, [c, *d] in e:\n    with f as (g, h[0]):\n        j[(i := ThreadDataLoader(g))] = 1, 2\n",
    "growth": "a = [ThreadDataLoader]\nfor i in x:\n    a = a + a\n    a += a\n    a = [*a, *a, a]\n",
    "branches": "a = ThreadDataLoader\n" + "if x:\n    a = [a, 1]\nelif y:\n    a = (a,)\n" * 40,
    "calls of calls": "def f(a):\n    return lambda b: f(lambda c: a(b(c)))\nf(ThreadDataLoader)(f)(f)(f)\n",
}


def uses(source: str) -> Uses:
    workspace = Workspace(load_builtin())
    workspace.update("program.py", "program", False, HEAD + source)
    return Pipelines(workspace.lines).uses(workspace.project, None, ())


@pytest.mark.parametrize("name", PROGRAMS)
def test_there_is_an_answer(name: str) -> None:
    assert isinstance(uses(PROGRAMS[name]), Uses)


def test_code_without_threads_is_not_followed() -> None:
    workspace = Workspace(load_builtin())
    workspace.update(
        "program.py", "program", False, "from monai.transforms import Compose, Invertd\nInvertd(Compose([]))\n"
    )
    assert Pipelines(workspace.lines).uses(workspace.project, None, ()) == Uses()


def test_any_source_is_read() -> None:
    for path in sorted(Path(__file__).parents[2].glob("monai_tslint/**/*.py")):
        script = read_script(str(path), path.read_text("utf-8").split("\n"), ("monai_tslint",))
        assert script.body or path.name == "__init__.py"


def test_what_cannot_be_parsed_says_nothing() -> None:
    assert read_script("broken.py", ["def f(:"], ()).body == ()


def test_places_count_characters() -> None:
    (loader,) = uses("é = 'ä'; löader = ThreadDataLoader(Dataset([], Compose([Invertd()])))\n").runs
    assert (loader.place.line, loader.place.column) == (3, 19)


def test_files_in_any_order_say_the_same() -> None:
    files = {
        "factory.py": HEAD + "def both(pre):\n    return ThreadDataLoader(Dataset([], pre)), Invertd(1, pre)\n",
        "main.py": "from factory import both\nfrom monai.transforms import Compose\nboth(Compose([]))\n",
    }
    found = []
    for order in (list(files), list(reversed(files))):
        workspace = Workspace(load_builtin())
        for path in order:
            workspace.update(path, path.removesuffix(".py"), False, files[path])
        found.append(Pipelines(workspace.lines).uses(workspace.project, None, ()))
    assert found[0] == found[1]


@pytest.mark.parametrize(("module", "name"), [("lib.factory", "factory"), ("factory", "lib.factory")])
def test_what_imports_a_file_by_another_name_is_followed(module: str, name: str) -> None:
    """Folders without `__init__.py` are packages or not, depending on where a program is run from."""
    workspace = Workspace(load_builtin())
    workspace.update(
        "lib/factory.py", name, False, HEAD + "def load(pre):\n    return ThreadDataLoader(Dataset([], pre))\n"
    )
    text = f"from {module} import load\nfrom monai.transforms import Compose, Spacingd\nload(Compose([Spacingd(1)]))\n"
    workspace.update("lib/main.py", "main", False, text)
    found = Pipelines(workspace.lines).uses(workspace.project, None, ())
    assert "Spacingd" in {built.text for built in found.built}
