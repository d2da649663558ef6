"""Bundle configurations: what they make, as scripts that can be asked what the code of a module can be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from monai_tslint.bundles.lowering import lower
from monai_tslint.bundles.macros import expanded
from monai_tslint.bundles.merging import combined, merged
from monai_tslint.bundles.targets import Targets
from monai_tslint.bundles.tree import Group, Unreadable
from monai_tslint.facts import FileIndex
from monai_tslint.link.project import Project
from monai_tslint.pipelines.following import Failed
from monai_tslint.pipelines.script import Script

__all__ = ["Configuration", "Unreadable", "read", "scripts"]


class Configuration(Struct, frozen=True):
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


def scripts(
    project: Project, configurations: Iterable[Configuration], failed: Failed
) -> Iterator[tuple[FileIndex, Script]]:
    """What the configurations of a project make, those that belong together as one, each with its first file.

    One that is nested too deeply makes nothing; any other error is one of ours, and is handed to `failed`.
    """
    known = {configuration.file.path: configuration for configuration in configurations}
    make = _Maker(project, known)
    folders: dict[str, list[Group]] = defaultdict(list)
    for path in sorted(known):
        folders[path.rpartition("/")[0]].append(known[path].root)
    for parts in (parts for roots in folders.values() for parts in combined(roots)):
        first = parts[0].path
        try:
            yield known[first].file, make(parts)
        except RecursionError:
            continue
        except Exception as error:  # noqa: BLE001 - the others are still followed
            failed(first, 1, error)


class _Maker:
    def __init__(self, project: Project, known: Mapping[str, Configuration]) -> None:
        self._known = known
        self._files = {path: configuration.file for path, configuration in known.items()}
        self._names = project.knowledge.bundles.names
        self._targets = Targets(project, project.knowledge.bundles)

    def __call__(self, parts: Sequence[Group]) -> Script:
        """What files make together."""
        return lower(expanded(merged(parts), self._near), self._files, self._targets, self._names)

    def _near(self, name: str, path: str) -> Group | None:
        """The file of that name, as seen from the folder of a file or from one above it."""
        folder, name = path.rpartition("/")[0], name.removeprefix("./")
        while folder:
            found = self._known.get(f"{folder}/{name}")
            if found is not None:
                return found.root
            folder = folder.rpartition("/")[0]
        return self._known[name].root if name in self._known else None
