"""An independent reader agrees: our linear order of MONAI's transforms is astroid's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from astroid import nodes
from astroid.exceptions import AstroidError
from astroid.manager import AstroidManager

from monai_tslint.link.project import Project
from monai_tslint.link.symbols import ClassInfo
from outlines import folder_outlines

VERSION = "1.5.0"


@pytest.fixture(scope="module")
def release(monai_release: Callable[[str], Path]) -> Path:
    return monai_release(VERSION)


@pytest.fixture(scope="module")
def astroid_manager(release: Path) -> Iterator[AstroidManager]:
    """astroid, finding `monai` in the release's folder; its process-wide cache is emptied before and after."""
    manager = AstroidManager()
    manager.clear_cache()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(release))
        yield manager
    manager.clear_cache()


def astroid_orders(manager: AstroidManager, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each class of `monai.transforms` that astroid can linearise, with the classes of MONAI in its order."""
    for file in sorted((folder / "monai" / "transforms").rglob("*.py")):
        module = manager.ast_from_file(str(file))
        for cls in module.nodes_of_class(nodes.ClassDef):
            try:
                order = cls.mro()
            except (AstroidError, NotImplementedError):
                continue
            yield cls.qname(), [c.qname() for c in order if c.qname().startswith("monai.")]


@pytest.mark.wheels
def test_orders_equal_those_of_astroid(astroid_manager: AstroidManager, release: Path) -> None:
    linked = Project(folder_outlines(release, "monai"))
    theirs = dict(astroid_orders(astroid_manager, release))
    ours = {_plain(info): [_plain(c) for c in linked.mro(info).classes] for info in linked.classes()}
    assert len(theirs) > 300
    assert sum(len(order) > 2 for order in theirs.values()) > 200
    assert {name: ours[name] for name in theirs} == theirs


def _plain(info: ClassInfo) -> str:
    """The name as astroid writes it, which leaves out that a class is local to a function."""
    return info.name.replace(".<locals>", "")
