"""An image whose pixels are read late, as from a disk: while one thread waits for them, others run."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Image:
    """Stored numbers, the range announced in the file's header, and the transforms applied so far."""

    stored: tuple[float, ...]
    applied: tuple[str, ...] = ()

    @property
    def intensity_range(self) -> tuple[float, float]:
        """The lowest and highest value, known before the pixels are loaded."""
        return min(self.stored), max(self.stored)

    def load(self) -> tuple[float, ...]:
        """The pixels."""
        return self.stored

    def recorded(self, name: str) -> Image:
        """This image after the transform `name`."""
        return Image(self.stored, (*self.applied, name))

    def unrecorded(self) -> Image:
        """This image without its last recorded transform."""
        return replace(self, applied=self.applied[:-1])
