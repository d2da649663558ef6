"""What is said of the module that a notebook is, said of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from monai_tslint.findings import Edit, Finding, Fix, InventoryRow, Location, Note, Problem, Step
from monai_tslint.notebooks.model import Notebook

_LINE = re.compile(r"\bline (\d+)\b")
_FILE_LINE = re.compile(r"(?P<name>[^\s/`(]+\.ipynb):(?P<line>\d+)\b")


class Places(Struct, frozen=True):
    """Puts lines of modules in the cells of the notebooks with these paths; other files stay as they are."""

    notebooks: Mapping[str, Notebook]

    def location(self, here: Location) -> Location:
        """A range of the module as a range of a cell; one that is that already gets to know the lines of its file."""
        notebook = self.notebooks.get(here.path)
        if notebook is None or not notebook.cells:
            return here
        if here.cell is not None:
            return replace(here, file_lines=self.file_lines(here))
        cell, line = notebook.place(here.line)
        end = here.end_line - here.line
        lines = self.file_lines(here)
        return Location(here.path, line, here.column, line + end, here.end_column, cell.index, lines)

    def file_lines(self, here: Location) -> tuple[int, int]:
        """The first and last line of the file that a range of the module comes from."""
        notebook = self.notebooks.get(here.path)
        if notebook is None or not notebook.cells:
            return here.line, here.end_line
        if here.cell is not None:
            first = next(cell.first for cell in notebook.cells if cell.index == here.cell) - 1
            return notebook.file_line(first + here.line), notebook.file_line(first + here.end_line)
        return notebook.file_line(here.line), notebook.file_line(here.end_line)

    def finding(self, finding: Finding) -> Finding:
        """A finding with all its places and the lines that its message names."""
        return replace(
            finding,
            message=self._words(finding, finding.message),
            location=self.location(finding.location),
            trace=tuple(map(self._note, finding.trace)),
            conflict=None if finding.conflict is None else self._note(finding.conflict),
            interleaving=tuple(map(self._step, finding.interleaving)),
            fix=None if finding.fix is None else self._fix(finding.fix),
            unfixable=self._words(finding, finding.unfixable),
        )

    def problem(self, problem: Problem) -> Problem:
        """A problem; only errors of ours are about modules."""
        if not problem.internal:
            return problem
        here = self.location(Location(problem.path, problem.line, 1, problem.line, 1))
        return replace(problem, line=here.line, cell=here.cell)

    def row(self, row: InventoryRow) -> InventoryRow:
        """A class of the inventory with its effects."""
        here = self.location(Location(row.path, row.line, 1, row.line, 1))
        effects = []
        for effect in row.effects:
            there = self.location(Location(effect.path, effect.line, 1, effect.line, 1))
            effects.append(replace(effect, line=there.line, cell=there.cell))
        return replace(row, line=here.line, cell=here.cell, effects=tuple(effects))

    def _note(self, note: Note) -> Note:
        return replace(note, location=self.location(note.location))

    def _step(self, step: Step) -> Step:
        if step.location is None:
            return step
        here = self.location(step.location)
        return replace(step, line=here.line, location=here)

    def _fix(self, fix: Fix) -> Fix:
        return replace(fix, edits=tuple(map(self._edit, fix.edits)))

    def _edit(self, edit: Edit) -> Edit:
        """An edit that stays within a cell."""
        here = self.location(Location(edit.path, edit.start_line, 1, edit.end_line, 1))
        return replace(edit, start_line=here.line, end_line=here.end_line, cell=here.cell)

    def _words(self, finding: Finding, text: str) -> str:
        """A text about a finding. `line 7` means its file, `name.ipynb:7` another one; code stands in back quotes."""
        own = self.notebooks.get(finding.location.path)
        named = {path.rpartition("/")[2]: path for path in self._mentioned(finding)}

        def in_file(match: re.Match[str]) -> str:
            notebook = self.notebooks.get(named.get(match["name"], ""))
            if notebook is None:
                return match[0]
            cell, line = notebook.place(int(match["line"]))
            return f"{match['name']}:cell {cell.index}:{line}"

        def in_own(match: re.Match[str]) -> str:
            if own is None or not own.cells:
                return match[0]
            cell, line = own.place(int(match[1]))
            return f"line {line} of cell {cell.index}"

        parts = text.split("`")
        parts[::2] = [_FILE_LINE.sub(in_file, _LINE.sub(in_own, part)) for part in parts[::2]]
        return "`".join(parts)

    def _mentioned(self, finding: Finding) -> set[str]:
        """The files of a finding's places."""
        notes = (*finding.trace, *([finding.conflict] if finding.conflict is not None else []))
        steps = {step.location.path for step in finding.interleaving if step.location is not None}
        return {finding.location.path, *(note.location.path for note in notes), *steps}
