"""Stages of a cell counting line. The framework calls `process` from its workers and `prepare` once before."""

from __future__ import annotations

from acme.line import Line, SingleThreaded, Stage


class SubtractBackground(Stage):
    """Races: the background of one plate is kept where the next worker replaces it."""

    def process(self, plate):
        self.background = plate.percentile(5)
        return plate.map(self._above_background)

    def _above_background(self, pixel):
        return max(0.0, pixel - self.background)


class CountCells(Stage):
    """Races: the framework's workers count together, and `+=` loses some."""

    def __init__(self) -> None:
        self.cells = 0

    def process(self, plate):
        self.cells += len(plate.cells)
        return plate


class Threshold(Stage):
    """Accepted: `prepare` runs before the workers start."""

    def __init__(self, level: float = 0.5) -> None:
        self.level = level

    def prepare(self, settings):
        """Take the level from the line's settings."""
        self.level = settings.get("level", self.level)

    def process(self, plate):
        return plate.above(self.level)


class DrawOutlines(SingleThreaded):
    """Accepted: the framework gives each worker its own copy of what is marked."""

    def process(self, plate):
        self.canvas = plate.blank()
        for cell in plate.cells:
            self.canvas.draw(cell.outline)
        return self.canvas


class KeepLargest:
    """Races: it inherits nothing, but stands in a line, between stages."""

    def process(self, plate):
        self.largest = max(plate.cells, key=len)
        return plate.only(self.largest)


LINE = Line([SubtractBackground(), Threshold(0.7), KeepLargest(), CountCells(), DrawOutlines()])
