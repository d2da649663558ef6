"""The uses of pipelines of a project. While nothing changes that they rest on, they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from monai_tslint.facts import FileIndex
from monai_tslint.link.project import Project
from monai_tslint.link.tracing import Mask, Unit, whole
from monai_tslint.pipelines.following import Failed, OtherScript, Scripts, choose, follow
from monai_tslint.pipelines.gathering import gather
from monai_tslint.pipelines.library import Library
from monai_tslint.pipelines.resting import Rest, digest, followed
from monai_tslint.pipelines.script import Script
from monai_tslint.pipelines.starting import LinesOf, Starting, names_in
from monai_tslint.pipelines.uses import Uses
from monai_tslint.pipelines.wording import Words


class Pipelines:
    """Answers for the files whose lines `lines` gives, as they are when it is asked; `forget` says which have changed.

    `rests` tells what of each file the last answer rests on.
    """

    def __init__(self, lines: LinesOf) -> None:
        self._lines = lines
        self._scripts = Scripts(lines)
        self._naming: dict[str, bool] = {}
        self._chosen: tuple[str, ...] = ()
        self._others: Sequence[OtherScript] = ()
        self._known: tuple[Uses, Mask] | None = None
        self.rests: Mapping[str, Rest] = {}
        self._lines_then: Mapping[str, Sequence[str]] = {}
        self._digests_then: dict[str, str] = {}

    def forget(self, project: Project, changed: Mask) -> None:
        """These files of a project are not what they were."""
        paths = [path for path in self._naming if project.trace.bit(whole(path)) & changed]
        if self._known is not None and self._known[1] & changed and not self._is_kept(project, paths, changed):
            self._known = None
        for path in paths:
            del self._naming[path]
            self._scripts.forget(path)

    def _is_kept(self, project: Project, paths: Sequence[str], changed: Mask) -> bool:
        """Whether files with these paths, of all that changed, still have in the same places what the last answer rests on."""
        trace, taken = project.trace, [path for path in paths if path in self.rests]
        texts, outlines = trace.mask_of(map(whole, taken)), trace.mask_of(map(Unit, taken))
        if self._known is None or self._known[1] & changed & ~texts or outlines & changed:
            return False
        new = [path for path in taken if path not in self._digests_then]
        then = self._lines_then.__getitem__
        self._digests_then.update(self._digests(project, self.rests, new, then, self._scripts, places=True))
        now = self._digests(project, self.rests, taken, self._lines, Scripts(self._lines), places=True)
        return all(self._digests_then[path] == now[path] for path in taken)

    def uses(self, project: Project, failed: Failed | None, others: Sequence[OtherScript]) -> Uses:
        """All uses in the files of a project, and in `others`, scripts of files that are no modules.

        An error of ours in one function or class is handed to `failed`, and the others are still followed; without it,
        it is raised.
        """
        words = self._words(project)
        chosen = choose(project, lambda file: self._names_threads(words, file))
        paths = tuple(file.path for file in chosen)
        if self._known is None or self._chosen != paths or self._others != others:
            self._chosen, self._others = paths, others
            self._known = project.trace.answer(lambda: self._found(project, chosen, failed, others))
        project.trace.mask |= self._known[1]
        return self._known[0]

    def names_threads(self, project: Project, file: FileIndex) -> bool:
        """Whether a file names something that makes threads."""
        return self._names_threads(self._words(project), file)

    def digests(self, project: Project, rests: Mapping[str, Rest], paths: Iterable[str]) -> dict[str, str]:
        """Digests of what is in files of a project that an answer rests on, as `rests` tells: of some of these files.

        It does not matter where in the files it stands.
        """
        return self._digests(project, rests, paths, self._lines, self._scripts, places=False)

    def _digests(
        self,
        project: Project,
        rests: Mapping[str, Rest],
        paths: Iterable[str],
        lines: LinesOf,
        scripts: Scripts,
        *,
        places: bool,
    ) -> dict[str, str]:
        files = {file.path: file for file in project.files()}
        names = names_in([files[path] for path in followed(rests)])
        library = Library(project)
        starting, interest, threading = Starting(project, library, lines), Words(library.all()), self._words(project)

        def digest_of(file: FileIndex, rest: Rest) -> str:
            text = "\n".join(lines(file.path))
            sought = rest.sought and interest.in_file(text)
            seen = _names_any(threading, file, text), sought, starting.seen(file, names) if rest.chosen else ()
            code = scripts(file) if rest.needs_code else Script(file.path)
            return digest(rest, file, code, seen, places=places)

        return project.trace.apart(lambda: {path: digest_of(files[path], rests[path]) for path in paths})

    def _words(self, project: Project) -> Words:
        return Words(Library(project).threading())

    def _names_threads(self, words: Words, file: FileIndex) -> bool:
        known = self._naming.get(file.path)
        if known is None:
            known = self._naming[file.path] = _names_any(words, file, "\n".join(self._lines(file.path)))
        return known

    def _found(
        self, project: Project, chosen: Sequence[FileIndex], failed: Failed | None, others: Sequence[OtherScript]
    ) -> Uses:
        self.rests = {}
        if not chosen and not others:
            return Uses()
        machine, self.rests = follow(project, chosen, self._scripts, self._lines, failed, others)
        self._lines_then, self._digests_then = {path: self._lines(path) for path in self.rests}, {}
        try:
            return gather(machine)
        except RecursionError:
            return Uses()
        except Exception as error:
            if failed is None:
                raise
            failed([*machine.modules, *(file.path for file, _ in others)][0], 1, error)
            return Uses()


def _names_any(words: Words, file: FileIndex, text: str) -> bool:
    """Whether the text of a file names one of these words; a package has to call it, for it names much that it hands on."""
    return words.in_file(text, "(" if file.is_package else "")
