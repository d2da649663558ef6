"""The same two transforms without a race."""

from __future__ import annotations

from imaging import Image
from mended.core import Transform


class RescaleIntensity(Transform):
    """Scale the pixels to 0..1."""

    def __call__(self, image: Image) -> Image:
        low, high = image.intensity_range
        return self.record(Image(tuple((pixel - low) / (high - low) for pixel in image.load()), image.applied))


class Flip(Transform):
    """Reverse the pixels; its inverse is itself, run unrecorded."""

    def __call__(self, image: Image) -> Image:
        return self.record(Image(image.load()[::-1], image.applied))

    def inverse(self, image: Image) -> Image:
        """Undo the flip."""
        forgotten = self.forget(image)
        with self.trace_transform(False):
            return self(forgotten)
