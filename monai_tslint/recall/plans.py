"""Plans of fixes, kept with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from msgspec import Struct
from msgspec.json import encode

from monai_tslint.fixes import Answer
from monai_tslint.proposals import Proposal
from monai_tslint.recall.basis import KnownFile


class KeptPlans(Struct, frozen=True, array_like=True):
    """Answers to proposals for a project whose files had these marks, and names and classes the meaning that `names` marks."""

    marks: Mapping[str, str]
    names: str
    answers: tuple[tuple[Proposal, Answer], ...]

    def still_right(self, marks: Mapping[str, str], names: str, texts: Mapping[str, str]) -> dict[Proposal, Answer]:
        """The answers that rest on nothing that has changed since. `texts` are those of the files, by path."""
        if self.names != names:
            return {}
        edited = {path: texts[path] for path, mark in marks.items() if self.marks[path] != mark}
        return {proposal: answer for proposal, answer in self.answers if _is_right(answer, edited)}


def _is_right(answer: Answer, edited: Mapping[str, str]) -> bool:
    return edited.keys().isdisjoint(answer.files) and all(
        (word in text) == (path in paths) for word, paths in answer.mentions.items() for path, text in edited.items()
    )


def names_mark(files: Mapping[str, KnownFile], outside: tuple[tuple[str, str], ...]) -> str:
    """A mark of all that names and classes mean: the outlines of the files, and the files of other packages."""
    outlines = [(path, file.unplaced or file.mark) for path, file in sorted(files.items())]
    return blake2b(encode((outlines, outside)), digest_size=16).hexdigest()
