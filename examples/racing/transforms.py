"""Two transforms with a race each."""

from __future__ import annotations

from imaging import Image
from racing.core import Transform


class RescaleIntensity(Transform):
    """Scale the pixels to 0..1."""

    def __init__(self) -> None:
        super().__init__()
        self.low, self.high = 0.0, 1.0

    def __call__(self, image: Image) -> Image:
        self.low, self.high = image.intensity_range
        return self.record(Image(tuple(self._scaled(pixel) for pixel in image.load()), image.applied))

    def _scaled(self, pixel: float) -> float:
        return (pixel - self.low) / (self.high - self.low)


class Flip(Transform):
    """Reverse the pixels; its inverse is itself, run unrecorded."""

    def __call__(self, image: Image) -> Image:
        return self.record(Image(image.load()[::-1], image.applied))

    def inverse(self, image: Image) -> Image:
        """Undo the flip."""
        forgotten = self.forget(image)
        with self.trace_transform(False):
            return self(forgotten)
