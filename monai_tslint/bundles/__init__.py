"""Bundle configurations: what they make, as scripts that can be asked what the code of a module can be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monai_tslint.bundles.lowering import lower
from monai_tslint.bundles.macros import expanded
from monai_tslint.bundles.merging import combined, merged
from monai_tslint.bundles.targets import Targets
from monai_tslint.bundles.tree import Group, Unreadable
from monai_tslint.facts import FileIndex
from monai_tslint.link import Project
from monai_tslint.pipelines.script import Script

__all__ = ["Configuration", "Unreadable", "read", "scripts"]


@dataclass(frozen=True, slots=True)
class Configuration:
    """One file; its outline has no names, and nothing can import it."""

    file: FileIndex
    root: Group


def read(path: str, text: str) -> Configuration | None:
    """What the text of a JSON or YAML file says, None if it is no mapping. Raises `Unreadable`."""
    if path.endswith(".json"):
        from monai_tslint.bundles.json_text import read as tree_of
    else:
        from monai_tslint.bundles.yaml_text import read as tree_of
    root = tree_of(path, text)
    if not isinstance(root, Group) or root.is_list:
        return None
    return Configuration(FileIndex(path, path, False, ""), root)


def scripts(project: Project, configurations: Iterable[Configuration]) -> tuple[tuple[FileIndex, Script], ...]:
    """What the configurations of a project make, those that belong together as one, each with its first file."""
    known = {configuration.file.path: configuration for configuration in configurations}
    files = {path: configuration.file for path, configuration in known.items()}
    knowledge = project.knowledge.bundles
    targets = Targets(project, knowledge)
    folders: dict[str, list[Group]] = defaultdict(list)
    for path in sorted(known):
        folders[path.rpartition("/")[0]].append(known[path].root)

    def file_of(name: str, path: str) -> Group | None:
        return _near(name, path, known)

    combinations = (parts for roots in folders.values() for parts in combined(roots))
    return tuple(
        (files[parts[0].path], lower(expanded(merged(parts), file_of), files, targets, knowledge.names))
        for parts in combinations
    )


def _near(name: str, path: str, known: Mapping[str, Configuration]) -> Group | None:
    """The file of that name, as seen from the folder of a file or from one above it."""
    folder = path.rpartition("/")[0]
    name = name.removeprefix("./")
    while folder:
        found = known.get(f"{folder}/{name}")
        if found is not None:
            return found.root
        folder = folder.rpartition("/")[0]
    return known[name].root if name in known else None
